/** How many words a text has; a word is a run of letters, digits, apostrophes and hyphens that begins with a letter or digit. */
export function countWords(text: string): number {
  let words = 0
  let inside = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const letter = isLetter(code)
    if (letter && !inside) words++
    // ' - ’
    inside = letter || (inside && (code === 39 || code === 45 || code === 0x2019))
  }
  return words
}

/** Whether a UTF-16 unit is of a letter, digit or accent; half a surrogate pair counts as one (rare scripts and pictures). */
export function isLetter(code: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)
  return (code >= 0xd800 && code <= 0xdfff) || /[\p{L}\p{N}\p{M}]/u.test(String.fromCharCode(code))
}

// Words that say nothing about what a criterion wants.
const stopWords = new Set(
  `a about above after all also an and any are as at be been before being below between both but by can could did do does
  each either every for from give gives given had has have how if in include includes including into is it its itself least
  less list make many may more most much must need needs no nor not of on one only or other our out over own per should show
  shows so some such than that the their them then there these they this those to too under until up use used uses very was
  we were what when where which while who whom why will with without would you your contain contains containing present
  provide provides state states stated deliverable document report text result output`
    .split(/\s+/)
    .filter(Boolean),
)

/** The distinct meaningful words of a sentence, lower case, in order: three letters or more, or a number. */
export function termsOf(sentence: string): string[] {
  const words = sentence.toLowerCase().match(/[\p{L}\p{N}]{1,60}/gu) ?? []
  return [...new Set(words.filter((word) => !stopWords.has(word) && (word.length > 2 || /^\d+$/.test(word))))]
}
