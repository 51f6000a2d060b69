import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Env } from '../env.ts'
import type { Variables } from './children.ts'
import { Fault } from './fault.ts'
import { freePort, kept, portIsFree, randomSecret } from './kept.ts'

/** Where the starter crew answers and the word it enrols with; `told` is what its process is given, null when it runs elsewhere. */
export type CrewPlace = { readonly url: string; readonly token: string; readonly told: Variables | null }

/**
 * Settles where the crew runs: nowhere when it is off, where the settings say, or beside us. Its agents are registered
 * with their address, so its port is chosen once and kept.
 */
export async function crewPlace(env: Env, dataDir: string): Promise<CrewPlace | null> {
  if (!env.crewOn) return null
  if (env.crew !== null) return { ...env.crew, told: null }
  const directory = join(dataDir, 'crew')
  const portFile = join(directory, 'port')
  const candidate = String(await freePort())
  const port = kept(portFile, () => candidate)
  const token = kept(join(directory, 'token'), randomSecret)
  await refuseTaken(Number(port), portFile)
  const told = { MUSTER_CREW_PORT: port, MUSTER_CREW_TOKEN: token, MUSTER_CREW_DIR: directory, MUSTER_URL: env.url }
  return { url: `http://127.0.0.1:${port}`, token, told }
}

// The crew of a launcher that was killed notices within moments and goes.
async function refuseTaken(port: number, portFile: string): Promise<void> {
  for (let tries = 0; tries < 30; tries += 1) {
    if (await portIsFree(port, '127.0.0.1')) return
    await wait(100)
  }
  throw new Fault(
    `Port ${port} of the starter crew is taken by another program; stop that one, or remove ${portFile} to have another port chosen.`,
  )
}
