/**
 * A number in square brackets at a place in a text, as in “… in 2025 [1] [4].”: how many stand before it in the same run, and
 * the offset of the last letter of the words they follow. Null where there is none.
 */
export function referenceAt(text: string, offset: number): { nth: number; after: number } | null {
  for (const run of text.matchAll(/[.”"’]?(?:\s?\[\d{1,3}\])+/g)) {
    if (offset < run.index || offset > run.index + run[0].length) continue
    const marks = [...run[0].matchAll(/\[\d{1,3}\]/g)]
    const nth = marks.findIndex(({ index, 0: mark }) => {
      const start = run.index + index
      return offset >= start && offset <= start + mark.length
    })
    return nth < 0 || run.index === 0 ? null : { nth, after: run.index - 1 }
  }
  return null
}
