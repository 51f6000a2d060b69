import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { migrate } from '../../prisma/migrate.ts'
import type { Env } from '../env.ts'
import type { Variables } from './children.ts'
import { type CrewPlace, crewPlace } from './crew.ts'
import { takeDataDir } from './data-dir.ts'
import { Fault, wordsOf } from './fault.ts'
import { kept, portIsFree, randomSecret } from './kept.ts'
import { startPostgres } from './postgres.ts'
import { build, generate } from './prepare.ts'
import { keepRunning, runWatched, type Supervised } from './supervise.ts'
import { askedDatabase, checkedEnv, crewEnvironment, givenSecret, wholeEnvironment } from './surroundings.ts'

/** With hot reload or without. */
export type Mode = 'start' | 'dev'

// Together with the 3 s of the database they stay under the 10 s in which everything must be gone.
const serverGraceMs = 6_000
const crewGraceMs = 3_000
// Who is up this long can run here; what ends it later, such as want of memory, may pass.
const serverProvedMs = 20_000

/**
 * Runs the whole product until it is told to stop or the server cannot run, and gives the exit code. Everything it started has
 * stopped by then, the database last. Throws a Fault when it cannot start.
 */
export async function runProduct(mode: Mode, stop: AbortSignal): Promise<number> {
  const asked = new Promise<number>((resolve) => stop.addEventListener('abort', () => resolve(0)))
  const down: (() => Promise<void> | void)[] = []
  try {
    const { ended } = await bringUp(mode, stop, down)
    return await Promise.race([ended, asked])
  } catch (error) {
    if (stop.aborted) return 0
    throw error
  } finally {
    for (const undo of down.reverse()) await undo()
  }
}

async function bringUp(mode: Mode, signal: AbortSignal, down: (() => Promise<void> | void)[]): Promise<Supervised> {
  const env = checkedEnv()
  const directory = takeDataDir(env.dataDir)
  down.push(directory.release)
  await refuseTakenPort(env, directory.wasLeft ? serverGraceMs : 0)
  const crew = await crewPlace(env, directory.path)
  const databaseUrl = askedDatabase() ?? (await ownDatabase(directory.path, signal, down))
  signal.throwIfAborted()
  const applied = await migrate(databaseUrl, { create: askedDatabase() === null })
  if (applied.length > 0) console.log(`The database is brought up to ${applied.at(-1)}.`)
  signal.throwIfAborted()
  await generate()
  if (mode === 'start' && env.pages) await build()
  signal.throwIfAborted()
  const server = runServer(mode, {
    ...wholeEnvironment(),
    ...common(mode),
    MUSTER_DATA_DIR: directory.path,
    DATABASE_URL: databaseUrl,
    MUSTER_SECRET: givenSecret() ?? kept(join(directory.path, 'secret'), randomSecret),
    MUSTER_DEV: mode === 'dev' ? '1' : '0',
    ...(crew === null ? {} : { MUSTER_CREW_URL: crew.url, MUSTER_CREW_TOKEN: crew.token }),
  })
  const beside = runCrew(mode, crew)
  down.push(async () => {
    await Promise.all([server.stop(), beside?.stop()])
  })
  return server
}

const common = (mode: Mode): Variables => ({
  NODE_ENV: mode === 'start' ? 'production' : 'development',
  NEXT_TELEMETRY_DISABLED: '1',
})

function runServer(mode: Mode, env: Variables): Supervised {
  const entry = 'server/main.ts'
  return mode === 'start'
    ? keepRunning(entry, env, serverGraceMs, { provedMs: serverProvedMs })
    : runWatched(entry, env, serverGraceMs, ['server'])
}

function runCrew(mode: Mode, crew: CrewPlace | null): Supervised | null {
  if (crew === null || crew.told === null) return null
  const env = { ...crewEnvironment(), ...common(mode), ...crew.told }
  const entry = 'server/crew/main.ts'
  return mode === 'start'
    ? keepRunning(entry, env, crewGraceMs)
    : runWatched(entry, env, crewGraceMs, ['server/crew', 'server/contract'])
}

async function ownDatabase(
  dataDir: string,
  signal: AbortSignal,
  down: (() => Promise<void> | void)[],
): Promise<string> {
  const cluster = await startPostgres(join(dataDir, 'postgres'), { signal })
  down.push(cluster.stop)
  return cluster.url('muster')
}

// The server of a launcher that was killed lets go of the port when it has finished.
async function refuseTakenPort({ host, port }: Env, patienceMs: number): Promise<void> {
  const end = performance.now() + patienceMs
  try {
    do {
      if (await portIsFree(port, host)) return
      await wait(100)
    } while (performance.now() < end)
  } catch (error) {
    throw new Fault(
      `Muster may not listen on ${host} port ${port} (${wordsOf(error)}); set HOST to an address of this machine and PORT above 1023.`,
    )
  }
  throw new Fault(
    `Port ${port} is taken by another program; stop that one, or choose another port: PORT=${port + 1} npm start.`,
  )
}
