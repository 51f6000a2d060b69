import type { Deed } from './deeds/catalogue.ts'
import { isSecretFile, placeOf } from './paths.ts'

/** What stands out in a piece of program text: commands it hands to a shell, what it does by itself, and why it cannot be read. */
export type CodeReading = { commands: string[]; deeds: Deed[]; opaque: string | null }

const string = String.raw`(?:[rbfu]{0,2}"(?:[^"\\\n]|\\.){0,2000}"|[rbfu]{0,2}'(?:[^'\\\n]|\\.){0,2000}'|\x60[^\x60]{0,2000}\x60)`
// Calls that hand their text to a shell or start a program.
const runs = new RegExp(
  String.raw`\b(?:os\.system|os\.popen|os\.exec\w{0,3}|os\.spawn\w{0,4}|subprocess\.\w{1,20}|commands\.getoutput|pty\.spawn|system|popen|exec|execSync|execFile|execFileSync|spawn|spawnSync|passthru|shell_exec|proc_open|pcntl_exec|io\.popen|os\.execute|Open3\.\w{1,12}|qx|Start-Process|do shell script)\s*(?:\(\s*|(?=["']))(\[?)\s*(${string}(?:\s*[,+.]\s*\[?\s*${string})*)?`,
  'g',
)
const dangerous: readonly (readonly [RegExp, (path: string | undefined) => readonly Deed[]])[] = [
  [
    /(?:\bshutil\.rmtree|\)\.rm(?:dir)?(?:Sync)?|\bfs\.rm(?:Sync)?|fs(?:\.promises)?\.rmdir(?:Sync)?|rimraf(?:\.sync)?|FileUtils\.rm_rf?|rm_rf|remove_tree|rmtree)\s*\(?\s*["'\x60]([^"'\x60\n]{0,200})/g,
    tree,
  ],
  [
    /\b(?:os\.(?:remove|unlink|rmdir)|fs\.unlink(?:Sync)?|unlink|File\.delete|fs\.rmdir(?:Sync)?)\s*\(?\s*["'\x60]([^"'\x60\n]{0,200})/g,
    () => ['delete'],
  ],
  [
    /\b(?:open|readFile(?:Sync)?|file_get_contents|File\.read|read_text|Path|slurp)\s*\(\s*["'\x60]([^"'\x60\n]{1,200})/g,
    (path) => (path && isSecretFile(path) ? ['read_secret'] : []),
  ],
  [
    /\bos\.fork\s*\(\s*\)[^\n]{0,40}while|while\s*\(?\s*(?:True|1|true)\s*\)?\s*:?\s*\{?\s*(?:os\.)?fork|fork while fork/g,
    () => ['fork_bomb'],
  ],
  [/\bsocket\b[\s\S]{0,600}\b(?:dup2|pty\.spawn|subprocess|\/bin\/(?:ba|z)?sh)/g, () => ['reverse_shell']],
  [/\b(?:os\.environ|process\.env|ENV\.to_h|getenv\(\))\s*(?:\)|$|;|,)/gm, () => ['read_environment']],
  [/\bos\.chmod\s*\([^)\n]{0,100}0o?777|chmodSync\s*\([^)\n]{0,100}0o?777/g, () => ['open_permissions']],
  [/\b(?:urlopen|requests\.\w{1,10}|fetch|axios|http\.client|net\.connect|Net::HTTP|LWP::)\b/g, () => ['network']],
  [
    /\bopen\s*\(\s*["'\x60]([^"'\x60\n]{1,200})["'\x60]\s*,\s*["'](?:w|a|x|r\+)/g,
    (path) => (path && placeOf(path) === 'disk' ? ['overwrite_disk'] : ['write']),
  ],
]
const builds =
  /\b(?:eval|exec|execfile|compile|__import__|getattr|globals|locals|Function|fromCharCode|atob|b64decode|unhexlify|fromhex|chr|pack|decode|importlib|base64_decode|instance_eval|send|assert|create_function|marshal|codecs)\s*\(|\\x[0-9a-f]{2}|Buffer\.from|\brequire\s*\(\s*[^"'\x60\s)]|\[::-1\]|\.reverse\(\)|\bexec\s+[a-z]/i

function tree(path: string | undefined): readonly Deed[] {
  const place = placeOf(path ?? '')
  const all: Deed[] = ['delete_tree', 'delete']
  if (place === 'root' || place === 'system' || place === 'home') return ['wipe', ...all]
  return place === 'here' || place === 'above' ? ['empty_folder', ...all] : all
}

/** Reads program text of Python, JavaScript, Perl, Ruby, PHP, Lua or awk as far as its own words tell. */
export function readCode(code: string): CodeReading {
  const text = glued(code.slice(0, 40_000))
  const found = new Set<Deed>()
  const { commands, opaque } = launchedIn(text)
  for (const [, back] of text.matchAll(/(?:^|[\s=(;])(?:%x[{([]|q[qx]?\s*[{([/|]|`)([^`})\]\n]{1,500})[`})\]/|]/g))
    if (back) commands.push(back)
  for (const [pattern, deedsOf] of dangerous)
    for (const match of text.matchAll(pattern)) for (const deed of deedsOf(match[1])) found.add(deed)
  const readsFiles = /\bopen\s*\(|readFile|file_get_contents|read_text|os\.environ|process\.env/.test(text)
  if (found.has('network') && readsFiles && /post|data=|body:|send|urlopen|put/i.test(text)) found.add('send_files')
  const pipes = /\|\s*getline|\bprint\w*[^|\n]{0,200}\|\s*["']/.test(text) ? 'it hands text to a program' : null
  const building = builds.test(text) ? 'it builds code while it runs' : null
  return { commands, deeds: [...found], opaque: opaque ?? pipes ?? building }
}

// Programs that the text starts by itself.
function launchedIn(text: string): { commands: string[]; opaque: string | null } {
  const commands: string[] = []
  let opaque: string | null = null
  for (const { 0: call, 1: list, 2: written, index } of text.matchAll(runs)) {
    const before = text.slice(Math.max(0, index - 12), index)
    if (/^(?:exec|system|spawn)\b/.test(call) && !written && /\bfunction\s+$|\bdef\s+$|\.$/.test(before)) continue
    const pieces = [...(written ?? '').matchAll(new RegExp(string, 'g'))].map(([piece]) => bare(piece))
    if (pieces.length === 0) opaque ??= 'it starts a program that it works out itself'
    // A list, or a program with its arguments, is one command; anything else is a line for the shell.
    else if (list || pieces.length > 1)
      commands.push(pieces.map((piece, at) => (at > 0 && /\s/.test(piece) ? `'${piece}'` : piece)).join(' '))
    else commands.push(pieces[0] ?? '')
    if (/^\s*[+%]|^\s*\.\s*(?:format|join)|^\s*\.\s*\$/.test(text.slice(index + call.length, index + call.length + 40)))
      opaque ??= 'it puts a command together'
  }
  return { commands, opaque }
}

const bare = (written: string) => written.replace(/^[rbfu]{0,2}["'`]|["'`]$/g, '').replace(/\\(["'`\\])/g, '$1')

// 'r' + 'm' is 'rm', and so is "r" "m".
function glued(code: string): string {
  let text = code
    .replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) => letter(hex, 16))
    .replace(/\\u\{?([0-9a-f]{2,4})\}?/gi, (_, hex: string) => letter(hex, 16))
    .replace(/(?<=["'\d])\\([0-7]{3})/g, (_, octal: string) => letter(octal, 8))
  text = text.replace(/\bchr\s*\(\s*(\d{1,3})\s*\)/g, (_, code: string) => `'${letter(code, 10)}'`)
  for (let round = 0; round < 12; round++) {
    const before = text
    text = text
      .replace(/'([^'\\\n]{0,400})'\s*[+.]\s*'([^'\\\n]{0,400})'/g, "'$1$2'")
      .replace(/"([^"\\\n]{0,400})"\s*[+.]\s*"([^"\\\n]{0,400})"/g, '"$1$2"')
    if (text === before) break
  }
  return text
}

function letter(code: string, base: number): string {
  const number = Number.parseInt(code, base)
  return number >= 32 && number < 127 && number !== 34 && number !== 39 && number !== 92
    ? String.fromCharCode(number)
    : ' '
}

/** The option of an interpreter that carries program text. */
export const interpreters: Readonly<Record<string, RegExp>> = {
  python: /^-[A-Za-z]*c$/,
  python2: /^-[A-Za-z]*c$/,
  python3: /^-[A-Za-z]*c$/,
  pypy3: /^-[A-Za-z]*c$/,
  node: /^(?:-e|-p|-pe|--eval|--print)$/,
  nodejs: /^(?:-e|-p|-pe|--eval|--print)$/,
  bun: /^(?:-e|--eval)$/,
  deno: /^eval$/,
  perl: /^-[A-Za-z0]*[eE]$/,
  ruby: /^-[A-Za-z]*e$/,
  php: /^-r$/,
  lua: /^-e$/,
  tclsh: /^-c$/,
  osascript: /^-e$/,
  rscript: /^-e$/,
  mongosh: /^--eval$/,
  mongo: /^--eval$/,
  awk: /^-e$/,
  gawk: /^-e$/,
  mawk: /^-e$/,
}
