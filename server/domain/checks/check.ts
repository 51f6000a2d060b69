/** Every check there is, in the order they run and are shown. */
export const checkNames = [
  'non_empty',
  'kind',
  'schema',
  'sections',
  'length',
  'no_placeholder',
  'unchanged',
  'evidence',
  'secrets',
  'forbidden_commands',
  'links',
  'quotes',
  'numbers',
  'acceptance',
] as const

export type CheckName = (typeof checkNames)[number]

export const isCheckName = (name: string): name is CheckName => checkNames.some((known) => known === name)

/** passed and failed are proven on bytes; unverified means that a person must look. */
export type CheckStatus = 'passed' | 'failed' | 'unverified'

export type MaterialFile = { name: string; mediaType: string; text: string | null; sha256: string; size: number }

export type Source = {
  claim?: string | undefined
  inputId?: string | undefined
  versionId?: string | undefined
  url?: string | undefined
  quote: string
  locator?: string | undefined
}

/** A CSV input as a table: row 1 is the first under the header. */
export type Table = { inputId: string; name: string; header: readonly string[]; rows: readonly (readonly string[])[] }

/** What an output contract promises. */
export type Promised = {
  kind?: string | undefined
  mediaType?: string | undefined
  schema?: unknown
  sections?: readonly string[] | undefined
}

/** What the maker brings forward for a claim that something passed. */
export type GivenEvidence = {
  name: string
  versionSha256?: string | undefined
  passed?: boolean | undefined
  output?: string | undefined
}

/** All that a judgement may look at: one version, what was promised, and the bytes it cites. */
export type Material = {
  files: readonly MaterialFile[]
  response: string
  output: Promised | null
  brief: string
  /** Acceptance criteria of the goal; empty unless the task makes the deliverable. */
  acceptance: readonly string[]
  sources: readonly Source[]
  /** Inputs and upstream versions with their bytes, by input id or version id. */
  inputs: readonly { id: string; name: string; mediaType: string; text: string | null }[]
  tables: readonly Table[]
  /** Versions that a person sent back. */
  rejected: readonly { sha256: string; summary: string }[]
  versionSha256: string
  evidence: readonly GivenEvidence[]
  /** How pages outside answered, by address, where somebody visited them. */
  fetched?: ReadonlyMap<string, { status: number }> | undefined
  /** What is wrong with a value by a JSON schema, one sentence each; empty when it conforms. */
  schemaErrors: (schema: unknown, value: unknown) => readonly string[]
  /** The stem of a lower-case English word. */
  stem: (word: string) => string
}

export type Evidence = {
  label: string
  detail: string
  ok: boolean
  /** Set where a single piece of evidence is neither proof nor refutation. */
  status?: CheckStatus
  file?: string
  line?: number
  source?: string
}

export type CheckResult = {
  name: CheckName
  status: CheckStatus
  required: boolean
  /** One plain sentence. */
  summary: string
  evidence: readonly Evidence[]
}

/** A check picked for a task; `asked` when the task names it, not when it comes by default. */
export type CheckChoice = {
  name: CheckName
  required: boolean
  asked: boolean
  options: Readonly<Record<string, unknown>>
}

/** What a check found; `required` overrides the choice where only the finding tells whether it binds. */
export type Finding = { status: CheckStatus; summary: string; evidence: readonly Evidence[]; required?: boolean }

/** One check: a judgement on material, or null where there is nothing to judge. */
export type Check = (material: Material, chosen: CheckChoice) => Finding | null

/** How many pieces of evidence one result carries; the summary counts the rest. */
export const evidenceLimit = 100
