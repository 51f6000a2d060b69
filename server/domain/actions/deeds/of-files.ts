import { isSecretFile, isSystemFile, placeOf } from '../paths.ts'
import { type Call, has, type Judges, type Options, optionsOf, valuesOf } from './call.ts'
import type { Deed } from './catalogue.ts'

/** What deleting these paths amounts to. */
export function deleting(paths: readonly string[], folder: string, recursive: boolean): Deed[] {
  const places = paths.map((path) => placeOf(path, folder))
  const found = new Set<Deed>(['delete'])
  if (recursive) {
    found.add('delete_tree')
    if (places.some((place) => place === 'root' || place === 'system' || place === 'home')) found.add('wipe')
    if (places.some((place) => place === 'here' || place === 'above')) found.add('empty_folder')
  } else if (paths.some((path, at) => /\*$/.test(path) && /root|system|home/.test(places[at] ?? ''))) found.add('wipe')
  if (paths.some((path) => isSystemFile(path, folder))) found.add('write_system')
  if (places.some((place) => place !== 'inside' && place !== 'here')) found.add('write_outside')
  return [...found]
}

/** What writing to this path amounts to. */
export function writing(path: string, folder: string): Deed[] {
  if (/^\/dev\/(?:tcp|udp)\//.test(path)) return ['network']
  const place = placeOf(path, folder)
  if (place === 'nowhere') return []
  if (place === 'disk') return ['overwrite_disk', 'write_outside', 'write']
  const outside: Deed[] = place === 'inside' || place === 'here' ? [] : ['write_outside']
  return [...(isSystemFile(path, folder) ? (['write_system'] as const) : []), ...outside, 'write']
}

const writesTo = (call: Call, paths: readonly string[]) => paths.flatMap((path) => writing(path, call.folder))
const last = (call: Call, options: Options) => {
  const target = valuesOf(call, 't', 'target-directory')[0] ?? options.operands.at(-1)
  return target === undefined ? [] : writing(target, call.folder)
}

const remove = (call: Call, options: Options): readonly Deed[] =>
  has(options, 'no-preserve-root')
    ? ['wipe', 'delete_tree', 'delete']
    : deleting(options.operands, call.folder, has(options, 'r', 'R', 'recursive', 'd'))

const permissions = (call: Call, options: Options): readonly Deed[] => {
  const [mode = '', ...paths] = call.args.map((arg) => arg.text).filter((text) => !/^-(?:[Rvcf]+$|-)/.test(text))
  const open = /^0?[0-7]?[0-7][0-7][2367]$/.test(mode) || /(?:^|,)[ugoa]*[oa][ugoa]*[+=][rxX]*w/.test(mode)
  const asOwner = /^[2-7][0-7]{3}$/.test(mode) || /[+=][rwx]*s/.test(mode)
  const system =
    has(options, 'R', 'recursive') && paths.some((path) => /root|system|home/.test(placeOf(path, call.folder)))
  return [...(open || asOwner || system ? (['open_permissions'] as const) : []), 'write', ...writesTo(call, paths)]
}

/** Programs that delete, write or change files. */
export const fileJudges: Judges = {
  rm: remove,
  unlink: (call, { operands }) => deleting(operands, call.folder, false),
  rmdir: (call, { operands }) => deleting(operands, call.folder, false),
  rimraf: (call, { operands }) => deleting(operands, call.folder, true),
  trash: (call, { operands }) => deleting(operands, call.folder, true),
  del: (call, options) => remove(call, options),
  shred: (call, { operands }) => [...deleting(operands, call.folder, false), ...writesTo(call, operands)],
  srm: remove,
  wipefs: () => ['overwrite_disk'],
  mkfs: () => ['overwrite_disk'],
  mkswap: () => ['overwrite_disk'],
  blkdiscard: () => ['overwrite_disk'],
  fdisk: (_, options) => (has(options, 'l', 'list') ? [] : ['overwrite_disk']),
  parted: (_, options) => (has(options, 'l', 'list') ? [] : ['overwrite_disk']),
  sgdisk: () => ['overwrite_disk'],
  hdparm: () => ['overwrite_disk'],
  diskutil: (_, { operands }) =>
    /^(?:erase|partition|zero|secureErase)/i.test(operands[0] ?? '') ? ['overwrite_disk'] : [],
  dd: (call) => {
    const value = (key: string) => call.args.find(({ text }) => text.startsWith(`${key}=`))?.text.slice(key.length + 1)
    const to = value('of')
    const from = value('if')
    const secret = from !== undefined && (isSecretFile(from, call.folder) || placeOf(from) === 'disk')
    return [...(to === undefined ? [] : writing(to, call.folder)), ...(secret ? (['read_secret'] as const) : [])]
  },
  mv: (call, options) => {
    const target = placeOf(options.operands.at(-1) ?? '', call.folder)
    const away = options.operands.slice(0, -1).map((path) => placeOf(path, call.folder))
    return [
      ...(away.some((place) => /root|system|home/.test(place) || (place === 'here' && target === 'nowhere'))
        ? (['wipe'] as const)
        : []),
      ...last(call, options),
    ]
  },
  cp: last,
  ln: last,
  install: last,
  rsync: (call, options) => [
    ...(options.operands.some((path) => /^[\w.@-]+:/.test(path)) ? (['network'] as const) : []),
    ...(/^[\w.@-]+:/.test(options.operands.at(-1) ?? '') ? (['send_files'] as const) : []),
    ...(has(options, 'delete', 'delete-after', 'delete-before') ? (['delete_tree'] as const) : []),
    ...last(call, options),
  ],
  find: (call) =>
    call.args.flatMap(({ text }, at) =>
      /^-f(?:print|ls)/.test(call.args[at - 1]?.text ?? '') ? writing(text, call.folder) : [],
    ),
  touch: (call, { operands }) => writesTo(call, operands),
  mkdir: (call, { operands }) => writesTo(call, operands),
  tee: (call, { operands }) => writesTo(call, operands),
  truncate: (call, { operands }) => [...writesTo(call, operands), 'delete'],
  split: () => ['write'],
  patch: () => ['write'],
  chmod: permissions,
  setfacl: () => ['write'],
  chattr: () => ['write'],
  chown: (call, options) => [
    ...(has(options, 'R', 'recursive') &&
    options.operands.slice(1).some((path) => /root|system/.test(placeOf(path, call.folder)))
      ? (['write_system'] as const)
      : []),
    ...writesTo(call, options.operands.slice(1)),
  ],
  crontab: (_call, options) => (has(options, 'l') ? [] : ['write_system']),
  sed: (call, options) =>
    has(options, 'i', 'in-place') ? [...writesTo(call, options.operands.slice(1)), 'write'] : [],
  tar: (call, { flags }) =>
    flags.has('t') || flags.has('list')
      ? []
      : ['write', ...valuesOf(call, 'C', 'directory').flatMap((path) => writing(path, call.folder))],
  unzip: (call) => ['write', ...valuesOf(call, 'd').flatMap((path) => writing(path, call.folder))],
  sort: (call) => valuesOf(call, 'o', 'output').flatMap((path) => writing(path, call.folder)),
}

// Programs that only name files or make them safer.
const onlyNames = new Set(
  `echo printf ls stat test [ [[ touch rm unlink mkdir rmdir chmod chown find which type cd exit true false for : let basename dirname
  realpath readlink du export unset rimraf trash shred gitignore >`.split(/\s+/),
)

/** Whether a call reads a file where secrets are kept. */
export function readsSecret(call: Call): boolean {
  if (onlyNames.has(call.name)) return false
  if (call.name === 'git' && /^(?:rm|check-ignore|log|status|ls-files)$/.test(call.args[0]?.text ?? '')) return false
  const { operands } = optionsOf(call)
  // What is copied over is written, not read; a search pattern is no file.
  const read = /^(?:cp|mv|ln|install)$/.test(call.name) ? operands.slice(0, -1) : operands
  const files = /^(?:[ef]?grep|rg|ag|awk|sed|jq)$/.test(call.name) ? read.slice(1) : read
  return call.args.some(
    ({ text, glob }, at) =>
      call.args[at - 1]?.text !== '--env-file' &&
      (files.includes(text) || /^(?:\w+=)?[@<]/.test(text)) &&
      isSecretFile(text.replace(/^(?:\w+=)?[@<]/, '').replace(/^file:\/\//, ''), call.folder, glob),
  )
}
