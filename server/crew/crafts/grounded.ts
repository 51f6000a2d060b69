import type { Input } from '../inputs.ts'
import { isTable } from '../notes.ts'
import { onOneLine } from '../text/sentences.ts'
import type { Citation } from '../wire.ts'

/** The most sources one result may have. */
const most = 500
const computed = /^(sum|mean|min|max|count)\b|^row \d+ column /

/**
 * Takes sources and the inputs of the task; returns those that can be looked up there. What the task was given is cited
 * itself; what reached it only through another agent's result is cited as it stands in that result.
 */
export function grounded(sources: readonly Citation[], inputs: readonly Input[]): Citation[] {
  const given = new Map(inputs.map((input) => [input.id, input]))
  const carriers = inputs.flatMap((input) =>
    input.origin === 'agent' && isMain(input) ? [{ id: input.id, text: input.text, line: onOneLine(input.text) }] : [],
  )
  const found = new Map<string, Citation>()
  for (const source of sources) {
    const { words, ...sent } = source
    const { claim, quote, locator } = sent
    const original = source.inputId === undefined ? undefined : given.get(source.inputId)
    const stands = original !== undefined && original.origin !== 'agent'
    const cited = stands ? sent : carried(source, carriers)
    const figure = stands && locator !== undefined && computed.test(locator) && isTable(original)
    // A few letters without a number prove nothing.
    if (!cited || (!figure && onOneLine(cited.quote).length < 8 && !/\d/.test(cited.quote))) continue
    found.set(`${cited.inputId ?? cited.versionId} ${locator} ${quote} ${claim}`, cited)
  }
  return [...found.values()].slice(0, most)
}

/** Only the first file of a version can be cited; the others are the same again for machines. */
function isMain({ id }: Input): boolean {
  return !/:\d+$/.test(id)
}

type Carrier = { id: string; text: string; line: string }

function carried(
  { claim, quote, locator = '', words = quote, ...from }: Citation,
  carriers: readonly Carrier[],
): Citation | null {
  const named = claim === undefined ? {} : { claim: claim.slice(0, 4000) }
  const place = locator ? { locator } : {}
  const own = (from.versionId ?? from.inputId).replace(/:\d+$/, '')
  const order = [...carriers].sort((a, b) => Number(b.id === own) - Number(a.id === own))
  for (const { id, text, line } of order) {
    if (computed.test(locator)) {
      // A figure stands in the report on its table, in the line that shows how it was worked out.
      const shown = text.split('\n').find((row) => row.includes(`${locator} = `) && row.includes(quote))
      if (shown) return { ...named, versionId: id, quote: shown.replace(/^[-*\s]+/, '').trim() }
    }
    const stands = [quote, words].find((each) => line.includes(onOneLine(each)))
    if (stands !== undefined && !computed.test(locator)) return { ...named, versionId: id, quote: stands, ...place }
  }
  return null
}
