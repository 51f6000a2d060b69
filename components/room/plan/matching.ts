import type { TaskView } from '../../../server/contract/snapshot.ts'
import { shortId } from '../../workspace/states.ts'

/** The tasks in whose number, title, key, skills and status every word of a filter is found. */
export function matching(tasks: readonly TaskView[], query: string): readonly TaskView[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return tasks
  return tasks.filter((task) => {
    const text =
      `${shortId.task(task.number)} ${task.title} ${task.key} ${task.skills.join(' ')} ${task.status}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
