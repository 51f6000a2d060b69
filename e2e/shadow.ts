import * as z from 'zod'
import { weightsText } from '../server/contract/commands/matching.ts'
import { printable } from '../server/contract/printable.ts'
import type { ShadowReport } from '../server/contract/shadow.ts'
import { scoreParts } from '../server/domain/matching/score.ts'
import { nearestName } from '../server/domain/text/nearest-name.ts'
import { Fault } from '../server/launch/fault.ts'
import { readOptions, runProgram } from '../server/launch/options.ts'
import { databaseFor, withDatabase } from '../server/launch/own-database.ts'
import { shadowOf } from '../server/queries/shadow.ts'
import { atOneMoment } from '../server/store/reads/reader.ts'
import { readShadow } from '../server/store/reads/shadow.ts'

// npm run shadow: what the matcher would have done on a goal with other weights, from the tables alone.

const usage = `npm run shadow -- --goal ID [--weights record=1,cost=2] [--json] [--database postgres://…]
Weights are relative; what is absent counts as by default: ${scoreParts.join(', ')}. Without them the weights that were used are tried.
It reads the database named, else DATABASE_URL, else that of a Muster that runs on MUSTER_DATA_DIR (.data). A running server answers the same at GET /api/v1/goals/ID/shadow?weights=…`

const options = {
  goal: { type: 'string' },
  weights: { type: 'string' },
  json: { type: 'boolean' },
  database: { type: 'string' },
} as const

type Asked = { goalId: string; weights: z.output<typeof weightsText> | undefined; json: boolean; url: string }

/** What the command line asks. Throws a Fault that says what of it is not understood. */
function asked(): Asked {
  const values = readOptions(options, usage)
  const wrong = (sentence: string) => new Fault(`${sentence}\n\n${usage}`)
  if (values.goal === undefined) throw wrong('--goal ID is missing: whose hand-outs are to be looked at?')
  const goal = z.uuid().safeParse(values.goal)
  if (!goal.success)
    throw wrong(`--goal wants the id of a goal, as it stands in the address of its plan; ${given(values.goal)}`)
  const weights = weightsText.optional().safeParse(values.weights)
  if (!weights.success)
    throw wrong(`--weights wants parts and numbers, as in record=1,cost=2; ${oddWeights(values.weights)}`)
  return { goalId: goal.data, weights: weights.data, json: values.json === true, url: databaseFor(values.database) }
}

const given = (value: unknown): string => (typeof value === 'string' ? `“${value}” is none.` : 'nothing was given.')

function oddWeights(value: unknown): string {
  const names = typeof value === 'string' ? value.split(',').map((pair) => pair.split('=')[0]?.trim() ?? '') : []
  const odd = names.find((name) => !scoreParts.some((part) => part === name))
  if (odd === undefined) return given(value)
  const near = nearestName(odd, scoreParts)
  return `“${odd}” is no part of a score${near === null ? '.' : `: did you mean ${near}?`}`
}

const percent = (part: number, of: number): string => `${of === 0 ? 0 : Math.round((part / of) * 1000) / 10} %`

function inWords(report: ShadowReport): string {
  const { handOuts, same, elsewhere, nobody, rebuilt, expected } = report
  const { accepted, costUsd, ms } = expected
  const shares = (weights: ShadowReport['used']) =>
    scoreParts.map((part) => `${part} ${Math.round(weights[part] * 100) / 100}`).join(', ')
  const lines = [
    report.title,
    `used      ${shares(report.used)}`,
    `compared  ${shares(report.compared)}`,
    `${handOuts} hand-outs: ${same} the same, ${elsewhere} elsewhere (${percent(elsewhere, handOuts)}), ${nobody} to nobody`,
    `with the weights that were used the replay gives what happened in ${percent(rebuilt, 1)}`,
    `accepted, expected: ${accepted.used.toFixed(1)} → ${accepted.compared.toFixed(1)} of ${accepted.of}`,
    `cost, expected: $${costUsd.used.toFixed(2)} → $${costUsd.compared.toFixed(2)} (${costUsd.of} hand-outs with a price)`,
    `time, expected: ${Math.round(ms.used / 1000)} s → ${Math.round(ms.compared / 1000)} s (${ms.of} hand-outs with a record)`,
    '',
  ]
  for (const task of report.tasks) {
    if (task.same) continue
    const to = task.compared?.name ?? 'nobody'
    lines.push(`T-${task.number} ${task.title}, attempt ${task.attempt}: ${task.used.name} → ${to} (${task.reason})`)
  }
  return lines.map(printable).join('\n')
}

async function main(): Promise<number> {
  const { goalId, weights, json, url } = asked()
  const rows = await withDatabase(url, (pool) => atOneMoment(pool, (reader) => readShadow(reader, goalId)))
  if (!rows) {
    console.error(`There is no goal ${goalId} in this database.`)
    return 1
  }
  const report = shadowOf(rows, weights)
  console.log(json ? JSON.stringify(report, null, 2) : inWords(report))
  return 0
}

await runProgram(main, 2)
