/** What a word says wherever it stands. */
export type Meaning = {
  term: string
  raw: string
  /** A proper name, or the sentence's first word, which may be one. */
  name: boolean
  /** A number that names something: "Unit 2", "X200". */
  code: boolean
  /** How much it tells of what the sentence is about: 0 for words that only hold it together. */
  weight: number
  /** Narrows what a figure is about ("net", "forecast", "women"). */
  narrows: boolean
  /** The relation it states that only one name can fill. */
  relation: 'agent' | 'place' | 'office' | null
  /** The number of its kind (colours, materials): of a kind a subject can be only one. */
  kind: number | null
}
