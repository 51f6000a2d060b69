import { printable } from '../contract/printable.ts'
import { readCrewEnv } from './env.ts'
import { startCrew } from './start.ts'

const log = (line: string) => process.stderr.write(`crew: ${printable(line)}\n`)

const read = readCrewEnv(process.env)
if ('faults' in read) {
  for (const fault of read.faults) log(fault)
  process.exit(1)
}

try {
  const crew = await startCrew(read.env, log)
  process.stdout.write(`The crew listens on http://127.0.0.1:${crew.port}\n`)
  let closing = false
  const close = async () => {
    if (closing) return
    closing = true
    await crew.close()
    process.exit(0)
  }
  process.on('SIGTERM', close)
  process.on('SIGINT', close)
} catch (error) {
  log(`cannot start: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}
