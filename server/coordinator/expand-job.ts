import type { Runner } from '../commands/run.ts'
import { expandTask, readList } from '../commands/task/expand.ts'
import { type Item, itemsOf } from '../domain/fan-out.ts'
import { coordinatorActor } from '../domain/permission.ts'
import type { Store } from '../store/store.ts'
import type { JobHandler } from './jobs.ts'

export type ExpanderDeps = {
  store: Store
  runner: Runner
  parseCsv: (text: string) => { header: readonly string[]; rows: readonly (readonly string[])[] }
  /** The text of a file of this type and name, or null when it has none. */
  textOf: (file: { name: string; mediaType: string; bytes: Uint8Array }) => string | null
}

/** Reads the list that a task is to be done for, item by item, and makes a task of each. */
export function createExpander({ store, runner, parseCsv, textOf }: ExpanderDeps): JobHandler {
  return async (job) => {
    const taskId = String(job.payload.taskId)
    const asked = await runner.run(readList, { taskId }, coordinatorActor)
    if (!asked.ok || !asked.result) return store.endJob(job.id, 'nothing to expand')
    const list = asked.result
    await runner.run(expandTask, { taskId, jobId: job.id, items: await readItems() }, coordinatorActor)

    async function readItems(): Promise<Item[] | null> {
      if ('items' in list) return list.items
      const contents = await store.readContents(list.files.map((file) => file.sha256))
      const lists = list.files.map((file) => {
        const content = contents.get(file.sha256)
        const text = file.text ?? (content ? textOf({ ...file, bytes: content.bytes }) : null)
        return text === null ? null : itemsOf({ name: file.name, mediaType: file.mediaType, text }, parseCsv)
      })
      return lists.some((items) => items === null) ? null : lists.flatMap((items) => items ?? [])
    }
  }
}
