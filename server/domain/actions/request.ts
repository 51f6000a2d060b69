import { looksLikeSql, sqlClients } from './deeds/of-sql.ts'
import { readCode } from './inline-code.ts'
import { isSecretFile } from './paths.ts'
import { sqlUnit, understand } from './understand.ts'
import type { Unit } from './unit.ts'

/** What an agent asks leave for, as the protocol carries it: a command line or a tool with its arguments. */
export type ActionRequest = { command?: string | undefined; tool?: string | undefined; arguments?: unknown }

/**
 * One thing a request would do: a command in it, or the call of the tool itself. `possible` where a text may be meant to run or to
 * be read; `silent` for a call that only carries commands, which speak for themselves.
 */
export type Asked = { tool: string; unit: Unit; form: 'command' | 'call'; weight: 'certain' | 'possible' | 'silent' }

/** The tool that a bare command belongs to. */
export const shellTool = 'shell'

const codeKeys =
  /^(?:cmd|command|commands|command_?line|script|code|shell|bash|program|exec|run|args|argv|input|source|expression|stdin|snippet|js|python)$/i
const sqlKeys = /^(?:sql|statement|statements|query|queries|ddl)$/i
const proseKeys =
  /^(?:content|contents|text|body|message|messages|description|title|summary|comment|reason|note|prompt|html|markdown|subject|new_?str(?:ing)?|old_?str(?:ing)?|file_text|replacement|explanation|name|label)$/i
const settingKeys =
  /^(?:cwd|workdir|working_?dir(?:ectory)?|timeout(?:_?ms|_?seconds)?|description|env|shell|session(?:_?id)?|id|background|interactive)$/i
/** Names of tools that run commands. */
export const shellTools =
  /(?:^|[_.\-/:])(?:shell|bash|sh|zsh|terminal|exec|execute|command|cmd|powershell|pwsh|subprocess|process|console|ssh|repl|run)(?:$|[_.\-/:])|(?:run|exec)_?(?:command|shell|script|code)/i
const sqlTools = /sql|database|postgres|mysql|sqlite|(?:^|[_.-])(?:db|query)(?:$|[_.-])/i

type Leaf = { key: string; text: string }
const mostLeaves = 500

/** Everything that a request asks for, one by one: each command in it, and the call of the tool itself. */
export function askedFor(request: ActionRequest): Asked[] {
  const asked: Asked[] = []
  const add = (tool: string, units: readonly Unit[], weight: Asked['weight'] = 'certain') => {
    for (const unit of units) {
      asked.push({ tool, unit, form: 'command', weight })
      if (weight === 'certain')
        for (const inner of carried(unit)) asked.push({ tool, unit: inner, form: 'command', weight: 'possible' })
    }
  }
  if (request.command !== undefined)
    add(shellTool, understand([request.command, ...argumentWords(request.arguments)].join(' ')))
  const tool = request.tool?.normalize('NFKC').trim()
  if (!tool) return asked
  const leaves = leavesOf(request.arguments)
  const runs = shellTools.test(tool)
  const code = leaves.filter((leaf) => isCode(leaf, tool, runs))
  for (const { key, text } of code) add(tool, unitsOf(text, key, tool))
  if (runs) for (const list of argumentLists(request.arguments)) add(tool, understand(list))
  const rest = leaves.filter((leaf) => !code.includes(leaf))
  for (const { key, text } of rest)
    if (!proseKeys.test(key) && !settingKeys.test(key) && /\s/.test(text.trim()))
      add(tool, understand(text), 'possible')
  const onlyCarries =
    asked.some(({ weight }) => weight === 'certain') &&
    rest.every(({ key }) => settingKeys.test(key) || proseKeys.test(key))
  asked.push({
    tool,
    unit: callUnit(tool, rest, leaves.length >= mostLeaves),
    form: 'call',
    weight: onlyCarries ? 'silent' : 'certain',
  })
  return asked
}

// Programs that show, search or keep texts; other ones may run what their arguments hold.
const keepsTexts = new Set(
  `echo printf grep egrep fgrep rg ag git gh glab hg svn jq yq logger say wall notify-send cowsay banner figlet test [ [[ expr basename
  dirname cat tee ls cp mv touch mkdir > < let sort head tail wc tr cut diff which man tldr apropos whatis read`.split(
    /\s+/,
  ),
)
const feared =
  /\b(?:rm|rimraf|dd|mkfs[.\w]*|shred|curl|wget|nc|chmod|git\s+push|shutdown|reboot|bash|sh|eval|python3?|drop\s+table|truncate\s+table|delete\s+from|remove-item)\s/gi
const mostTries = 5

// Commands that stand inside an argument of a program which may run them: gdb -ex 'shell rm -rf /'.
function carried(unit: Unit): Unit[] {
  const name = unit.words[0] ?? ''
  if (keepsTexts.has(name) || Object.hasOwn(sqlClients, name) || unit.opaque !== null) return []
  return unit.words
    .slice(1)
    .filter((word) => word.length < 2000 && /\s/.test(word.trim()))
    .flatMap((word) =>
      [...word.matchAll(feared)].slice(0, mostTries).flatMap(({ index }) => understand(word.slice(index))),
    )
    .filter((inner) => !inner.guessed && inner.does.length > 0)
    .map((inner) => ({ ...inner, opaque: null, via: [...unit.via, `an argument of ${unit.words[0]}`, ...inner.via] }))
}

const isCode = ({ key, text }: Leaf, tool: string, runs: boolean) =>
  (codeKeys.test(key) && (runs || /\s|^\w+$/.test(text))) ||
  (runs && !settingKeys.test(key) && !proseKeys.test(key)) ||
  (sqlKeys.test(key) && (sqlTools.test(tool) || looksLikeSql(text)))

function unitsOf(text: string, key: string, tool: string): Unit[] {
  if (sqlTools.test(tool) || sqlKeys.test(key)) return [sqlUnit(text)]
  if (/python|node|javascript|js|ruby|perl|php|repl/i.test(`${tool} ${key}`)) return codeUnits(text)
  return understand(text)
}

/** The commands of a program text of Python, JavaScript and the like. */
export function codeUnits(text: string): Unit[] {
  const { commands, deeds, opaque } = readCode(text)
  const inner = commands.flatMap(understand).map((unit) => ({ ...unit, via: ['program text', ...unit.via] }))
  return [
    {
      words: [text.replace(/\s+/g, ' ').trim().slice(0, 200)],
      unsure: [],
      via: [],
      does: deeds,
      opaque,
      guessed: false,
      at: 0,
    },
    ...inner,
  ]
}

function callUnit(tool: string, leaves: readonly Leaf[], cut: boolean): Unit {
  const secret = leaves.some(({ key, text }) => !proseKeys.test(key) && text.length < 500 && isSecretFile(text))
  return {
    words: [tool, ...leaves.map((leaf) => leaf.text.slice(0, 2000))],
    unsure: [],
    via: [],
    does: secret ? ['read_secret'] : [],
    opaque: cut ? 'its arguments are too many to be read' : null,
    guessed: false,
    at: 0,
  }
}

function leavesOf(value: unknown, key = '', depth = 0, into: Leaf[] = []): Leaf[] {
  if (into.length >= mostLeaves || depth > 20) return into
  if (typeof value === 'string') {
    const inner = /^\s*[[{]/.test(value) ? parsed(value) : undefined
    if (typeof inner === 'object' && inner !== null) leavesOf(inner, key, depth + 1, into)
    else into.push({ key, text: value })
  }
  if (Array.isArray(value)) for (const item of value) leavesOf(item, key, depth + 1, into)
  else if (typeof value === 'object' && value !== null)
    for (const [name, item] of Object.entries(value)) leavesOf(item, name, depth + 1, into)
  return into
}

// Arguments may come as a text of their own.
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

// Arguments beside a command are its further words.
function argumentWords(value: unknown): string[] {
  const list = Array.isArray(value)
    ? value
    : typeof value === 'string'
      ? [value]
      : isRecord(value) && Array.isArray(value.args)
        ? value.args
        : []
  return list
    .filter((item) => typeof item === 'string')
    .map((item) => (typeof value === 'string' ? item : quotedWord(item)))
}

// A list of words for a tool that runs commands is one command.
function argumentLists(value: unknown): string[] {
  if (Array.isArray(value)) {
    const words = value.filter((item) => typeof item === 'string')
    return words.length > 1 ? [words.map(quotedWord).join(' ')] : []
  }
  if (!isRecord(value)) return []
  const program = Object.entries(value).find(
    ([key, item]) => /^(?:cmd|command|program|executable|file)$/i.test(key) && typeof item === 'string',
  )?.[1]
  const lists = Object.values(value).flatMap(argumentLists)
  return typeof program === 'string' ? lists.map((list) => `${program} ${list}`).concat(lists) : lists
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const quotedWord = (word: string) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)
