import { parseArgs } from 'node:util'
import { type ConditionName, conditionNames } from '../../server/domain/drill.ts'
import { openCast } from '../../server/drills/cast.ts'
import { playOrder } from '../../server/drills/order.ts'
import { personAt } from '../../server/drills/person.ts'
import { severalAtOnce } from '../../server/drills/rehearse.ts'
import { sumsOf, tableOf } from '../../server/drills/table.ts'
import { openStage, type Stage } from './stage.ts'

// npm run drill: plays conditions against a real coordinator and says what was expected and seen. Exit code 1 when
// something expected was not seen, 2 when there is nothing to play.

const usage = `npm run drill -- [--condition NAME]… [--seed N] [--width N] [--json] [--url URL --token TOKEN]
Without --url it starts a server and a database of its own. A server elsewhere must be allowed to reach this machine (MUSTER_EGRESS_ALLOW).
NAME is one of: ${conditionNames.join(', ')}`

const options = {
  condition: { type: 'string', multiple: true },
  seed: { type: 'string', default: '1' },
  width: { type: 'string', default: '4' },
  json: { type: 'boolean', default: false },
  url: { type: 'string' },
  token: { type: 'string' },
} as const

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']

/** What is to be played; null when a name is not known. */
function chosen({ condition = [] }: Values): readonly ConditionName[] | null {
  const known = conditionNames.filter((name) => condition.length === 0 || condition.includes(name))
  return condition.every((name) => known.some((one) => one === name)) ? known : null
}

async function rehearseAll(
  { url, token }: Pick<Stage, 'url' | 'token'>,
  playing: readonly ConditionName[],
  values: Values,
) {
  const cast = await openCast(say)
  try {
    const person = personAt(url, token)
    const me = await person.get<{ workspaces: { id: string }[] }>('me')
    const workspaceId = me.workspaces[0]?.id ?? ''
    return await severalAtOnce(playing, Number(values.width), async (name) => {
      const start = (recovery: boolean) =>
        person.command<{ drillId: string; roomId: string }>('drill.start', {
          ...{ workspaceId, name, seed: Number(values.seed), recovery, played: 'elsewhere' },
        })
      const { drillId, roomId } = await start(true)
      const order = { workspaceId, drillId, roomId, name, seed: Number(values.seed), recovery: true }
      const [one] = await playOrder(person, cast, { ...order, cast: 'scripted' })
      say(`… ${name}: ${one?.ok ? 'as expected' : 'NOT AS EXPECTED'}`)
      return one ? [one] : []
    }).then((all) => all.flat())
  } finally {
    await cast.close()
  }
}

const say = (line: string) => console.error(line)

async function main(): Promise<number> {
  const { values } = parseArgs({ options })
  const playing = chosen(values)
  const { url, token } = values
  if (playing === null || (url === undefined) !== (token === undefined)) {
    console.error(usage)
    return 2
  }
  const stage: Pick<Stage, 'url' | 'token' | 'close'> =
    url && token ? { url, token, close: async () => undefined } : await openStage()
  try {
    const rehearsed = await rehearseAll(stage, playing, values)
    console.log(values.json ? JSON.stringify(rehearsed, null, 2) : `${tableOf(rehearsed)}${sumsOf(rehearsed)}`)
    return rehearsed.every((one) => one.ok) ? 0 : 1
  } finally {
    await stage.close()
  }
}

process.exitCode = await main()
