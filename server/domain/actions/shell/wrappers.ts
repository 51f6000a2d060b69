import type { Value } from './expand.ts'

type Wrapper = {
  /** Short options that take a value. */
  valued?: string
  /** Long options that take a value in the next word. */
  long?: readonly string[]
  /** Own operands before the command. */
  skip?: number
  /** `NAME=value` may stand before the command. */
  settings?: true
  /** The command runs with more rights. */
  rights?: true
  /** What stands there is one text, read by a shell. */
  text?: true
}

// Programs that run the command in their arguments.
const wrappers: Readonly<Record<string, Wrapper>> = {
  sudo: { valued: 'ughpCrtTUDR', long: ['user', 'group', 'host', 'prompt', 'chdir'], settings: true, rights: true },
  doas: { valued: 'uC', rights: true },
  pkexec: { long: ['user'], rights: true },
  runuser: { valued: 'ugG', long: ['user'], rights: true },
  gosu: { skip: 1, rights: true },
  env: { valued: 'uC', long: ['unset', 'chdir'], settings: true },
  'cross-env': { settings: true },
  command: {},
  builtin: {},
  exec: { valued: 'a' },
  nohup: {},
  time: { valued: 'fo' },
  nice: { valued: 'n', long: ['adjustment'] },
  ionice: { valued: 'cnpPu' },
  chrt: { skip: 1 },
  taskset: { skip: 1 },
  timeout: { valued: 'sk', long: ['signal', 'kill-after'], skip: 1 },
  stdbuf: { valued: 'ioe' },
  unbuffer: {},
  setsid: {},
  strace: { valued: 'eopsSPEa' },
  ltrace: { valued: 'eopsSa' },
  chroot: { skip: 1, rights: true },
  unshare: { rights: true },
  nsenter: { valued: 'tSG', rights: true },
  proot: { valued: 'rbwS' },
  fakeroot: {},
  firejail: {},
  caffeinate: { valued: 'tw' },
  busybox: {},
  toybox: {},
  wsl: { valued: 'du' },
  noglob: {},
  screen: { valued: 'SctTpe' },
  daemonize: { valued: 'aceoplu' },
  'xvfb-run': { valued: 'nsefp' },
  flock: { valued: 'wE', skip: 1 },
  watch: { valued: 'nd', text: true },
  parallel: { valued: 'jNIS', text: true },
  npx: { valued: 'pw', long: ['package'] },
  bunx: {},
  pnpx: {},
  tini: {},
  'dumb-init': {},
  rlwrap: {},
  'systemd-run': { valued: 'pu', long: ['unit', 'property', 'uid'] },
}
// Two words that together run what follows.
const pairs =
  /^(?:npm|pnpm|yarn|bun) (?:exec|dlx|x)$|^(?:uv|poetry|pipenv|hatch|rye) run$|^bundle exec$|^mise exec$|^direnv exec$|^busybox sh$/

export type Unwrapped = {
  via: string
  words: readonly Value[]
  text: boolean
  rights: boolean
  settings: readonly Value[]
}

/** The command that a wrapper such as sudo, env or timeout runs; null when these words are no wrapper around a command. */
export function unwrap(name: string, words: readonly Value[]): Unwrapped | null {
  const pair = pairs.test(`${name} ${words[1]?.text ?? ''}`) && name !== 'busybox'
  const wrapper = pair ? {} : Object.hasOwn(wrappers, name) ? wrappers[name] : undefined
  if (!wrapper) return null
  const via = pair ? `${name} ${words[1]?.text}` : name
  const start = pair ? 2 : 1
  // `command -v x` only asks where x is.
  if (name === 'command' && /^-[vV]/.test(words[1]?.text ?? '')) return null
  if (name === 'env' && words.some(({ text }) => /^(?:-[a-z]*S|--split-string)/.test(text))) return null
  let at = afterOptions(wrapper, words, start) + (wrapper.skip ?? 0)
  const from = at
  if (wrapper.settings) while (/^\w+=/.test(words[at]?.text ?? '')) at++
  const rest = words.slice(at)
  if (rest.length === 0) return null
  return {
    via,
    words: rest,
    text: wrapper.text === true,
    rights: wrapper.rights === true,
    settings: words.slice(from, at),
  }
}

function afterOptions({ valued = '', long = [] }: Wrapper, words: readonly Value[], start: number): number {
  let at = start
  for (let text = words[at]?.text ?? ''; /^-./.test(text); text = words[at]?.text ?? '') {
    at++
    if (text === '--') break
    const short = /^-[A-Za-z]$/.test(text) && valued.includes(text.charAt(1))
    if (short || long.some((name) => text === `--${name}`)) at++
  }
  return at
}

const shells = new Set([
  'sh',
  'bash',
  'zsh',
  'dash',
  'ksh',
  'mksh',
  'ash',
  'fish',
  'csh',
  'tcsh',
  'rbash',
  'busybox-sh',
  'git-bash',
  'su',
])
export const isShell = (name: string) => shells.has(name)

/** What a shell is told to run: a text after -c with its arguments, a file, or null for what it is fed. */
export function shellTask(
  name: string,
  words: readonly Value[],
): { code: Value | null; file: Value | null; args: readonly Value[] } {
  for (let at = 1; at < words.length; at++) {
    const text = words[at]?.text ?? ''
    if (/^-[A-Za-z]*c$/.test(text) || text === '--command')
      return { code: words[at + 1] ?? null, file: null, args: words.slice(at + 2) }
    if (text.startsWith('--command=')) return { code: { ...words[at]!, text: text.slice(10) }, file: null, args: [] }
    if (/^[-+][A-Za-z]*[oO]$/.test(text) || text === '--rcfile' || text === '--init-file') at++
    else if (!/^[-+]/.test(text) && name === 'su') continue
    else if (!/^[-+]/.test(text)) return { code: null, file: words[at] ?? null, args: words.slice(at + 1) }
    else if (/^-[a-z]*s/.test(text)) break
  }
  return { code: null, file: null, args: [] }
}

/** The words that run inside a container or on another machine; null when the words start none there. */
export function remoteWords(name: string, words: readonly Value[]): readonly Value[] | null {
  if (name === 'kubectl' || name === 'oc') {
    const dashes = words.findIndex(({ text }) => text === '--')
    return words.some(({ text }) => text === 'exec') && dashes > 0 ? words.slice(dashes + 1) : null
  }
  if (name === 'ssh') return afterOperands(words.slice(1), 'bcDEeFIiJLlmOopQRSWw', 1)
  const verb = words.findIndex(({ text }) => text === 'run' || text === 'exec')
  if (verb < 1 || verb > 2) return null
  return afterOperands(words.slice(verb + 1), 'veuwplmhcaf', 1)
}

const longValued =
  /^--(?:name|network|entrypoint|env|env-file|volume|mount|workdir|user|label|platform|publish|memory|cpus|hostname|add-host|restart|gpus)$/

function afterOperands(words: readonly Value[], valued: string, operands: number): readonly Value[] {
  let at = 0
  while (words[at]?.text.startsWith('-')) {
    const text = words[at]?.text ?? ''
    at += (/^-[A-Za-z]$/.test(text) && valued.includes(text.charAt(1))) || longValued.test(text) ? 2 : 1
  }
  return words.slice(at + operands)
}
