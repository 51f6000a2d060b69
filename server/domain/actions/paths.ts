/** Where a path leads, seen from the working folder. */
export type Place = 'root' | 'system' | 'home' | 'here' | 'above' | 'inside' | 'outside' | 'disk' | 'nowhere'

const systemFolders =
  /^\/(?:bin|boot|dev|etc|home|lib|lib32|lib64|media|mnt|opt|proc|root|run|sbin|srv|sys|usr|var|Applications|Library|System|Users|Volumes|Windows|Program Files)$/i
const homes = /^(?:~[\w.-]*|\/home\/[^/]+|\/Users\/[^/]+|\/root)$/

/** A path in its shortest form: seen from `folder`, without `.`, `..` and double slashes; home folders as `~`. */
export function plainPath(path: string, folder = '.'): string {
  const unified = path
    .replace(/^\$(?:HOME\b|\{HOME\}|env:(?:USERPROFILE|HOME)\b)|^%(?:USERPROFILE|HOMEPATH)%/i, '~')
    .replace(/^(?:%SystemRoot%|\$env:(?:SystemRoot|windir))/i, 'C:/Windows')
    .replace(/^%(?:SystemDrive|HOMEDRIVE)%|^\$env:SystemDrive/i, 'C:')
    .replace(/^(?:\\\\\?\\)?([A-Za-z]):(?=$|[\\/*])/, '/')
    .replaceAll('\\', '/')
  const absolute = /^[/~]/.test(unified) || folder === '.' ? unified : `${folder}/${unified}`
  const steps: string[] = []
  for (const step of absolute.split('/')) {
    if (step === '' || step === '.') continue
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..') steps.pop()
    else if (step !== '..' || !absolute.startsWith('/')) steps.push(step)
  }
  if (absolute.startsWith('/')) return `/${steps.join('/')}`
  return steps.join('/') || (absolute.startsWith('~') ? '/' : '.')
}

/** Where everything that a path or wildcard names lies. */
export function placeOf(path: string, folder = '.'): Place {
  const plain = plainPath(path, folder)
  if (/^\/dev\/(?:null|zero|stdout|stderr|stdin|tty|fd\/\d+|u?random|full|shm.*)$/.test(plain)) return 'nowhere'
  if (/^\/dev\/(?:(?:s|h|v|xv)d[a-z*?]|nvme|disk|r?disk\d|mmcblk|mapper|md\d|loop\d)/.test(plain)) return 'disk'
  if (/^\/\/?\.\/physicaldrive/i.test(path.replaceAll('\\', '/'))) return 'disk'
  // `x/*` is all of x.
  const whole = plain.replace(/\/(?:\.?\*+|\{[^/]*\}|\.\[!\.\]\*|\.\?\?\*)$/, '') || '/'
  if (whole === '/' || /^\/[^/]*[*?[][^/]*$/.test(whole)) return 'root'
  if (systemFolders.test(whole) || /^\/(?:usr|var)\/(?:bin|lib|sbin|local|log)$/.test(whole)) return 'system'
  if (homes.test(whole)) return 'home'
  if (whole === '.' || /^\.?\*+(?:\.\*)?$/.test(whole) || whole === '.[!.]*') return 'here'
  if (/^(?:\.\.\/?)+$/.test(whole)) return 'above'
  return /^(?:[/~]|\.\.)/.test(whole) ? 'outside' : 'inside'
}

/** Whether a change there touches the system or what runs at sign-in. */
export function isSystemFile(path: string, folder = '.'): boolean {
  const plain = plainPath(path, folder)
  return (
    /^\/(?:bin|boot|etc|lib|lib64|proc\/sys|sbin|sys|usr(?!\/(?:local\/share|src))|System|Library|Windows|var\/spool\/cron|private\/etc)(?:\/|$)/i.test(
      plain,
    ) ||
    /^(?:~[\w.-]*|\/home\/[^/]+|\/Users\/[^/]+|\/root)\/(?:\.ssh\/|\.(?:bash|zsh)(?:rc|env|_profile|_login)$|\.z?profile$|\.config\/(?:autostart|systemd)\/|Library\/LaunchAgents\/)/.test(
      plain,
    )
  )
}

const secretFile = new RegExp(
  [
    String.raw`(?:^|/)\.env(?:rc|\.(?!example|sample|template|dist|schema|defaults?$)[\w.-]+)?$`,
    '(?:^|/)id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$',
    String.raw`^/etc/(?:g?shadow-?|sudoers|master\.passwd)$`,
    String.raw`(?:^|/)\.ssh/(?!known_hosts|authorized_keys|config$|[\w.-]+\.pub$)[^/]+$`,
    String.raw`(?:^|/)\.aws/(?:credentials|config)$`,
    String.raw`(?:^|/)\.(?:netrc|pgpass|npmrc|pypirc|git-credentials|my\.cnf|htpasswd|vault-token)$`,
    String.raw`(?:^|/)\.(?:docker/config\.json|kube/config|config/gh/hosts\.yml|config/gcloud/.+)$`,
    '(?:^|/)[.]gnupg/',
    String.raw`^/proc/(?:\d+|self|\*)/environ$`,
    String.raw`(?:^|/)[\w.-]+\.(?:p12|pfx|kdbx|keystore|jks)$`,
    String.raw`(?:^|/)(?:privkey|private[-_.]?key|server|tls)\.(?:pem|key)$`,
    String.raw`(?:^|/)(?:secrets?|credentials)\.(?:ya?ml|json|toml|txt|ini)$`,
    String.raw`(?:^|/)service[-_]account[\w-]*\.json$`,
    '^/(?:var/)?run/secrets/',
  ].join('|'),
  'i',
)
const examples = [
  '/etc/shadow',
  '.env',
  '~/.ssh/id_rsa',
  '~/.ssh/id_ed25519',
  '~/.aws/credentials',
  '~/.netrc',
  '/root/.ssh/id_rsa',
]

/** Whether a path names, or a wildcard catches, a file where keys, passwords or tokens are kept. */
export function isSecretFile(path: string, folder = '.', glob = false): boolean {
  const plain = plainPath(path, folder)
  if (secretFile.test(plain)) return true
  if (!glob || /^[*.]*$/.test(plain.split('/').at(-1) ?? '')) return false
  return examples.some((example) => globMatches(plain, example) || globMatches(plain, example.replace(/^.*\//, '')))
}

/** Whether a wildcard pattern (* any run, ? any one letter, [abc] taken for any one letter) covers the whole text; time is at most length × length. */
export function globMatches(pattern: string, text: string): boolean {
  const marks = pattern.replace(/\[[^\]]{1,60}\]/g, '?')
  let at = 0
  let mark = 0
  let star = -1
  let retry = 0
  while (at < text.length) {
    if (marks[mark] === '*') {
      star = mark++
      retry = at
    } else if (mark < marks.length && (marks[mark] === '?' || marks[mark] === text[at])) {
      mark++
      at++
    } else if (star >= 0) {
      mark = star + 1
      at = ++retry
    } else return false
  }
  while (marks[mark] === '*') mark++
  return mark === marks.length
}
