import { once } from 'node:events'
import * as z from 'zod'
import { drillCommands } from '../contract/commands/drill.ts'
import { id } from '../contract/fields.ts'
import { openCast } from './cast.ts'
import { playOrder } from './order.ts'
import { personAt } from './person.ts'

// Plays one drill for the server that started this process, then ends. It says at which port its cast listens, is told
// what to play in one message, and speaks with nothing but the public protocol, as the person who asked for the drill.

const asked = drillCommands['drill.start'].shape
const order = z.strictObject({
  ...{ url: z.url(), token: z.string(), workspaceId: id, drillId: id, roomId: id },
  ...{ name: asked.name, seed: asked.seed, cast: asked.cast, recovery: asked.recovery },
})

const log = (line: string) => process.stderr.write(`drill: ${line}\n`)

process.once('disconnect', () => process.exit(0))
const ordered = once(process, 'message')
const cast = await openCast(log)
process.send?.({ port: cast.port })
try {
  const [message] = (await ordered) as [unknown]
  const { url, token, ...rest } = order.parse(message)
  await playOrder(personAt(url, token), cast, rest)
} catch (error) {
  log(String(error))
} finally {
  await cast.close()
  process.exit(0)
}
