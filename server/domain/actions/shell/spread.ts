import type { Output, Value } from './expand.ts'
import { type Frame, type Rehearsal, unknownOutput, word } from './rehearsal.ts'

/** Runs the command of xargs on what it is fed. */
export function runXargs(rehearsal: Rehearsal, words: readonly Value[], frame: Frame): Output {
  let at = 1
  let place: string | null = null
  for (; words[at]?.text.startsWith('-'); at++) {
    const text = words[at]?.text ?? ''
    if (/^-[Ii]/.test(text)) place = text.slice(2) || (text === '-I' ? (words[at + 1]?.text ?? '{}') : '{}')
    if (/^-[IEdLnPsa]$/.test(text)) at++
  }
  const given = frame.input?.text ?? null
  const items =
    given === null
      ? [{ ...word('(input)'), unknown: true, read: frame.input?.read === true }]
      : given
          .split(/[\s\0]+/)
          .filter(Boolean)
          .slice(0, 200)
          .map((item) => word(item.replace(/^["']|["']$/g, '')))
  const command = words.slice(at)
  if (command.length === 0 && given === null) return unknownOutput
  const mark = place
  const full =
    mark === null
      ? [...command, ...items]
      : command.flatMap((each) =>
          each.text === mark
            ? items
            : each.text.includes(mark)
              ? items.map((item) => ({ ...item, text: each.text.replaceAll(mark, item.text) }))
              : [each],
        )
  return rehearsal.command(full, { ...frame, input: null, via: [...frame.via, 'xargs'] })
}

/** Runs what find does to what it finds: -exec, -delete. */
export function runFind(rehearsal: Rehearsal, words: readonly Value[], frame: Frame) {
  const texts = words.map((each) => each.text)
  const firstTest = texts.findIndex((text, at) => at > 0 && /^[-(!]/.test(text))
  const roots = texts.slice(1, firstTest === -1 ? undefined : firstTest)
  const narrowed =
    texts.some((text) => /^-(?:i?name|i?path|i?regex|mtime|mmin|newer|size|empty|user|perm)$/.test(text)) &&
    !texts.some((text, at) => /^-i?name$/.test(texts[at - 1] ?? '') && /^\*+$/.test(text))
  const found = (roots.length > 0 ? roots : ['.']).map((root) =>
    word(narrowed ? `${root.replace(/\/$/, '')}/(found)` : root),
  )
  for (const [at, text] of texts.entries()) {
    if (
      /^-(?:exec|execdir|ok|okdir)$/.test(text) ||
      (words[0]?.text === 'fd' && /^(?:-x|-X|--exec|--exec-batch)$/.test(text))
    ) {
      const end = texts.findIndex((each, index) => index > at && (each === ';' || each === '+'))
      const command = words.slice(at + 1, end === -1 ? undefined : end)
      const filled = command.flatMap((each) =>
        each.text === '{}' ? found : [{ ...each, text: each.text.replaceAll('{}', found[0]?.text ?? '.') }],
      )
      // Whoever deletes everything that is found deletes a tree.
      const all = !narrowed && /^(?:rm|unlink|shred|trash)$/.test(filled[0]?.text.split('/').at(-1) ?? '')
      const full = all ? [word('rm'), word('-r'), ...filled.slice(1)] : filled
      rehearsal.command(full, { ...frame, input: null, via: [...frame.via, 'find'] })
    } else if (text === '-delete')
      rehearsal.command([word('rm'), word('-r'), ...found], { ...frame, input: null, via: [...frame.via, 'find'] })
  }
}
