/** A number as people write it: with spaces or commas between thousands, or a dollar sign; null when it is none. */
export function numberIn(text: string): number | null {
  const plain = text.replace(/^\$/, '').replace(/(?<=\d)[ ,_](?=\d{3}(\D|$))/g, '')
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : null
}
