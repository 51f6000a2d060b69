import ipaddr from 'ipaddr.js'
import * as z from 'zod'
import { nearestName } from './domain/text/nearest-name.ts'

/** One thing wrong with the environment: the variable, what is wrong with it, and what to write instead. */
export type EnvFault = { readonly name: string; readonly wrong: string; readonly write: string }

const text = z.string().min(1)
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const fault = (wrong: string, write: string) => ({ error: `${wrong}|${write}` })

const origin = (example: string) => {
  const ask = fault('is not the address of a site', `an http:// or https:// address without a path, like ${example}`)
  return z.string().transform((value, context) => {
    const url = URL.canParse(value) ? new URL(value) : null
    if (url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search + url.hash === '') {
      return url.origin
    }
    context.addIssue(ask.error)
    return z.NEVER
  })
}

const webAddress = (example: string) =>
  z.url({ protocol: /^https?$/, ...fault('is not a web address', `an http:// or https:// address, like ${example}`) })

const upTo = (most: number) => (value: string) => /^[1-9][0-9]{0,8}$/.test(value) && Number(value) <= most
const whole = (most: number, what: string) =>
  z
    .string()
    .refine(upTo(most), fault(what, `a number from 1 to ${most}`))
    .transform(Number)

const isAddress = (value: string) => ipaddr.IPv4.isValidFourPartDecimal(value) || ipaddr.IPv6.isValid(value)
const hostName = /^(?=.{1,253}$)(?![\d.-]+$)([a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?\.?)+$/i
const portPart = /^[0-9]{1,5}(-[0-9]{1,5})?$/

/** Whether one entry names a host, an address or a range, alone or with ports: `10.0.0.0/8:8080;9000-9010`, `[::1]:8080`. */
export function isEgressEntry(entry: string): boolean {
  if (isAddress(entry) || ipaddr.isValidCIDR(entry)) return true
  const parts = /^(?:\[([^\]]+)\]|([^:]+))(?::(.+))?$/.exec(entry)
  if (parts === null) return false
  const [, bracketed, plain, ports] = parts
  const named = bracketed === undefined && hostName.test(plain ?? '')
  const numeric = isAddress(bracketed ?? plain ?? '') || ipaddr.isValidCIDR(bracketed ?? plain ?? '')
  const portsOk = ports === undefined || ports.split(/[;|+]/).every((part) => portPart.test(part))
  return (named || numeric) && portsOk
}

const egressList = z.string().transform((value, context) => {
  const entries = value
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  // A bare number or range after a comma is one more port of the entry before it.
  const bad = entries.filter((entry, index) => !isEgressEntry(entry) && (index === 0 || !portPart.test(entry)))
  if (bad.length > 0) {
    const { error } = fault(
      `has entries that are neither a host nor a range: ${bad.join(', ')}`,
      'hosts or ranges parted by commas, each with ports if wanted: agents.lan:8080,10.1.0.0/16',
    )
    context.addIssue(error)
  }
  return entries
})

// What stands in examples, and keys held down, are no secrets.
const isDrawn = (text: string) =>
  text.length < 32 || (new Set(text).size >= 10 && !/(change|replace)[\W_]*(me|this)|your[\W_]*secret/i.test(text))

const postgresExample = 'postgres://user:password@host:5432/database'

const variables = z.object({
  PORT: whole(65_535, 'is not a port').default(3000),
  HOST: z
    .string()
    .refine(
      (value) => isAddress(value) || hostName.test(value),
      fault('is not a host', 'an address to listen on: 127.0.0.1 for this machine alone, 0.0.0.0 for the network'),
    )
    .default('127.0.0.1'),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\/\S+$/, fault('is not a PostgreSQL address', postgresExample)),
  MUSTER_URL: origin('https://muster.example').optional(),
  MUSTER_DATA_DIR: text.default('.data'),
  MUSTER_SECRET: z
    .string()
    .min(32, fault('is too short to keep secrets with', 'at least 32 random characters'))
    .refine(isDrawn, fault('can be guessed', 'at least 32 random characters of your own')),
  MUSTER_EGRESS_ALLOW: egressList.default([]),
  MUSTER_PACE: whole(999_999_999, 'is not a whole number').default(30_000),
  MUSTER_PAGES: z.enum(['on', 'off'], fault('is neither on nor off', 'on or off')).default('on'),
  MUSTER_CREW: z.enum(['on', 'off'], fault('is neither on nor off', 'on or off')).default('on'),
  MUSTER_CREW_URL: webAddress('http://127.0.0.1:20000').optional(),
  MUSTER_CREW_TOKEN: text.optional(),
  MUSTER_OWNER_EMAIL: z.email(fault('is not an e-mail address', 'name@example.org')).optional(),
  MUSTER_OWNER_PASSWORD: z.string().min(8, fault('is too short', 'at least 8 characters')).optional(),
  MUSTER_OWNER_TOKEN: z
    .string()
    .regex(
      /^mst_pat_[!-~]{32,300}$/,
      fault('is not a personal token', 'mst_pat_ and random ASCII characters, 40 to 308 in all'),
    )
    .optional(),
  MUSTER_LLM_BASE_URL: webAddress('https://models.example/v1').optional(),
  MUSTER_LLM_API_KEY: text.optional(),
  MUSTER_LLM_MODEL: text.optional(),
  MUSTER_OAUTH_GITHUB_ID: text.optional(),
  MUSTER_OAUTH_GITHUB_SECRET: text.optional(),
  MUSTER_OAUTH_GOOGLE_ID: text.optional(),
  MUSTER_OAUTH_GOOGLE_SECRET: text.optional(),
  MUSTER_OIDC_ISSUER: webAddress('https://login.example').optional(),
  MUSTER_OIDC_CLIENT_ID: text.optional(),
  MUSTER_OIDC_CLIENT_SECRET: text.optional(),
  MUSTER_LOG: z.enum(logLevels, fault('is not a log level', `one of ${logLevels.join(', ')}`)).default('info'),
  MUSTER_DEV: z.enum(['0', '1'], fault('is neither 0 nor 1', '0 or 1')).default('0'),
})

type Values = z.infer<typeof variables>
const names = Object.keys(variables.shape)

// Variables that mean nothing without one another.
const groups = [
  ['MUSTER_CREW_URL', 'MUSTER_CREW_TOKEN'],
  ['MUSTER_LLM_BASE_URL', 'MUSTER_LLM_API_KEY', 'MUSTER_LLM_MODEL'],
  ['MUSTER_OAUTH_GITHUB_ID', 'MUSTER_OAUTH_GITHUB_SECRET'],
  ['MUSTER_OAUTH_GOOGLE_ID', 'MUSTER_OAUTH_GOOGLE_SECRET'],
  ['MUSTER_OIDC_ISSUER', 'MUSTER_OIDC_CLIENT_ID', 'MUSTER_OIDC_CLIENT_SECRET'],
] as const

/**
 * What the process was told from outside, checked and frozen. Groups that belong together are one value or null.
 * `crew` is null when the starter crew is off or runs nowhere; `url` is the public address without a trailing slash;
 * without `pages` the process answers programs and moves work, and shows nobody a page.
 */
export type Env = Readonly<ReturnType<typeof shape>>

/** Reads a bag of variables; says all that is wrong with it at once. An empty variable counts as unset. */
export function readEnv(
  source: Readonly<Record<string, string | undefined>>,
): { readonly ok: true; readonly env: Env } | { readonly ok: false; readonly faults: readonly EnvFault[] } {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = variables.safeParse(given)
  const faults = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => faultOf(issue, given))),
    ...groups.flatMap((group) => incomplete(group, given)),
    ...ownerFaults(given),
    ...(given.MUSTER_DEV === '1' && given.NODE_ENV === 'production' ? [devFault] : []),
    ...Object.keys(given).filter(isStranger).map(strangerFault),
  ]
  if (!parsed.success || faults.length > 0) return { ok: false, faults }
  return { ok: true, env: Object.freeze(shape(parsed.data)) }
}

/** One line a fault, for the terminal. */
export function faultLines(faults: readonly EnvFault[]): string {
  return faults.map((one) => `  ${one.name} ${one.wrong}; write ${one.write}`).join('\n')
}

function shape(values: Values) {
  const crewUrl = values.MUSTER_CREW === 'on' ? values.MUSTER_CREW_URL : undefined
  return {
    port: values.PORT,
    host: values.HOST,
    url: values.MUSTER_URL ?? `http://${visitable(values.HOST)}:${values.PORT}`,
    dataDir: values.MUSTER_DATA_DIR,
    databaseUrl: values.DATABASE_URL,
    secret: values.MUSTER_SECRET,
    egressAllow: values.MUSTER_EGRESS_ALLOW,
    pace: values.MUSTER_PACE,
    pages: values.MUSTER_PAGES === 'on',
    crewOn: values.MUSTER_CREW === 'on',
    crew: together({ url: crewUrl, token: values.MUSTER_CREW_TOKEN }),
    owner: values.MUSTER_OWNER_EMAIL === undefined ? null : ownerOf(values, values.MUSTER_OWNER_EMAIL),
    llm: together({
      baseUrl: values.MUSTER_LLM_BASE_URL,
      apiKey: values.MUSTER_LLM_API_KEY,
      model: values.MUSTER_LLM_MODEL,
    }),
    github: together({ id: values.MUSTER_OAUTH_GITHUB_ID, secret: values.MUSTER_OAUTH_GITHUB_SECRET }),
    google: together({ id: values.MUSTER_OAUTH_GOOGLE_ID, secret: values.MUSTER_OAUTH_GOOGLE_SECRET }),
    oidc: together({
      issuer: values.MUSTER_OIDC_ISSUER,
      clientId: values.MUSTER_OIDC_CLIENT_ID,
      clientSecret: values.MUSTER_OIDC_CLIENT_SECRET,
    }),
    log: values.MUSTER_LOG,
    dev: values.MUSTER_DEV === '1',
  }
}

function ownerOf(values: Values, email: string) {
  return { email, password: values.MUSTER_OWNER_PASSWORD ?? null, token: values.MUSTER_OWNER_TOKEN ?? null }
}

// A browser cannot visit the address that means "every address of this machine".
function visitable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

function together<K extends string>(parts: Record<K, string | undefined>): Readonly<Record<K, string>> | null {
  const complete = (value: Record<K, string | undefined>): value is Record<K, string> =>
    Object.values(value).every((part) => part !== undefined)
  return complete(parts) ? Object.freeze(parts) : null
}

function faultOf(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): EnvFault {
  const name = String(issue.path[0])
  if (given[name] === undefined) return { name, wrong: 'is missing', write: missing[name] ?? 'a value' }
  const [wrong = 'is wrong', write = 'another value'] = issue.message.split('|')
  return { name, wrong, write }
}

const missing: Readonly<Record<string, string>> = {
  DATABASE_URL: `${postgresExample}, or use npm start, which brings a database`,
  MUSTER_SECRET:
    'at least 32 random characters that stay the same from start to start, or use npm start, which keeps one',
}

function incomplete(group: readonly string[], given: Readonly<Record<string, unknown>>): EnvFault[] {
  const absent = group.filter((name) => given[name] === undefined)
  if (absent.length === 0 || absent.length === group.length) return []
  const present = group.filter((name) => given[name] !== undefined).join(' and ')
  return absent.map((name) => ({ name, wrong: `is missing beside ${present}`, write: 'it too, or none of them' }))
}

function ownerFaults(given: Readonly<Record<string, unknown>>): EnvFault[] {
  const { MUSTER_OWNER_EMAIL: email, MUSTER_OWNER_PASSWORD: password, MUSTER_OWNER_TOKEN: token } = given
  const way = password ?? token
  if (email === undefined && way !== undefined) {
    return [{ name: 'MUSTER_OWNER_EMAIL', wrong: 'is missing beside the password or token', write: 'whose it is' }]
  }
  if (email !== undefined && way === undefined) {
    return [
      { name: 'MUSTER_OWNER_PASSWORD', wrong: 'is missing beside MUSTER_OWNER_EMAIL', write: 'at least 8 characters' },
    ]
  }
  return []
}

const devFault = { name: 'MUSTER_DEV', wrong: 'is 1 in production', write: '0, or start with npm run dev' }

const isStranger = (name: string) => name.startsWith('MUSTER_') && !names.includes(name)

function strangerFault(name: string): EnvFault {
  const nearest = nearestName(
    name,
    names.filter((known) => known.startsWith('MUSTER_')),
  )
  const write = nearest === null ? 'nothing by that name' : `${nearest} if that is what you meant`
  return { name, wrong: 'is not a variable Muster knows', write }
}
