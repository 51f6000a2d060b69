import ipaddr from 'ipaddr.js'
import { passwordFault } from '../auth/password.ts'
import type { Env } from '../env.ts'

type Told = Pick<Env, 'url' | 'host' | 'egressAllow' | 'log' | 'owner'>

const loopback = /^(127\.[\d.]+|localhost|\[?::1\]?)$/
const talkative = new Set(['debug', 'trace'])

/**
 * What is unsafe in settings that are otherwise right, each as one sentence that names the variable and what to write instead. They
 * are said at every start, and to owners and admins in the settings; what can never be right is refused by readEnv.
 */
export function cautionsOf({ url, host, egressAllow, log, owner }: Told): string[] {
  const { protocol, hostname } = new URL(url)
  const reachable = !loopback.test(hostname) || !loopback.test(host)
  const cautions: string[] = []
  if (protocol === 'http:' && reachable) {
    cautions.push(
      `People reach Muster at ${url} without encryption: passwords and sign-ins can be read on the way. Put it behind https and set MUSTER_URL to the https:// address.`,
    )
  }
  for (const entry of egressAllow) {
    const why = widthOf(entry)
    if (why)
      cautions.push(`MUSTER_EGRESS_ALLOW has ${entry}, which ${why}. Name the hosts that agents live on instead.`)
  }
  if (talkative.has(log)) cautions.push(`MUSTER_LOG is ${log}, meant for looking for a fault. Write info otherwise.`)
  if (owner?.password != null && passwordFault(owner.password, [owner.email]) !== null)
    cautions.push('MUSTER_OWNER_PASSWORD is among the first that anybody tries. Change it after signing in, under You.')
  return cautions
}

// Where clouds answer every machine with its keys.
const metadata = ['169.254.169.254', '100.100.100.200', '168.63.129.16', 'fd00:ec2::254'].map((one) =>
  ipaddr.parse(one),
)
// A network of one's own is no wider than these: 10.0.0.0/8, fc00::/7 in halves.
const widest = { ipv4: 8, ipv6: 8 }

/** What is too wide about one entry of the allow-list, or null. */
function widthOf(entry: string): string | null {
  const bare =
    /^\[([^\]]+)\]/.exec(entry)?.[1] ?? (ipaddr.isValidCIDR(entry) ? entry : entry.replace(/:[\d;|+-]+$/, ''))
  if (!ipaddr.isValid(bare) && !ipaddr.isValidCIDR(bare)) return null
  const [network, bits] = ipaddr.isValidCIDR(bare)
    ? ipaddr.parseCIDR(bare)
    : [ipaddr.parse(bare), ipaddr.parse(bare).kind() === 'ipv4' ? 32 : 128]
  if (bits < widest[network.kind()])
    return bits === 0 ? 'lets agents be anywhere' : 'is wider than any network of one’s own'
  return metadata.some((one) => one.kind() === network.kind() && one.match(network, bits))
    ? 'holds the address at which a cloud gives a machine its keys'
    : null
}
