import * as z from 'zod'
import { drillCommands } from '../contract/commands/drill.ts'
import { id } from '../contract/fields.ts'
import { openCast } from './cast.ts'
import { playOrder } from './order.ts'
import { personAt } from './person.ts'

// Plays one drill for the server that started this process, then ends. It is told where and what in one message, and
// speaks with nothing but the public protocol, as the person who asked for the drill.

const { name, seed, cast, recovery } = drillCommands['drill.start'].shape
const order = z.strictObject({
  ...{ url: z.url(), port: z.number(), token: z.string(), workspaceId: id, drillId: id, roomId: id },
  ...{ name, seed, cast, recovery },
})

const log = (line: string) => process.stderr.write(`drill: ${line}\n`)

process.once('disconnect', () => process.exit(0))
process.once('message', (message) => {
  void (async () => {
    const { url, port, token, ...asked } = order.parse(message)
    const stage = await openCast(log, port)
    try {
      await playOrder(personAt(url, token), stage, asked)
    } finally {
      await stage.close()
    }
  })()
    .catch((error: unknown) => log(String(error)))
    .finally(() => process.exit(0))
})
