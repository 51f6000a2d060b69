import { type Call, has, type Judges, type Options, valuesOf } from './call.ts'
import type { Deed } from './catalogue.ts'

const push = (_call: Call, options: Options): readonly Deed[] => {
  const refs = options.operands.slice(2)
  const forced =
    has(options, 'force', 'f', 'force-with-lease', 'force-if-includes', 'mirror', 'delete', 'd', 'prune') ||
    refs.some((ref) => /^[+:]/.test(ref))
  return ['network', 'publish', ...(forced && !has(options, 'dry-run', 'n') ? (['rewrite_history'] as const) : [])]
}

const gitVerbs: Readonly<Record<string, (call: Call, options: Options) => readonly Deed[]>> = {
  push,
  'filter-branch': () => ['rewrite_history'],
  'filter-repo': () => ['rewrite_history'],
  reset: (_, options) => (has(options, 'hard') ? ['discard_work'] : ['write']),
  clean: (_, options) => (has(options, 'n', 'dry-run') ? [] : ['discard_work', 'delete']),
  checkout: (call, options) =>
    options.operands.includes('.') || has(options, 'f', 'force') || call.args.some(({ text }) => text === '--')
      ? ['discard_work']
      : ['write'],
  restore: () => ['discard_work'],
  stash: (_, { operands }) => (/^(?:drop|clear)$/.test(operands[1] ?? '') ? ['discard_work'] : ['write']),
  branch: (_, options) => (has(options, 'D', 'd', 'delete') ? ['discard_work'] : []),
  reflog: (_, { operands }) => (/^(?:expire|delete)$/.test(operands[1] ?? '') ? ['discard_work'] : []),
  'update-ref': () => ['discard_work'],
  rm: (_, options) => (has(options, 'cached') ? ['write'] : ['delete', 'write']),
  clone: () => ['network', 'write'],
  fetch: () => ['network'],
  pull: () => ['network', 'write'],
  remote: (_, { operands }) => (operands.length > 1 ? ['write'] : []),
  commit: () => ['write'],
  add: () => ['write'],
  merge: () => ['write'],
  rebase: () => ['write'],
  config: (_, { operands }) => (operands.length > 2 ? ['write'] : []),
}

/** The words of a git call after the options that stand before the verb. */
export function gitWords(args: Call['args']): Call['args'] {
  let at = 0
  while (args[at]?.text.startsWith('-'))
    at += /^(?:-C|-c|--git-dir|--work-tree|--namespace)$/.test(args[at]?.text ?? '') ? 2 : 1
  return args.slice(at)
}

const always =
  (...found: Deed[]) =>
  () =>
    found

const verbs =
  (table: readonly (readonly [RegExp, readonly Deed[]])[]) =>
  (_: Call, { operands, flags }: Options) => {
    const words = [...operands, ...[...flags].map((flag) => `-${flag}`)].join(' ')
    return table.filter(([pattern]) => pattern.test(words)).flatMap(([, found]) => found)
  }

const packages = verbs([
  [/^(?:i|install|add|ci|update|upgrade|get|link|tap|exec|dlx|create|init)\b/, ['install', 'network']],
  [/^(?:publish|release)\b/, ['publish', 'network']],
  [/^unpublish\b/, ['drop_infrastructure', 'network']],
  [/^(?:uninstall|remove|rm|purge|autoremove|erase)\b/, ['delete']],
])

const terraform = verbs([
  [/^destroy\b|-destroy\b/, ['drop_infrastructure', 'network']],
  [/^(?:apply|up|state|import|taint)\b/, ['publish', 'network']],
])

const dockerVerbs = verbs([
  [/^push\b/, ['publish', 'network']],
  [/^(?:login|pull|build)\b/, ['network']],
  [/^(?:system|volume|image|container|network|builder) (?:prune|rm)\b|^rmi?\b/, ['delete']],
  [/-privileged\b/, ['privilege']],
])

// A container that may write everywhere is the machine.
const docker = (call: Call, options: Options): readonly Deed[] => [
  ...dockerVerbs(call, options),
  ...(valuesOf(call, 'v', 'volume').some((mount) => /^\/:/.test(mount) && !/:ro$/.test(mount))
    ? (['write_system'] as const)
    : []),
]

const git = (call: Call): readonly Deed[] => {
  const args = gitWords(call.args)
  const verb = args[0]?.text ?? ''
  const inner = { ...call, args }
  const flags = new Set<string>()
  const operands: string[] = []
  for (const { text } of args) {
    if (text.startsWith('--') && text.length > 2) flags.add(text.slice(2).split('=')[0] ?? '')
    else if (/^-\w/.test(text)) for (const letter of text.slice(1)) flags.add(letter)
    else operands.push(text)
  }
  return gitVerbs[verb]?.(inner, { flags, operands }) ?? []
}

/** Programs that change the machine, its software, shared history or infrastructure. */
export const machineJudges: Judges = {
  git,
  npm: packages,
  pnpm: packages,
  yarn: packages,
  bun: packages,
  pip: packages,
  pip3: packages,
  pipx: packages,
  uv: packages,
  gem: packages,
  cargo: packages,
  go: packages,
  brew: packages,
  apt: packages,
  'apt-get': packages,
  dnf: packages,
  yum: packages,
  apk: packages,
  pacman: always('install'),
  npx: always('install', 'network'),
  twine: always('publish', 'network'),
  terraform,
  tofu: terraform,
  pulumi: terraform,
  kubectl: verbs([
    [
      /^delete (?:ns|namespaces?|pvc?|nodes?|crd|persistentvolumes?)\b|^delete\b.* -all\b|^drain\b/,
      ['drop_infrastructure', 'network'],
    ],
    [/^delete\b/, ['delete', 'network']],
    [/^(?:apply|create|replace|patch|scale|rollout|set|edit|run|expose|label)\b/, ['publish', 'network']],
    [/^get secrets?\b/, ['read_secret', 'network']],
    [/./, ['network']],
  ]),
  helm: verbs([
    [/^(?:uninstall|delete)\b/, ['drop_infrastructure', 'network']],
    [/^(?:install|upgrade)\b/, ['publish', 'network']],
  ]),
  gh: verbs([
    [/^repo delete\b|^secret (?:delete|remove)\b/, ['drop_infrastructure', 'network']],
    [
      /^(?:pr|issue|release|gist|repo|secret|workflow) (?:create|merge|close|edit|set|run|comment)\b/,
      ['publish', 'network'],
    ],
    [/^auth token\b/, ['read_secret']],
    [/./, ['network']],
  ]),
  gcloud: verbs([
    [/\bdelete\b/, ['drop_infrastructure', 'network']],
    [/\bprint-(?:access|identity)-token\b/, ['read_secret']],
    [/./, ['network']],
  ]),
  az: verbs([
    [/\bdelete\b|\bpurge\b/, ['drop_infrastructure', 'network']],
    [/./, ['network']],
  ]),
  heroku: verbs([
    [/^(?:apps:destroy|pg:reset|addons:destroy)\b/, ['drop_infrastructure', 'network']],
    [/./, ['network']],
  ]),
  docker,
  podman: docker,
  shutdown: always('stop_machine'),
  reboot: always('stop_machine'),
  halt: always('stop_machine'),
  poweroff: always('stop_machine'),
  init: (_, { operands }) => (/^[06]$/.test(operands[0] ?? '') ? ['stop_machine'] : []),
  telinit: always('stop_machine'),
  systemctl: verbs([
    [/^(?:poweroff|reboot|halt|kexec|emergency|rescue)\b/, ['stop_machine']],
    [/^(?:stop|disable|mask|enable|start|restart)\b/, ['privilege']],
  ]),
  kill: (call) => (call.args.slice(1).some(({ text }) => text === '-1' || text === '1') ? ['stop_machine'] : []),
  killall5: always('stop_machine'),
  useradd: always('write_system'),
  usermod: always('write_system'),
  userdel: always('write_system'),
  passwd: always('write_system'),
  chpasswd: always('write_system'),
  visudo: always('write_system'),
  iptables: always('write_system'),
  ufw: always('write_system'),
  insmod: always('write_system'),
  modprobe: always('write_system'),
  mount: always('privilege'),
  printenv: always('read_environment'),
  dropdb: always('drop_tables'),
  'redis-cli': (_, { operands }) =>
    operands.some((word) => /^flush(?:all|db)$/i.test(word)) ? ['drop_tables'] : ['network'],
  security: verbs([[/^(?:find-(?:generic|internet)-password|dump-keychain)/, ['read_secret']]]),
  pass: always('read_secret'),
}
