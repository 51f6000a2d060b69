import { isMarkdown, type ReadableText } from './read-material.ts'

/** A piece of a version that is meant to be run: where it stands, in which language, and which of its lines are new. */
export type ScriptPiece = {
  file: string
  language: Language
  text: string
  /** The 1-based line in the file for each line of the text. */
  lines: readonly number[]
  /** Whether it runs as it is; a block in a document may also be shown as a warning. */
  runs: boolean
  /** Lines of the text that a patch brings in; null when all count. */
  added: ReadonlySet<number> | null
}

export type Language = 'shell' | 'windows' | 'sql' | 'code'

const byEnding: readonly (readonly [RegExp, Language])[] = [
  [/\.(?:sh|bash|zsh|ksh|command)$/i, 'shell'],
  [/\.(?:ps1|psm1|bat|cmd)$/i, 'windows'],
  [/\.sql$/i, 'sql'],
  [/\.(?:py|js|mjs|cjs|ts|rb|pl|php|lua)$/i, 'code'],
  [
    /(?:^|\/)(?:Makefile|GNUmakefile|Dockerfile(?:\.\w+)?|Containerfile|Procfile|package\.json)$|\.(?:mk|ya?ml)$/i,
    'shell',
  ],
]
const byFence: readonly (readonly [RegExp, Language])[] = [
  [/^(?:sh|bash|zsh|shell|console|shell-?session|terminal|fish|ksh)$/i, 'shell'],
  [/^(?:powershell|ps1?|pwsh|bat|batch|cmd|dos)$/i, 'windows'],
  [/^(?:sql|mysql|postgres(?:ql)?|psql)$/i, 'sql'],
  [/^(?:py|python3?|js|javascript|ts|typescript|node|ruby|rb|perl|php|lua)$/i, 'code'],
]

/** The parts of a text that are meant to be run: a script, the commands of a build file, a patch's new lines, code blocks. */
export function scriptPieces({ name, mediaType, text }: ReadableText): ScriptPiece[] {
  if (/diff|patch/.test(mediaType) || /\.(?:diff|patch)$/i.test(name) || /^diff --git /m.test(text.slice(0, 2000)))
    return patched(name, text)
  const language = languageOf(name, mediaType, text)
  if (language)
    return [commandsIn(name, { file: name, language, text, lines: numbered(text, 1), runs: true, added: null })]
  return isMarkdown(mediaType) ? fenced(name, text) : []
}

function languageOf(name: string, mediaType: string, text: string): Language | null {
  const interpreter = /^#!\s*(?:\S*\/)?(?:env\s+(?:-\S+\s+)?)?(?:\S*\/)?([a-z]+)/.exec(text.slice(0, 200))?.[1]
  if (interpreter) return /^(?:ba|z|da|k|fi)?sh$/.test(interpreter) ? 'shell' : 'code'
  if (/x-sh|shellscript/.test(mediaType)) return 'shell'
  if (mediaType === 'application/sql') return 'sql'
  return byEnding.find(([ending]) => ending.test(name))?.[1] ?? null
}

const numbered = (text: string, first: number) => Array.from({ length: text.split('\n').length }, (_, at) => first + at)

// Of build files only what a shell gets to see, every line in its place.
function commandsIn(name: string, piece: ScriptPiece): ScriptPiece {
  const keep = (line: (written: string) => string) => ({ ...piece, text: piece.text.split('\n').map(line).join('\n') })
  if (/(?:Makefile|\.mk)$/i.test(name))
    return keep((line) => (line.startsWith('\t') ? line.replace(/^\t[@+-]*/, '').replace(/\$\$/g, '$') : ''))
  if (/(?:Dockerfile|Containerfile)/i.test(name))
    return keep(
      (line) => /^\s*RUN\s+(?:--\S+\s+)*(.*)$/i.exec(line)?.[1] ?? (/^\s{2,}\S|^\s*&&/.test(line) ? line : ''),
    )
  if (/\.ya?ml$/i.test(name))
    return keep(
      (line) =>
        /^\s*-?\s*(?:run|script|command|entrypoint):\s*(?:[|>][-+]?\s*)?(.*)$/.exec(line)?.[1] ??
        (/^\s{6,}[\w./$"'-]/.test(line) && !/^\s*-?\s*[\w.-]+:(?:\s|$)/.test(line) ? line.replace(/^\s*- /, '') : ''),
    )
  if (/package\.json$/.test(name))
    return keep((line) => /^\s*"[\w:.-]+"\s*:\s*"((?:[^"\\]|\\.)*)",?\s*$/.exec(line)?.[1]?.replace(/\\"/g, '"') ?? '')
  return piece
}

function fenced(name: string, text: string): ScriptPiece[] {
  const pieces: ScriptPiece[] = []
  let open: { mark: string; language: Language | null; console: boolean; from: number } | null = null
  let lines: string[] = []
  for (const [at, line] of text.split('\n').entries()) {
    const fence = /^ {0,3}(`{3,}|~{3,})\s*(?:\{?\.?([\w-]{1,20}))?/.exec(line)
    if (!open) {
      if (!fence) continue
      const said = fence[2] ?? ''
      const language = byFence.find(([word]) => word.test(said))?.[1] ?? null
      open = { mark: fence[1] ?? '', language, console: /console|session|terminal/i.test(said), from: at }
      lines = []
    } else if (fence && line.trim().startsWith(open.mark) && !fence[2]) {
      if (open.language)
        pieces.push({
          file: name,
          language: open.language,
          text: shown(lines, open.console).join('\n'),
          lines: lines.map((_, index) => (open?.from ?? 0) + 2 + index),
          runs: false,
          added: null,
        })
      open = null
    } else if (open.language) lines.push(line)
  }
  return pieces
}

// In a shown session only what stands behind the prompt was typed.
function shown(lines: readonly string[], session: boolean): readonly string[] {
  const prompts = lines.some((line) => /^\s*[$#>%] /.test(line))
  if (!prompts) return session ? [] : lines
  return lines.map((line) => /^\s*[$#>%] (.*)$/.exec(line)?.[1] ?? '')
}

function patched(name: string, text: string): ScriptPiece[] {
  const pieces: ScriptPiece[] = []
  let file = ''
  let kept: { text: string; line: number; added: boolean }[] = []
  const end = () => {
    const whole = kept.map((each) => each.text).join('\n')
    const language = kept.some((each) => each.added) ? languageOf(file, '', whole) : null
    const added = new Set(kept.flatMap((each, at) => (each.added ? [at] : [])))
    if (language)
      pieces.push(
        commandsIn(file, {
          file: name,
          language,
          text: whole,
          lines: kept.map((each) => each.line),
          runs: true,
          added,
        }),
      )
    kept = []
  }
  for (const [at, line] of text.split('\n').entries()) {
    const target = /^\+\+\+ (?:b\/)?([^\t\n]*)/.exec(line)
    if (target || /^(?:diff --git|@@ )/.test(line)) end()
    if (target) file = target[1] ?? ''
    else if (/^\+/.test(line)) kept.push({ text: line.slice(1), line: at + 1, added: true })
    else if (/^ /.test(line)) kept.push({ text: line.slice(1), line: at + 1, added: false })
  }
  end()
  return pieces
}
