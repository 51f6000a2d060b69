import { whenAskedToStop } from './asked.ts'
import { stopPassing } from './children.ts'
import { Fault } from './fault.ts'
import { build, generate } from './prepare.ts'
import { runProduct } from './product.ts'
import { runChecks, runSuite } from './suite.ts'

const verbs = {
  start: (stop) => runProduct('start', stop),
  dev: (stop) => runProduct('dev', stop),
  test: runSuite,
  check: runChecks,
  async setup() {
    await generate()
    await build()
    return 0
  },
} satisfies Record<string, (stop: AbortSignal) => Promise<number>>

/** Does what the command line asked for and ends the process with its exit code. A Fault is one sentence and exit code 1; `parent` is who started us. */
export async function launch(verb: string, parent: number): Promise<never> {
  const stop = new AbortController()
  stop.signal.addEventListener('abort', stopPassing)
  whenAskedToStop(parent, () => stop.abort())
  try {
    if (!isVerb(verb)) throw new Fault(unknown(verb))
    return process.exit(await verbs[verb](stop.signal))
  } catch (error) {
    if (!stop.signal.aborted) console.error(error instanceof Fault ? error.message : error)
    return process.exit(1)
  }
}

// Who writes an option means a setting, and those are variables.
const unknown = (verb: string) =>
  verb.startsWith('-')
    ? `There is no option "${verb}"; settings are variables of the environment, such as PORT=4000 npm start (README.md, Configuration).`
    : `There is no "${verb}"; say one of ${Object.keys(verbs).join(', ')}.`

const isVerb = (verb: string): verb is keyof typeof verbs => Object.hasOwn(verbs, verb)
