import { parseArgs } from 'node:util'
import { openCast } from '../../server/drills/cast.ts'
import type { Condition } from '../../server/drills/condition.ts'
import { conditions } from '../../server/drills/conditions.ts'
import { personAt } from '../../server/drills/person.ts'
import { rehearse, severalAtOnce } from '../../server/drills/rehearse.ts'
import { sumsOf, tableOf } from '../../server/drills/table.ts'
import { openStage } from './stage.ts'

// npm run drill: plays conditions against a real coordinator and says what was expected and seen. Exit code 1 when
// something expected was not seen, 2 when there is nothing to play.

const usage = `npm run drill -- [--condition NAME]… [--seed N] [--single] [--width N] [--json] [--url URL --token TOKEN]
Without --url it starts a server and a database of its own. A server elsewhere must be allowed to reach this machine (MUSTER_EGRESS_ALLOW).
NAME is one of: ${conditions.map((one) => one.name).join(', ')}`

const options = {
  condition: { type: 'string', multiple: true },
  seed: { type: 'string', default: '1' },
  single: { type: 'boolean', default: false },
  width: { type: 'string', default: '4' },
  json: { type: 'boolean', default: false },
  url: { type: 'string' },
  token: { type: 'string' },
} as const

function chosen(names: string[] | undefined): readonly Condition[] {
  return names ? conditions.filter((one) => names.includes(one.name)) : conditions
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options })
  const playing = chosen(values.condition)
  if (playing.length === 0 || (values.url === undefined) !== (values.token === undefined)) {
    console.error(usage)
    return 2
  }
  const { url, token, close } =
    values.url && values.token
      ? { url: values.url, token: values.token, close: async () => undefined }
      : await openStage()
  const log = (line: string) => console.error(line)
  const cast = await openCast(log)
  try {
    const person = personAt(url, token)
    const me = await person.get<{ workspaces: { id: string }[] }>('me')
    const workspaceId = me.workspaces[0]?.id ?? ''
    const rehearsed = await severalAtOnce(playing, Number(values.width), async (condition) => {
      const one = await rehearse(person, cast, condition, {
        ...{ workspaceId, seed: Number(values.seed), both: !values.single, beside: [] },
        roomFor: async ({ name }, recovery) => {
          const { roomId } = await person.command<{ roomId: string }>('room.create', {
            workspaceId,
            name: `Drill: ${name}${recovery ? '' : ' without recovery'}`,
          })
          return roomId
        },
      })
      log(`… ${one.name}: ${one.ok ? 'as expected' : 'NOT AS EXPECTED'}`)
      return one
    })
    console.log(values.json ? JSON.stringify(rehearsed, null, 2) : `${tableOf(rehearsed)}${sumsOf(rehearsed)}`)
    return rehearsed.every((one) => one.ok) ? 0 : 1
  } finally {
    await cast.close()
    await close()
  }
}

process.exitCode = await main()
