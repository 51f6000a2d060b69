/** The swarm of the bench: planner → chains of dependent steps → merge. */
export type Shape = { chains: number; length: number }

export const stepsOf = ({ chains, length }: Shape): number => chains * length + 2

/** The shape with `chains` chains that comes nearest to so many steps. */
export const shapeOf = (steps: number, chains: number): Shape => ({
  chains,
  length: Math.max(1, Math.round((steps - 2) / chains)),
})

const two = (n: number) => String(n).padStart(2, '0')
const keyOf = (chain: number, step: number) => `c${chain}-${two(step)}`

/** The plan that `goal.create` takes. */
export function planOf({ chains, length }: Shape) {
  const shape = { chains, length }
  const skills = ['step']
  const tasks: { key: string; title: string; brief: string; skills: string[]; needs?: string[] }[] = [
    { key: 'plan', title: 'Plan the work', brief: 'Say what is to be done.', skills },
  ]
  for (let chain = 1; chain <= chains; chain++)
    for (let step = 1; step <= length; step++)
      tasks.push({
        key: keyOf(chain, step),
        title: `Chain ${chain}, step ${step}`,
        brief: `Do step ${step} of chain ${chain} with what the step before it found out.`,
        skills,
        needs: waitsFor(keyOf(chain, step), shape),
      })
  const needs = waitsFor('merge', shape)
  tasks.push({ key: 'merge', title: 'Merge', brief: 'Put all of it together.', skills, needs })
  return { tasks, deliverable: 'merge' }
}

/** What a step waits for when that is one other step of its own chain, or the planner. */
export function before(key: string): { key: string; fanOut: boolean } | null {
  const [, chain, step] = /^c(\d+)-(\d+)$/.exec(key) ?? []
  if (chain === undefined) return null
  return Number(step) === 1
    ? { key: 'plan', fanOut: true }
    : { key: keyOf(Number(chain), Number(step) - 1), fanOut: false }
}

/** Every key, in an order in which what is needed comes first. */
export function keysOf({ chains, length }: Shape): string[] {
  const steps = Array.from({ length: chains }, (_, chain) =>
    Array.from({ length }, (_, step) => keyOf(chain + 1, step + 1)),
  )
  return ['plan', ...steps.flat(), 'merge']
}

/** What a step needs. */
export function waitsFor(key: string, { chains, length }: Shape): string[] {
  if (key === 'merge') return Array.from({ length: chains }, (_, i) => keyOf(i + 1, length))
  const earlier = before(key)
  return earlier ? [earlier.key] : []
}

/** What waits for a step. */
export function after(key: string, { chains, length }: Shape): string[] {
  if (key === 'plan') return Array.from({ length: chains }, (_, i) => keyOf(i + 1, 1))
  const [, chain, step] = /^c(\d+)-(\d+)$/.exec(key) ?? []
  if (chain === undefined) return []
  return [Number(step) < length ? keyOf(Number(chain), Number(step) + 1) : 'merge']
}
