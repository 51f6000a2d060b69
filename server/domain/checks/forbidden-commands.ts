import { type Deed, deeds } from '../actions/deeds/catalogue.ts'
import { sqlDeeds } from '../actions/deeds/of-sql.ts'
import { ruleFits } from '../actions/match-rule.ts'
import { codeUnits, shellTool } from '../actions/request.ts'
import { understand } from '../actions/understand.ts'
import { lineOf, type Unit } from '../actions/unit.ts'
import { readWindows } from '../actions/windows.ts'
import { lineReader } from '../text/lines.ts'
import { type Check, type CheckStatus, type Evidence, evidenceLimit } from './check.ts'
import { count, failed, passed, quoted, textsOf, unverified } from './read-material.ts'
import { type ScriptPiece, scriptPieces } from './scripts.ts'

// Nobody means these in a script; the rest has honest uses, so a person looks.
const never: readonly Deed[] = ['wipe', 'overwrite_disk', 'fork_bomb']
const doubtful: readonly Deed[] = [
  'empty_folder',
  'drop_infrastructure',
  'drop_tables',
  'rewrite_history',
  'open_permissions',
  'send_files',
  'run_downloaded',
  'reverse_shell',
]
const mostCharacters = 100_000
const chunkSize = 16_000

type Hit = { unit: Unit; deed: Deed | null; pattern: string | null; line: number }

/**
 * No script, patch or code block of the version holds a command that destroys or leaks; option `patterns` names further ones.
 * Binds by itself only where a script would wipe or overwrite what is not its own.
 */
export const forbiddenCommands: Check = (material, { asked, required, options }) => {
  const patterns = Array.isArray(options.patterns)
    ? options.patterns.filter((each) => typeof each === 'string').slice(0, 50)
    : []
  const pieces = textsOf(material).flatMap(scriptPieces)
  if (pieces.length === 0) return asked ? passed('Nothing in it is meant to be run.') : null
  let left = mostCharacters
  const evidence: Evidence[] = []
  for (const piece of pieces) {
    for (const hit of hitsIn({ ...piece, text: piece.text.slice(0, left) }, patterns))
      evidence.push(evidenceOf(piece, hit))
    left -= piece.text.length
    if (left <= 0) break
  }
  const broken = evidence.filter((each) => each.status === 'failed')
  const first = broken[0] ?? evidence[0]
  const shownFirst = [...broken, ...evidence.filter((each) => each.status !== 'failed')].slice(0, evidenceLimit)
  const all = count(pieces.length, 'script or code block', 'scripts and code blocks')
  if (!first && left <= 0)
    return unverified(`Only the first ${mostCharacters.toLocaleString('en')} characters of ${all} were read.`)
  if (!first) return passed(`${all} read, no forbidden command found.`)
  const summary = `${count(evidence.length, 'command')} to look at, first ${first.label} on line ${first.line} of ${quoted(first.file ?? '')}: ${first.detail}`
  if (broken.length === 0) return unverified(summary, shownFirst)
  return { ...failed(summary, shownFirst), required: asked ? required : true }
}

function evidenceOf(piece: ScriptPiece, { unit, deed, pattern, line }: Hit): Evidence {
  const certain = pattern !== null || (deed !== null && never.includes(deed) && piece.runs && !unit.guessed)
  const status: CheckStatus = certain ? 'failed' : 'unverified'
  const behind = unit.via.length > 0 ? ` It was found behind ${unit.via.join(', ')}.` : ''
  const why = pattern !== null ? `It fits ${quoted(pattern)}.` : `It ${deed ? deeds[deed] : ''}.`
  return { label: quoted(lineOf(unit), 100), detail: `${why}${behind}`, ok: false, status, file: piece.file, line }
}

function hitsIn(piece: ScriptPiece, patterns: readonly string[]): Hit[] {
  const hits = new Map<string, Hit>()
  for (const { text, from } of chunksOf(piece.text)) {
    const lineIn = lineReader(text)
    for (const unit of unitsOf(piece.language, text)) {
      const deed = forbiddenDeed(unit, piece)
      const pattern =
        patterns.find((each) =>
          ruleFits({ effect: 'deny', pattern: each }, { tool: shellTool, unit, form: 'command', weight: 'certain' }),
        ) ?? null
      if (deed === null && pattern === null) continue
      const at = from + lineIn(unit.at) - 1
      if (piece.added && !piece.added.has(at)) continue
      const key = `${lineOf(unit)} ${at}`
      const before = hits.get(key)
      if (!before || (before.unit.guessed && !unit.guessed))
        hits.set(key, { unit, deed, pattern, line: piece.lines[at] ?? 1 })
    }
  }
  return [...hits.values()]
}

function forbiddenDeed({ does, guessed }: Unit, { language, runs }: ScriptPiece): Deed | null {
  const found = never.find((deed) => does.includes(deed)) ?? doubtful.find((deed) => does.includes(deed)) ?? null
  // A migration drops tables, a manual shows how to install.
  if (found === 'drop_tables' && language === 'sql') return null
  return (guessed || !runs) && found !== null && !never.includes(found) ? null : found
}

function unitsOf(language: ScriptPiece['language'], text: string): Unit[] {
  if (language === 'shell') return understand(text)
  const whole = (does: readonly Deed[], words: readonly string[], at = 0): Unit => ({
    words,
    unsure: [],
    via: [],
    does,
    opaque: null,
    guessed: false,
    at,
  })
  if (language === 'windows')
    return located(text, (line) => readWindows(line).map(({ words, deeds: does }) => whole(does, words)))
  if (language === 'sql')
    return sqlDeeds(text).deeds.length > 0
      ? located(text, (line) => [whole(sqlDeeds(line).deeds, [line.trim().slice(0, 200)])])
      : []
  const units = codeUnits(text)
  return units.some((unit) => unit.does.length > 0) ? located(text, codeUnits).concat(units) : []
}

// Languages that are read as a whole are read again line by line, to say where.
function located(text: string, read: (line: string) => readonly Unit[]): Unit[] {
  const units: Unit[] = []
  let at = 0
  for (const line of text.split('\n')) {
    units.push(...read(line).map((unit) => ({ ...unit, at })))
    at += line.length + 1
  }
  return units
}

// Whole lines, not more at once than a command reader takes.
function chunksOf(text: string): { text: string; from: number }[] {
  const chunks: { text: string; from: number }[] = []
  let lines: string[] = []
  let size = 0
  let from = 0
  const all = text.split('\n')
  for (const [at, line] of all.entries()) {
    if (size + line.length > chunkSize && lines.length > 0) {
      chunks.push({ text: lines.join('\n'), from })
      lines = []
      size = 0
      from = at
    }
    lines.push(line)
    size += line.length + 1
  }
  chunks.push({ text: lines.join('\n'), from })
  return chunks
}
