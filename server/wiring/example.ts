import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import type { Example } from '../coordinator/enrol-job.ts'

const goal = z.object({
  title: z.string(),
  brief: z.string(),
  acceptance: z.array(z.string()),
  files: z.array(z.object({ name: z.string(), mediaType: z.string() })),
})

/** The guided example's goal and documents, from a folder with `goal.json` and the files it names. */
export function readExample(folder: string): Example {
  const { files, ...rest } = goal.parse(JSON.parse(readFileSync(join(folder, 'goal.json'), 'utf8')))
  return { ...rest, files: files.map((file) => ({ ...file, text: readFileSync(join(folder, file.name), 'utf8') })) }
}
