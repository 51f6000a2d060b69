import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** What one process of the bench may be asked: a name, one input, one answer. */
type Asks = Record<string, (input: never) => unknown>
type Asked<A extends Asks> = {
  [K in keyof A]: (...input: Parameters<A[K]>) => Promise<Awaited<ReturnType<A[K]>>>
}
type Question = { ask: string; id: number; input: unknown }
type Reply = { id: number; value?: unknown; error?: string }

/** Answers what the bench asks this process. */
export function answer<A extends Asks>(handlers: A): void {
  process.on('message', async ({ ask, id, input }: Question) => {
    const reply: Reply = { id }
    try {
      reply.value = await handlers[ask]?.(input as never)
    } catch (error) {
      reply.error = error instanceof Error ? (error.stack ?? error.message) : String(error)
    }
    process.send?.(reply)
  })
  // Whoever started us is gone: nobody will ask again.
  process.on('disconnect', () => process.exit(0))
}

/** The asking side of `answer`. Questions still open when the process ends are refused. */
export function asking<A extends Asks>(child: ChildProcess): Asked<A> {
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let last = 0
  child.on('message', ({ id, value, error }: Reply) => {
    const one = open.get(id)
    open.delete(id)
    if (error === undefined) one?.resolve(value)
    else one?.reject(new Error(error))
  })
  child.on('exit', (code) => {
    for (const { reject } of open.values()) reject(new Error(`a process of the bench ended with code ${code}`))
    open.clear()
  })
  const ask = (name: string, input: unknown) =>
    new Promise((resolve, reject) => {
      last += 1
      open.set(last, { resolve, reject })
      child.send({ ask: name, id: last, input } satisfies Question)
    })
  return new Proxy({} as Asked<A>, { get: (_, name) => (input: unknown) => ask(String(name), input) })
}

/** A process of the bench beside this one. */
export type Helper<A extends Asks> = {
  pid: number
  ask: Asked<A>
  stop(): Promise<void>
  /** Ends it at once. */
  kill(): Promise<void>
}

const living = new Set<ChildProcess>()
/** Ends every process of the bench that still lives: whoever waits for one is told. */
export function endHelpers(): void {
  for (const child of living) child.kill('SIGKILL')
}

/** Starts a TypeScript file of this folder as a process of its own. `preload` files run before it. */
export function startHelper<A extends Asks>(
  file: string,
  { preload = [], env = process.env, nodeFlags = [] }: Partial<HelperOptions> = {},
): Helper<A> {
  const child = fork(file, {
    execArgv: [...nodeFlags, '--import', 'tsx', ...preload.flatMap((path) => ['--import', path])],
    env,
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    serialization: 'advanced',
  })
  living.add(child)
  child.once('exit', () => living.delete(child))
  return {
    pid: child.pid ?? 0,
    ask: asking<A>(child),
    async kill() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), 8000)
      await gone
      clearTimeout(late)
    },
  }
}
type HelperOptions = { preload: string[]; env: NodeJS.ProcessEnv; nodeFlags: string[] }

export const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
