import type { Goal } from './goal.ts'
import type { Task } from './task.ts'
import { bullets } from './text/bullets.ts'

/** One part as somebody divides a task; what it leaves out it has from the task. */
export type PartPlan = {
  title: string
  brief: string
  skills?: readonly string[] | undefined
  inputs?: readonly string[] | undefined
}

const fewestParts = 2
const mostParts = 20
/** How many tasks one task may become in all, those that its parts became included (I21). */
const mostDescendants = 200
const titleLength = 120

const short = (text: string): string => (text.length > titleLength ? `${text.slice(0, titleLength - 1)}…` : text)

/** The parts that a task names itself: its bullets, else its inputs. Null when there are fewer than two or too many, or when it has parts already. */
export function naturalParts(
  task: Pick<Task, 'title' | 'brief' | 'inputs'>,
  goal: Pick<Goal, 'inputs'>,
  partsNow: number,
): PartPlan[] | null {
  if (partsNow > 0) return null
  const fits = (count: number) => count >= fewestParts && count <= mostParts
  const points = bullets(task.brief)
  if (fits(points.length))
    return points.map((point) => ({
      title: short(point),
      brief: `Do only this part of “${task.title}”: ${point}\n\nThe whole task, for context:\n\n${task.brief}`,
    }))
  const inputs = goal.inputs.filter((input) => task.inputs.includes(input.id))
  if (!fits(inputs.length)) return null
  return inputs.map((input) => ({
    title: short(`${task.title}: ${input.name}`),
    brief: `Do this task for the input “${input.name}” alone; the others are done separately.\n\n${task.brief}`,
    inputs: [input.id],
  }))
}

/** Which parts name skills that nobody who works here has, in sentences, by their place in the list. */
export function unableParts(
  parts: readonly PartPlan[],
  workers: readonly (readonly string[])[],
): { part: number; text: string }[] {
  return parts.flatMap(({ title, skills = [] }, part) => {
    if (skills.length === 0 || workers.some((has) => skills.every((skill) => has.includes(skill)))) return []
    const wanted = skills.join(' + ')
    return [
      {
        part,
        text: `Nobody in this room can do ${wanted} (for “${title}”): name a skill that somebody here has, leave the skills out, or add an agent first.`,
      },
    ]
  })
}

/** What is left of a divided task: to put its parts together. */
export const mergeBrief = (brief: string, parts: number): string =>
  `This task was divided: its ${parts} parts were done separately and are among the inputs. Put their results together into one that does the whole task.\n\nThe whole task:\n\n${brief}`

/** Why a task may not be divided into so many parts; null when it may. `family` counts, for the task and each task above it, those that came of it so far. */
export function splitProblem(
  depth: number,
  depthLimit: number,
  parts: number,
  family: readonly number[],
): string | null {
  if (depth + 1 > depthLimit)
    return `Tasks may be divided ${depthLimit} levels deep here, and this one stands at level ${depth}.`
  const most = Math.max(0, ...family)
  return most + parts > mostDescendants
    ? `One task may become ${mostDescendants} at most; with these there would be ${most + parts}.`
    : null
}
