import { acceptance } from './acceptance.ts'
import {
  type Check,
  type CheckChoice,
  type CheckName,
  type CheckResult,
  checkNames,
  type Material,
  type Promised,
  type Source,
} from './check.ts'
import { evidence } from './evidence.ts'
import { forbiddenCommands } from './forbidden-commands.ts'
import { kind } from './kind.ts'
import { length } from './length.ts'
import { links } from './links.ts'
import { noPlaceholder } from './no-placeholder.ts'
import { nonEmpty } from './non-empty.ts'
import { numbers } from './numbers.ts'
import { isFigure, quotes } from './quotes.ts'
import { schema } from './schema.ts'
import { secrets } from './secrets.ts'
import { sections } from './sections.ts'
import { unchanged } from './unchanged.ts'

const checks = {
  non_empty: nonEmpty,
  kind,
  schema,
  sections,
  length,
  no_placeholder: noPlaceholder,
  unchanged,
  evidence,
  secrets,
  forbidden_commands: forbiddenCommands,
  links,
  quotes,
  numbers,
  acceptance,
} satisfies Record<CheckName, Check>

/** A check as a task names it; further keys are the check's own options. Names that are no check were refused before. */
export type AskedCheck = {
  readonly name: string
  readonly required?: boolean | undefined
  readonly [option: string]: unknown
}

const asksForSources =
  /\b(?:every|each|all)\b[^.\n]{0,60}\bsourced?\b|\bcite (?:your |the |all |every )?sources?\b|\bwith (?:its|their) sources?\b|\bquot(?:e|ing) (?:your|the|its|their) sources?\b/i

/** The checks for a task: all that the output contract gives cause for, with the task's own choices on top; in running order. */
export function chooseChecks(task: {
  brief: string
  output: Promised | null
  checks?: readonly AskedCheck[]
}): CheckChoice[] {
  const asked = new Map((task.checks ?? []).map((check) => [check.name, check]))
  return checkNames.map((name) => {
    const { name: _, required, ...options } = asked.get(name) ?? { name }
    return { name, required: required ?? binds(name, asked.has(name), task.brief), asked: asked.has(name), options }
  })
}

// What a person must look at anyway does not hold the work up by default.
function binds(name: CheckName, asked: boolean, brief: string): boolean {
  if (name === 'acceptance') return false
  if (name === 'links' || name === 'forbidden_commands') return asked
  if (name === 'quotes') return asked || asksForSources.test(brief)
  return true
}

/** Runs the chosen checks on the material; a check without anything to judge gives no result. */
export function judge(material: Material, chosen: readonly CheckChoice[]): CheckResult[] {
  return chosen.flatMap((choice) => {
    const finding = checks[choice.name](material, choice)
    if (!finding) return []
    return [{ ...finding, name: choice.name, required: finding.required ?? choice.required }]
  })
}

/** The results that keep a version from being accepted: required ones that did not pass. */
export function blocking(results: readonly CheckResult[]): CheckResult[] {
  return results.filter((result) => result.required && result.status !== 'passed')
}

/** Whether the bytes of inputs and upstream versions must be read for these checks on these sources. */
export function needsInputs(chosen: readonly Pick<CheckChoice, 'name'>[], sources: readonly Source[]): boolean {
  const runs = (name: CheckName) => chosen.some((choice) => choice.name === name)
  const inside = sources.filter((source) => source.inputId !== undefined || source.versionId !== undefined)
  return inside.some((source) => runs(isFigure(source) ? 'numbers' : 'quotes'))
}
