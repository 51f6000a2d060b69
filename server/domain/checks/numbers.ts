import { type Figure, figuresOf, saysNumber } from '../text/figures.ts'
import { shorten } from '../text/lines.ts'
import { type Check, type Evidence, evidenceLimit, type Material, type Source } from './check.ts'
import { type Computation, compute, readComputation } from './computation.ts'
import { count, failed, passed, textsOf, unverified } from './read-material.ts'

/** Each figure whose source says how it comes from a table is worked out again on that table and found in the text. */
export const numbers: Check = (material, { asked }) => {
  const cited = material.sources.flatMap((source) => {
    const computation = readComputation(source.locator)
    return computation ? [{ source, computation }] : []
  })
  if (cited.length === 0)
    return asked ? unverified('No figure says how it comes from a table, so none could be worked out again.') : null
  const written = textsOf(material).flatMap(({ text }) => figuresOf(text))
  const evidence = cited.map(({ source, computation }) => judgeFigure(source, computation, material, written))
  const wrong = evidence.filter((each) => !each.ok)
  const shown = [...wrong, ...evidence.filter((each) => each.ok)].slice(0, evidenceLimit)
  if (wrong.length === 0)
    return {
      ...passed(`${count(cited.length, 'figure')} worked out again from the tables: equal.`, shown),
      required: true,
    }
  return {
    ...failed(`${wrong.length} of ${count(cited.length, 'figure')} wrong: ${wrong[0]?.detail}`, shown),
    required: true,
  }
}

function judgeFigure(
  source: Source,
  computation: Computation,
  material: Material,
  written: readonly Figure[],
): Evidence {
  const id = source.inputId ?? source.versionId
  const table = material.tables.find(({ inputId }) => inputId === id)
  const label = shorten(source.claim ?? source.quote, 80)
  const answer = (ok: boolean, detail: string): Evidence => ({
    label,
    detail,
    ok,
    ...(id && { source: id }),
    ...(table && { file: table.name }),
    ...(computation.kind === 'cell' && { line: computation.row + 1 }),
  })
  if (!table) return answer(false, `${id ? `“${shorten(id, 60)}”` : 'The source'} is not a table this task was given.`)
  const computed = compute(table, computation)
  if ('problem' in computed) return answer(false, computed.problem)
  const said = figuresOf(source.quote)
  const right = said.find((figure) => saysNumber(figure, computed.value))
  const truth = `${shorten(source.locator ?? '')} of ${table.name} is ${show(computed.value)} (${computed.detail})`
  if (said.length === 0) return answer(false, `The quote holds no number; ${truth}.`)
  if (!right) return answer(false, `${said.map((figure) => figure.written).join(', ')} is cited, but ${truth}.`)
  if (!written.some((figure) => saysNumber(figure, computed.value)))
    return answer(false, `${right.written} is cited, but the text does not state it; ${truth}.`)
  return answer(true, `${right.written}: ${truth}.`)
}

const show = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 6 })
