import type { Deed } from './deeds/catalogue.ts'
import { deleting } from './deeds/of-files.ts'
import { fromBase64 } from './shell/escapes.ts'

/** A command of PowerShell or cmd, as far as its own words tell. */
export type WindowsCommand = { words: readonly string[]; deeds: readonly Deed[]; opaque: string | null }

// Whatever is none of these is left to the other readings.
const known =
  /\b(?:remove-item|clear-content|clear-recyclebin|format-volume|clear-disk|initialize-disk|remove-partition|stop-computer|restart-computer|invoke-expression|iex|invoke-webrequest|invoke-restmethod|iwr|irm|downloadstring|downloadfile|encodedcommand|set-executionpolicy|remove-itemproperty|reg(?:\.exe)? +delete|diskpart|vssadmin|bcdedit|cipher +\/w|wevtutil +cl|(?:del|erase|rd|rmdir) +[^|;&\n]{0,200}\/[sq]\b|(?:rd|rmdir|del) +\/[sq]|ri +|powershell|pwsh|mshta|certutil|regsvr32|bitsadmin|cmd(?:\.exe)? +\/[ck]|format +[a-z]:)/i

/** The commands of a text read the way PowerShell and cmd read it: case does not count, ` and ^ are no letters, "a"+"b" is ab. */
export function readWindows(text: string): WindowsCommand[] {
  const plain = glued(text)
  if (!known.test(plain)) return []
  const fetches = /\b(?:iwr|irm|curl|wget|invoke-webrequest|invoke-restmethod|downloadstring)\b/i.test(plain)
  return commandsOf(plain).flatMap((words) =>
    readOne(words, (words[0] ?? '').toLowerCase().replace(/\.exe$/, ''), fetches),
  )
}

function readOne(words: readonly string[], name: string, fetched: boolean): WindowsCommand[] {
  const rest = words.slice(1)
  const all = rest.join(' ')
  if (/^(?:powershell|pwsh|cmd)$/.test(name)) return launched(words, name)
  if (name === 'iex' || name === 'invoke-expression') {
    const opaque = fetched ? null : 'it runs a text that it works out itself'
    return [{ words, deeds: fetched ? ['run_downloaded'] : [], opaque }, ...(all ? readWindows(all) : [])]
  }
  if (/^(?:remove-item|ri|rd|rmdir|del|erase|rm)$/.test(name)) return [{ words, deeds: removing(rest), opaque: null }]
  const deeds = plainDeeds.find(([command, options]) => command.test(name) && options.test(all))?.[2]
  if (deeds) return [{ words, deeds, opaque: null }]
  return /downloadstring|downloadfile/i.test(words.join(' ')) ? [{ words, deeds: ['network'], opaque: null }] : []
}

function removing(rest: readonly string[]): Deed[] {
  const recursive = rest.some((word) => /^(?:-r(?:e|ec|ecurse)?|\/s|-rf|-fr)$/i.test(word))
  const paths = rest.filter((word) => !/^(?:-[a-z]|\/[a-z]$)/i.test(word)).flatMap((word) => word.split(','))
  return deleting(paths, '.', recursive)
}

const plainDeeds: readonly (readonly [command: RegExp, options: RegExp, deeds: readonly Deed[]])[] = [
  [/^(?:format-volume|clear-disk|initialize-disk|remove-partition|diskpart)$/, /^/, ['overwrite_disk']],
  [/^format$/, /[a-z]:/i, ['overwrite_disk']],
  [/^(?:stop-computer|restart-computer)$/, /^/, ['stop_machine']],
  [/^shutdown$/, /(?:^|\s)[-/][srh]/i, ['stop_machine']],
  [/^(?:vssadmin|bcdedit|wevtutil|set-executionpolicy)$/, /^/, ['write_system']],
  [/^reg$/, /^delete/i, ['write_system']],
  [/^mshta$/, /^/, ['run_downloaded']],
  [/^regsvr32$/, /https?:/i, ['run_downloaded']],
  [/^bitsadmin$/, /^/, ['network', 'write']],
  [/^certutil$/, /[-/]urlcache/i, ['network', 'write']],
  [/^(?:iwr|irm|invoke-webrequest|invoke-restmethod)$/, /-infile/i, ['network', 'send_files']],
  [/^(?:iwr|irm|invoke-webrequest|invoke-restmethod)$/, /^/, ['network']],
]

function launched(words: readonly string[], name: string): WindowsCommand[] {
  const encoded = words.findIndex((word) => /^[-/]e(?:nc?|nc\w+|c)?$/i.test(word))
  if (name !== 'cmd' && encoded > 0) {
    const code = fromBase64(words[encoded + 1] ?? '', true)
    if (code === null) return [{ words, deeds: [], opaque: 'its encoded command cannot be read' }]
    return [{ words, deeds: [], opaque: null }, ...readWindows(code)]
  }
  const at = words.findIndex((word) => (name === 'cmd' ? /^\/[ckr]$/i : /^[-/]c(?:o|om|omm\w*)?$/i).test(word))
  const inner = words.slice(at > 0 ? at + 1 : 1).join(' ')
  return [{ words, deeds: [], opaque: null }, ...readWindows(inner)]
}

// Escapes and joined texts made plain; & ("a"+"b") and ('a{0}' -f 'b') are names.
function glued(text: string): string {
  let plain = text
    .replace(/`(?=\S)|\^(?=\S)/g, '')
    .replace(/\(?\[char\]\s*(\d{1,3})\)?/gi, (_, code: string) => `'${String.fromCharCode(Number(code))}'`)
  for (let round = 0; round < 12; round++) {
    const before = plain
    plain = plain
      .replace(/'([^'\n]{0,200})'\s*\+\s*'([^'\n]{0,200})'/g, "'$1$2'")
      .replace(/"([^"\n]{0,200})"\s*\+\s*"([^"\n]{0,200})"/g, '"$1$2"')
    if (plain === before) break
  }
  return plain
    .replace(
      /\(\s*["']([^"'\n]{0,400})["']\s*-f\s*((?:["'][^"'\n]{0,200}["']\s*,?\s*)+)\)/gi,
      (_, format: string, list: string) => {
        const values = [...list.matchAll(/["']([^"'\n]*)["']/g)].map((match) => match[1] ?? '')
        return format.replace(/\{(\d)\}/g, (_whole, at: string) => values[Number(at)] ?? '')
      },
    )
    .replace(/[&.]\s*\(\s*["']([^"'\n]{1,200})["']\s*\)/g, '$1')
    .replace(/(^|[;|\n])\s*&\s*["']([^"'\n]{1,200})["']/g, '$1$2')
}

// Each command as its words; quotes keep words together.
function commandsOf(text: string): string[][] {
  const all: string[][] = [[]]
  let word: string | null = null
  const put = () => {
    if (word !== null) all.at(-1)?.push(word)
    word = null
  }
  const token = /"([^"]*)"|'([^']*)'|[;\n]|&&?|\|\|?|[(){}]|\s+|[^"'\s;|&(){}]+/g
  for (const [piece, double, single] of text.matchAll(token)) {
    if (double !== undefined || single !== undefined) word = `${word ?? ''}${double ?? single ?? ''}`
    else if (/^(?:[;\n]|&&?|\|\|?|[(){}])$/.test(piece)) {
      put()
      all.push([])
    } else if (/^\s/.test(piece)) put()
    else word = `${word ?? ''}${piece}`
  }
  put()
  return all.filter((words) => words.length > 0)
}
