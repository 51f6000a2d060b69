import type { Check, Evidence, Material } from './check.ts'
import { count, failed, passed, quoted, type ReadableText, textsOf } from './read-material.ts'

/** A JSON output parses and conforms to the promised schema. */
export const schema: Check = (material) => {
  const wanted = material.output?.schema
  if (wanted === undefined || wanted === null) return null
  const texts = textsOf(material)
  const json = texts.filter(({ name, mediaType }) => /json/.test(mediaType) || name.toLowerCase().endsWith('.json'))
  const candidates = json.length > 0 ? json : texts.slice(0, 1)
  if (candidates.length === 0) return failed('A schema was promised, but no readable file came.')
  const tried = candidates.map((candidate) => ({ candidate, problems: problemsOf(candidate, wanted, material) }))
  const good = tried.find(({ problems }) => problems.length === 0)
  if (good) {
    const { name } = good.candidate
    return passed(`${quoted(name)} conforms to its schema.`, [
      { label: name, detail: 'It parses and conforms.', ok: true, file: name },
    ])
  }
  const evidence: Evidence[] = tried.flatMap(({ candidate: { name }, problems }) =>
    problems.map((detail) => ({ label: name, detail, ok: false, file: name })),
  )
  return failed(
    `The output does not conform to its schema: ${count(evidence.length, 'problem')}, first: ${evidence[0]?.detail}`,
    evidence,
  )
}

function problemsOf({ text }: ReadableText, wanted: unknown, material: Material): readonly string[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return [`It is not valid JSON: ${error instanceof Error ? error.message : 'it does not parse'}.`]
  }
  return material.schemaErrors(wanted, value)
}
