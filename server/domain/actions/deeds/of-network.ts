import { type Call, has, type Judges, type Options, valuesOf } from './call.ts'
import type { Deed } from './catalogue.ts'
import { writing } from './of-files.ts'

/** Programs that talk to other machines, whatever they are told. */
export const talkers = new Set(
  `curl wget fetch http https httpie xh aria2c nc ncat netcat socat telnet ftp sftp lftp scp ssh dig nslookup host ping whois rsh
  mail sendmail mutt mailx gsutil invoke-webrequest invoke-restmethod iwr irm rclone s3cmd gsutil`.split(/\s+/),
)

const here = /^(?:https?:\/\/)?(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?|0\.0\.0\.0)(?:[:/]|$)/i

// A file behind @, or what was read from a file and came in by the pipe or a substitution.
const sends = (call: Call, values: readonly string[]): boolean =>
  values.some(
    (value) =>
      (/^[^=&]{0,80}=?[@<]./.test(value) && !/^[^@<]*[@<]-$/.test(value)) ||
      (/[@<]-$/.test(value) && call.input?.read === true),
  )

const curl = (call: Call, options: Options): readonly Deed[] => {
  const found: Deed[] = ['network']
  const uploads = valuesOf(call, 'T', 'upload-file')
  const bodies = valuesOf(call, 'd', 'data', 'data-binary', 'data-ascii', 'data-urlencode', 'F', 'form', 'json')
  const local = options.operands.some((operand) => here.test(operand))
  if (!local && (uploads.length > 0 || sends(call, bodies))) found.push('send_files')
  for (const path of valuesOf(call, 'o', 'output')) found.push(...writing(path, call.folder))
  if (has(options, 'O', 'remote-name')) found.push('write')
  return found
}

const pipe = (call: Call, options: Options): readonly Deed[] => {
  const words = call.args.map((arg) => arg.text).join(' ')
  const shell =
    valuesOf(call, 'e', 'c', 'exec', 'sh-exec').some((value) => value !== '') || /\b(?:EXEC|SYSTEM):/i.test(words)
  const given = call.input !== null && !has(options, 'l', 'z')
  return ['network', ...(shell ? (['reverse_shell'] as const) : []), ...(given ? (['send_files'] as const) : [])]
}

const remote = (path: string) => /^[\w.@-]+:(?!\/\/)|^\w+:\/\//.test(path)

/** Programs that send, fetch or connect. */
export const networkJudges: Judges = {
  curl,
  wget: (call) => {
    const posts = call.args.some(({ text }) => /^--(?:post|body)-file/.test(text))
    return ['network', 'write', ...(posts ? (['send_files'] as const) : [])]
  },
  http: (call) => [
    'network',
    ...(sends(call, call.args.map((arg) => arg.text).slice(2)) ? (['send_files'] as const) : []),
  ],
  nc: pipe,
  ncat: pipe,
  netcat: pipe,
  socat: pipe,
  telnet: pipe,
  scp: (_call, { operands }) => [
    'network',
    ...(remote(operands.at(-1) ?? '') ? (['send_files'] as const) : ['write' as const]),
  ],
  gsutil: (_, { operands }) => [
    'network',
    ...(/^(?:cp|mv|rsync)$/.test(operands[0] ?? '') && remote(operands.at(-1) ?? '') ? (['send_files'] as const) : []),
  ],
  rclone: (_, { operands }) => [
    'network',
    ...(/^(?:copy|sync|move)$/.test(operands[0] ?? '') ? (['publish'] as const) : []),
  ],
  aws: (_call, options) => {
    const words = options.operands.join(' ')
    if (/^s3 rb\b|^s3 rm\b|^s3api delete-bucket/.test(words))
      return has(options, 'recursive', 'force') || /rb|bucket/.test(words)
        ? ['network', 'drop_infrastructure']
        : ['network', 'delete']
    if (/ (?:terminate|delete|deregister)-/.test(` ${operandsAfterFirst(options)}`))
      return ['network', 'drop_infrastructure']
    return /^s3 (?:cp|sync|mv)\b/.test(words) && /^s3:/.test(options.operands.at(-1) ?? '')
      ? ['network', 'send_files']
      : ['network']
  },
}

const operandsAfterFirst = ({ operands }: Options) => operands.slice(1).join(' ')

/** Whether a call carries what was read from files to another machine. */
export function carriesOut(call: Call): boolean {
  if (!talkers.has(call.name)) return false
  if (call.input?.read && /^(?:ssh|mail|mailx|mutt|sendmail|ftp)$/.test(call.name)) return true
  // An address that stands in a file is fetched, not sent.
  return call.args.some(
    ({ text, read }, at) => read && (!/^(?:\(input\)|\$\(…\))$/.test(text) || /^-/.test(call.args[at - 1]?.text ?? '')),
  )
}
