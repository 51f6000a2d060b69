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
        needs: [step === 1 ? 'plan' : keyOf(chain, step - 1)],
      })
  const ends = Array.from({ length: chains }, (_, i) => keyOf(i + 1, length))
  tasks.push({ key: 'merge', title: 'Merge', brief: 'Put all of it together.', skills, needs: ends })
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

/** What waits for a step. */
export function after(key: string, { chains, length }: Shape): string[] {
  if (key === 'plan') return Array.from({ length: chains }, (_, i) => keyOf(i + 1, 1))
  const [, chain, step] = /^c(\d+)-(\d+)$/.exec(key) ?? []
  if (chain === undefined) return []
  return [Number(step) < length ? keyOf(Number(chain), Number(step) + 1) : 'merge']
}
