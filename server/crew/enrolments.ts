import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import type { enrolSchema } from './wire.ts'

const enrolmentSchema = z.object({ agentId: z.string(), secret: z.string(), token: z.string().optional() })
const storedSchema = z.record(z.string(), enrolmentSchema)
export type Enrolment = z.infer<typeof enrolmentSchema>

export type Enrolments = {
  find(workspaceId: string, name: string): Enrolment | undefined
  add(order: z.infer<typeof enrolSchema>): Promise<void>
}

/** Takes a folder; returns the secrets kept in its agents.json (readable by this user only). Throws when the file is damaged. */
export async function openEnrolments(dir: string): Promise<Enrolments> {
  await mkdir(dir, { recursive: true })
  const path = join(dir, 'agents.json')
  const stored = await readStored(path)
  let writing = Promise.resolve()
  return {
    find: (workspaceId, name) => stored.get(`${workspaceId}/${name}`),
    add({ workspaceId, agents }) {
      for (const { name, ...enrolment } of agents) stored.set(`${workspaceId}/${name}`, enrolment)
      // One write at a time, and a rename at its end: a crash leaves the old file or the new one, never half of it.
      const write = writing.then(async () => {
        await writeFile(`${path}.new`, `${JSON.stringify(Object.fromEntries(stored), null, 2)}\n`, { mode: 0o600 })
        await rename(`${path}.new`, path)
      })
      writing = write.catch(() => undefined)
      return write
    },
  }
}

async function readStored(path: string): Promise<Map<string, Enrolment>> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map()
    throw error
  }
  return new Map(Object.entries(storedSchema.parse(JSON.parse(text))))
}
