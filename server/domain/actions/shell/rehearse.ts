import type { Deed } from '../deeds/catalogue.ts'
import { writing } from '../deeds/of-files.ts'
import { isSecretFile, plainPath } from '../paths.ts'
import type { Unit } from '../unit.ts'
import { runCommand } from './command.ts'
import { expandWhole, expandWord, type Output } from './expand.ts'
import { parseShell } from './parse.ts'
import {
  type Frame,
  mostUnits,
  note,
  nothing,
  type Rehearsal,
  surroundings,
  together,
  unknownOutput,
  withSettings,
  word,
} from './rehearsal.ts'
import type { Redirect, Stage, Step, Word } from './script.ts'

const deepest = 10
/** Goes through a text as a shell would, without running anything; gives every command on the way. */
export function rehearse(text: string, unset: 'empty' | 'unknown', round: number): Unit[] {
  const rehearsal: Rehearsal = {
    variables: new Map(),
    aliases: new Map(),
    files: new Map(),
    units: [],
    unset,
    round,
    folder: '.',
    depth: 0,
    run: (inner, frame) => runText(rehearsal, inner, frame),
    command: (words, frame) => runCommand(rehearsal, words, frame),
  }
  runText(rehearsal, text, { via: [], at: -1, input: null, deeds: [], opaque: null })
  return rehearsal.units
}

function runText(rehearsal: Rehearsal, text: string, frame: Frame): Output {
  if (rehearsal.depth >= deepest || rehearsal.units.length >= mostUnits) {
    note(rehearsal, [{ ...word(text.slice(0, 200)), unknown: true }], {
      ...frame,
      opaque: 'it is wrapped too many times',
    })
    return unknownOutput
  }
  rehearsal.depth++
  const { steps, problem } = parseShell(text.slice(0, 100_000))
  if (problem || text.length > 100_000) {
    const opaque = problem ?? 'it is too long to be read'
    note(rehearsal, [{ ...word(text.slice(0, 200)), unknown: true }], { ...frame, opaque })
  }
  const output = runSteps(rehearsal, steps, frame)
  rehearsal.depth--
  return output
}

function runSteps(rehearsal: Rehearsal, steps: readonly Step[], frame: Frame): Output {
  let all = nothing
  for (const step of steps) all = together(all, runStep(rehearsal, step, frame))
  return all
}

function runStep(rehearsal: Rehearsal, step: Step, frame: Frame): Output {
  let input = frame.input
  let output = nothing
  for (const [index, stage] of step.entries()) {
    const at = frame.at === -1 ? stage.at : frame.at
    output = runStage(rehearsal, stage, { ...frame, at, input: index === 0 ? frame.input : input })
    input = output
  }
  return output
}

function runStage(rehearsal: Rehearsal, stage: Stage, frame: Frame): Output {
  const around = surroundings(rehearsal, frame)
  if (stage.kind === 'loop' || stage.kind === 'list') {
    const values = stage.words.flatMap((word) => expandWord(word, around))
    const taken =
      stage.kind === 'loop' ? values.slice(rehearsal.round % Math.max(1, values.length)).slice(0, 1) : values
    const text = taken.some((value) => value.unknown) ? null : taken.map((value) => value.text).join(' ')
    rehearsal.variables.set(stage.name, { text, fetched: false, read: taken.some((value) => value.read) })
    return nothing
  }
  const input = inputOf(rehearsal, stage.redirects, frame)
  const fed = { ...frame, input: input ?? frame.input }
  const output =
    stage.kind === 'group'
      ? runInGroup(rehearsal, stage.steps, fed)
      : stage.words.length === 0 && input
        ? input // $(< file)
        : runWords(rehearsal, stage.words, fed)
  const first = stage.kind === 'command' ? stage.words[0]?.[0] : undefined
  const talks = first?.kind === 'text' && /^(?:exec|(?:.*\/)?\w*sh)$/.test(first.text)
  return written(rehearsal, stage.redirects, output, frame, talks)
}

function runInGroup(rehearsal: Rehearsal, steps: readonly Step[], frame: Frame): Output {
  return runSteps(rehearsal, steps, { ...frame, at: frame.via.length > 0 ? frame.at : -1 })
}

const setting = /^([A-Za-z_]\w*)(?:\[\w*\])?\+?=/

function runWords(rehearsal: Rehearsal, words: readonly Word[], frame: Frame): Output {
  const around = surroundings(rehearsal, frame)
  let at = 0
  const set: string[] = []
  for (; at < words.length; at++) {
    const word = words[at] ?? []
    const first = word[0]
    const name = first?.kind === 'text' && !first.quoted ? setting.exec(first.text) : null
    if (first?.kind !== 'text' || !name?.[1]) break
    const value = expandWhole([{ ...first, text: first.text.slice(name[0].length) }, ...word.slice(1)], around)
    const before = name[0].endsWith('+=') ? (rehearsal.variables.get(name[1])?.text ?? '') : ''
    rehearsal.variables.set(name[1], { ...value, text: value.text === null ? null : before + value.text })
    set.push(name[1])
  }
  const values = words.slice(at).flatMap((word) => expandWord(word, around))
  if (values.length === 0) return nothing
  return runCommand(rehearsal, values, set.length > 0 ? withSettings(rehearsal, set, frame) : frame)
}

function inputOf(rehearsal: Rehearsal, redirects: readonly Redirect[], frame: Frame): Output | null {
  const around = surroundings(rehearsal, frame)
  let input: Output | null = null
  for (const { op, target, body } of redirects) {
    if (op === '<<') input = expandWhole(body ?? [], around)
    if (op === '<<<') input = expandWhole(target, around)
    if (op !== '<' && op !== '<>') continue
    const stream = target.find((part) => part.kind === 'stream')
    if (stream?.kind === 'stream') {
      input = around.run(stream.code)
      continue
    }
    for (const value of expandWord(target, around)) {
      const kept = rehearsal.files.get(plainPath(value.text, rehearsal.folder))
      input = kept ?? { text: null, fetched: false, read: value.text !== '/dev/null' }
      if (/^\/dev\/(?:tcp|udp)\//.test(value.text))
        note(rehearsal, [word('<'), value], frame, ['network', ...(op === '<>' ? (['reverse_shell'] as const) : [])])
      else if (isSecretFile(value.text, rehearsal.folder, value.glob))
        note(rehearsal, [word('<'), value], frame, ['read_secret'])
    }
  }
  return input
}

function written(
  rehearsal: Rehearsal,
  redirects: readonly Redirect[],
  output: Output,
  frame: Frame,
  talks: boolean,
): Output {
  let left = output
  for (const { op, target } of redirects) {
    if (!/^(?:2|&)?(?:>|>>|>\||>&|<>)$/.test(op)) continue
    for (const value of expandWord(target, surroundings(rehearsal, frame))) {
      // >&2 joins two outputs; what goes into another command was gone through there.
      if ((op.endsWith('&') && /^(?:\d|-)$/.test(value.text)) || value.text.startsWith('/dev/fd/')) continue
      const found = writingTo(value.text, rehearsal.folder, output, talks)
      if (found.length > 0 || value.unknown) note(rehearsal, [word('>'), value], frame, found)
      if (op.startsWith('2')) continue
      const path = plainPath(value.text, rehearsal.folder)
      const before = op === '>>' ? rehearsal.files.get(path) : undefined
      rehearsal.files.set(path, before ? together(before, output) : output)
      left = nothing
    }
  }
  return left
}

// A shell whose output goes to another machine is open to it.
function writingTo(path: string, folder: string, output: Output, talks: boolean): Deed[] {
  const found = writing(path, folder)
  if (!found.includes('network')) return found
  return [...found, ...(talks ? (['reverse_shell'] as const) : []), ...(output.read ? (['send_files'] as const) : [])]
}
