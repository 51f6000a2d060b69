import type { Call } from './call.ts'
import { optionsOf } from './call.ts'
import type { Deed } from './catalogue.ts'
import { fileJudges, readsSecret } from './of-files.ts'
import { machineJudges } from './of-machine.ts'
import { carriesOut, networkJudges, talkers } from './of-network.ts'

const readers = new Set(
  `cat head tail less more nl tac od xxd hexdump strings base64 base32 gzip bzip2 xz zip tar openssl gpg sort cut awk sed grep egrep
  fgrep rg jq yq diff bat type get-content gc`.split(/\s+/),
)

/** What one call does, and what it writes out: something from the network, something from a file. */
export function judgeCall(call: Call): { deeds: Deed[]; fetches: boolean; reads: boolean } {
  const options = optionsOf(call)
  const deeds = new Set<Deed>()
  for (const judges of [fileJudges, networkJudges, machineJudges])
    if (Object.hasOwn(judges, call.name)) for (const deed of judges[call.name]?.(call, options) ?? []) deeds.add(deed)
  const talks = talkers.has(call.name)
  if (talks) deeds.add('network')
  const secret = readsSecret(call)
  if (secret) deeds.add('read_secret')
  if (carriesOut(call)) deeds.add('send_files')
  const operands = options.operands.filter((operand) => operand !== '-')
  const reads =
    secret ||
    (readers.has(call.name) && operands.length > (/^(?:[ef]?grep|rg|awk|sed|jq|openssl)$/.test(call.name) ? 1 : 0))
  const fetches =
    /^(?:curl|wget|fetch|http|https|aria2c|xh|lynx|nc|ncat|invoke-webrequest|invoke-restmethod|iwr|irm)$/.test(
      call.name,
    )
  return { deeds: [...deeds], fetches, reads }
}
