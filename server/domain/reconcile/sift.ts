/** What a result states, as far as sifting reads it. */
type Stated = { versionId: string; value: string; quote: string }

/** What a dozen passages give a dozen values for is a list or a table read as prose, not one fact. */
const mostValues = 3

/** Of facts that results of a merge state differently those that are worth a person's time, with the positions that state them. */
export const worthShowing = <P extends Stated, C extends { positions: readonly P[] }>(found: readonly C[]) =>
  found
    .map((one) => ({ ...one, positions: stating(one.positions) }))
    .filter(({ positions }) => new Set(positions.map(({ value }) => value)).size <= mostValues && takeSides(positions))

/** Whether at least two results state one value each, and not the same: who states several only reports what others say. */
function takeSides(positions: readonly Stated[]): boolean {
  const byVersion = new Map<string, Set<string>>()
  for (const { versionId, value } of positions)
    byVersion.set(versionId, (byVersion.get(versionId) ?? new Set()).add(value))
  return new Set([...byVersion.values()].flatMap((values) => (values.size === 1 ? [...values] : []))).size > 1
}

/** The positions that state a fact: none from arithmetic or a file's name, and of equal words in one result the first. */
function stating<P extends Stated>(positions: readonly P[]): P[] {
  const seen = new Set<string>()
  return positions.filter(({ value, quote, versionId }) => {
    if (/\bsum\(|=[^.]*[+×*/−]/.test(quote)) return false
    const outside = quote.replace(/[\w.-]*\.(?:csv|md|txt|html?|json|pdf)\b/gi, '')
    const key = `${versionId} ${value}`
    if (!outside.includes(value) || seen.has(key)) return false
    seen.add(key)
    return true
  })
}
