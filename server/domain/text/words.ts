/** How many words a text has; a word is a run of letters, digits, apostrophes and hyphens. */
export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0
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
  const words = sentence.toLowerCase().match(/[\p{L}\p{N}]{2,60}/gu) ?? []
  return [...new Set(words.filter((word) => !stopWords.has(word) && (word.length > 2 || /^\d+$/.test(word))))]
}
