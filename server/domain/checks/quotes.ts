import { lineReader, shorten } from '../text/lines.ts'
import { type Normalised, normalise } from '../text/normalise.ts'
import { type Check, type Evidence, evidenceLimit, type Material, type Source } from './check.ts'
import { readComputation } from './computation.ts'
import { count, failed, passed, quoted, unverified } from './read-material.ts'

type Input = Material['inputs'][number]
type Reader = { input: Input; plain: () => Normalised; lineOf: (offset: number) => number }

/** The words each source quotes stand in the input it cites: white space and quotation marks aside, letter by letter. */
export const quotes: Check = (material, { asked, required }) => {
  const cited = material.sources.filter((source) => !isFigure(source))
  if (cited.length === 0) {
    if (!asked && !required) return null
    return material.sources.length > 0 ? null : failed('Sources were asked for and none were given.')
  }
  const readers = new Map(material.inputs.map((input) => [input.id, readerOf(input)]))
  const evidence = cited.map((source) => judgeQuote(source, readers))
  const wrong = evidence.filter((each) => each.status === 'failed')
  const open = evidence.filter((each) => each.status === 'unverified')
  const shown = [...wrong, ...open, ...evidence.filter((each) => each.ok)].slice(0, evidenceLimit)
  const all = count(cited.length, 'quote')
  if (wrong.length > 0)
    return { ...failed(`${wrong.length} of ${all} not found: ${wrong[0]?.detail}`, shown), required: true }
  // Nothing here is refuted: it binds only where the task itself said so.
  if (open.length > 0)
    return {
      ...unverified(`${open.length} of ${all} could not be looked up: a person must look.`, shown),
      required: asked && required,
    }
  return { ...passed(`${all} found word for word in what they cite.`, shown), required: true }
}

/** Whether a source states how a figure is computed, which `numbers` judges instead. */
export const isFigure = (source: Source) => readComputation(source.locator) !== null

function readerOf(input: Input): Reader {
  let plain: Normalised | null = null
  return { input, plain: () => (plain ??= normalise(input.text ?? '')), lineOf: lineReader(input.text ?? '') }
}

function judgeQuote(source: Source, readers: ReadonlyMap<string, Reader>): Evidence {
  const id = source.inputId ?? source.versionId
  const answer = (status: 'passed' | 'failed' | 'unverified', detail: string, line?: number): Evidence => ({
    label: shorten(source.claim ?? source.quote, 80),
    detail,
    ok: status === 'passed',
    status,
    ...(line !== undefined && { line }),
    ...((id ?? source.url) && { source: id ?? source.url ?? '' }),
    ...(reader && { file: reader.input.name }),
  })
  const reader = id === undefined ? undefined : readers.get(id)
  const words = normalise(source.quote).text
  if (!words) return answer('failed', 'The source quotes nothing.')
  if (id === undefined)
    return source.url
      ? answer(
          'unverified',
          `${quoted(source.quote)} was not looked up at ${shorten(source.url, 100)}: a person must look.`,
        )
      : answer('failed', `${quoted(source.quote)} names no input and no address.`)
  if (!reader)
    return answer('failed', `${quoted(source.quote)} cites ${quoted(id, 60)}, which this task was not given.`)
  if (reader.input.text === null)
    return answer('unverified', `${quoted(reader.input.name)} has no readable text: a person must look.`)
  const at = find(reader, source.quote, words)
  if (at === null) return answer('failed', `${quoted(source.quote)} does not stand in ${quoted(reader.input.name)}.`)
  const line = reader.lineOf(at)
  if (words.length < 8 && !/\d/.test(words))
    return answer('unverified', `${quoted(words)} stands on line ${line}, but is too short to prove much.`, line)
  return answer('passed', `${quoted(source.quote)} stands on line ${line} of ${quoted(reader.input.name)}.`, line)
}

function find(reader: Reader, quote: string, words: string): number | null {
  const exact = (reader.input.text ?? '').indexOf(quote)
  if (exact !== -1) return exact
  const { text, offsets } = reader.plain()
  const at = text.indexOf(words)
  return at === -1 ? null : (offsets[at] ?? null)
}
