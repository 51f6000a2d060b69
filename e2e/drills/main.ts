import { type ConditionName, conditionNames } from '../../server/domain/drill.ts'
import { openCast } from '../../server/drills/cast.ts'
import { playOrder } from '../../server/drills/order.ts'
import { personAt } from '../../server/drills/person.ts'
import { severalAtOnce } from '../../server/drills/rehearse.ts'
import { sumsOf, tableOf } from '../../server/drills/table.ts'
import { Fault } from '../../server/launch/fault.ts'
import { oneOf, readOptions, runProgram, wholeNumber } from '../../server/launch/options.ts'
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

type Asked = { playing: readonly ConditionName[]; seed: number; width: number }

async function rehearseAll({ url, token }: Pick<Stage, 'url' | 'token'>, { playing, seed, width }: Asked) {
  const cast = await openCast(say)
  try {
    const person = personAt(url, token)
    const me = await person.get<{ workspaces: { id: string }[] }>('me')
    const workspaceId = me.workspaces[0]?.id ?? ''
    return await severalAtOnce(playing, width, async (name) => {
      const start = (recovery: boolean) =>
        person.command<{ drillId: string; roomId: string }>('drill.start', {
          ...{ workspaceId, name, seed, recovery, played: 'elsewhere' },
        })
      const { drillId, roomId } = await start(true)
      const order = { workspaceId, drillId, roomId, name, seed, recovery: true }
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
  const { url, token, json, ...values } = readOptions(options, usage)
  const named = values.condition?.map((name) => oneOf('condition', name, conditionNames)) ?? conditionNames
  const asked: Asked = {
    playing: conditionNames.filter((name) => named.includes(name)),
    seed: wholeNumber('seed', values.seed),
    width: wholeNumber('width', values.width, 1, 50),
  }
  if ((url === undefined) !== (token === undefined))
    throw new Fault(`--url and --token belong together; ${url === undefined ? '--url' : '--token'} is missing.`)
  const stage: Pick<Stage, 'url' | 'token' | 'close'> =
    url && token ? { url, token, close: async () => undefined } : await openStage()
  try {
    const rehearsed = await rehearseAll(stage, asked)
    console.log(json ? JSON.stringify(rehearsed, null, 2) : `${tableOf(rehearsed)}${sumsOf(rehearsed)}`)
    return rehearsed.every((one) => one.ok) ? 0 : 1
  } finally {
    await stage.close()
  }
}

await runProgram(main, 2)
