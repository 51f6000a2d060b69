import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Metadata } from 'next'
import { RegisterScreen } from '../../../../../components/agents/register-screen.tsx'

export const metadata: Metadata = { title: 'Add an agent' }

/** The whole agent that a person may copy; without the lines that are only for our own tools. */
async function example(): Promise<string | null> {
  const text = await readFile(join(process.cwd(), 'server/crew/twenty-lines.mjs'), 'utf8').catch(() => null)
  return text?.replace(/^\/\/ biome-ignore.*\n/, '').trim() ?? null
}

export default async function Page() {
  return <RegisterScreen example={await example()} />
}
