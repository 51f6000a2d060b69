import { destructive } from './deeds/catalogue.ts'
import { type ActionRule, type Effect, ruleFits } from './match-rule.ts'
import { globMatches } from './paths.ts'
import type { ActionPolicy } from './policy.ts'
import { shellTools } from './request.ts'
import type { Unit } from './unit.ts'

const mostRules = 200
const longestPattern = 200
// Programs that run whatever they are told: to allow them with anything is to allow everything.
const runners =
  /^(?:sudo|doas|env|eval|exec|command|xargs|sh|bash|zsh|dash|ksh|fish|python3?|node|perl|ruby|php|deno|bun|npx|bunx|ssh|docker|kubectl|powershell|pwsh|cmd|awk|make|parallel|busybox|git|curl|wget)$/i

/** What is wrong with a policy, one sentence each: rules that contradict each other, never decide, never fit, or allow too much. */
export function policyProblems(policy: ActionPolicy): string[] {
  const { rules, otherwise } = policy
  const problems =
    rules.length > mostRules ? [`There are ${rules.length} rules; ${mostRules} are the most that are read.`] : []
  const read = rules.slice(0, mostRules)
  for (const [at, rule] of read.entries()) problems.push(...ownProblems(rule, at + 1), ...overshadowed(read, rule, at))
  if (otherwise === 'allow' && !rules.some((rule) => rule.effect !== 'allow'))
    problems.push('What no rule names is allowed, and no rule denies or asks: everything is allowed.')
  if (otherwise === 'deny' && rules.every((rule) => rule.effect === 'deny') && rules.length > 0)
    problems.push('What no rule names is denied anyway: these rules change nothing.')
  return problems
}

function ownProblems(rule: ActionRule, number: number): string[] {
  const { effect, tool, pattern, does } = rule
  const allows = effect === 'allow'
  const words = pattern?.trim().split(/\s+/) ?? []
  const open = isOpen(pattern) && isOpen(tool) && does === undefined
  const wide = words.length === 2 && words[1] === '*' && runners.test(words[0] ?? '')
  const findings: readonly (readonly [boolean, string])[] = [
    [pattern?.trim() === '' || tool?.trim() === '', 'has an empty tool or pattern.'],
    [does?.length === 0, 'names no deed, so it never fits.'],
    [open && allows, 'allows everything that can be understood: name a tool or a command.'],
    [open && !allows, `names nothing, so it ${verb[effect]} everything.`],
    [longer(pattern) || longer(tool), `is longer than ${longestPattern} characters.`],
    [allows && wide, `allows “${pattern}”, which runs whatever it is told.`],
    [allows && words.length > 1 && /^\w?\*\w?$/.test(words[0] ?? ''), `allows any command that fits “${words[0]}”.`],
    [allows && (does ?? []).some((deed) => destructive.includes(deed)), 'allows what cannot be taken back.'],
    [
      allows && pattern === undefined && does === undefined && !open && shellTools.test(tool ?? ''),
      `allows the tool “${tool}” whatever it is told to run: name commands.`,
    ],
    [
      tool === undefined && /[;|&`]|\$\(/.test(pattern ?? ''),
      'never fits: commands are taken apart at ; | & and $( before rules are asked.',
    ],
    [
      tool === undefined && /["'\\]/.test(pattern ?? ''),
      'never fits as written: quotation marks and backslashes are gone before rules are asked.',
    ],
  ]
  return findings.filter(([found]) => found).map(([, sentence]) => `Rule ${number} ${sentence}`)
}

const isOpen = (glob: string | undefined) => glob === undefined || /^[*\s]+$/.test(glob)
const longer = (text: string | undefined) => (text?.length ?? 0) > longestPattern

const verb: Record<Effect, string> = { allow: 'allows', ask: 'asks about', deny: 'denies' }

// A rule that another one leaves nothing to decide.
function overshadowed(rules: readonly ActionRule[], rule: ActionRule, at: number): string[] {
  const number = at + 1
  const same = rules.findIndex((other, index) => index < at && other.effect !== rule.effect && sameScope(other, rule))
  if (same >= 0) {
    const [denies, other] = rule.effect === 'deny' ? [number, same + 1] : [same + 1, number]
    const outcome =
      rule.effect === 'deny' || rules[same]?.effect === 'deny'
        ? `rule ${denies} wins, rule ${other} never decides`
        : `rule ${same + 1} answers first`
    return [`Rules ${same + 1} and ${number} contradict each other on “${scopeOf(rule)}”: ${outcome}.`]
  }
  const by = rules.findIndex((other, index) => {
    if (index === at || (index > at && sameScope(other, rule))) return false
    const first = other.effect === 'deny' || (index < at && rule.effect !== 'deny')
    return first && covers(other, rule)
  })
  return by >= 0
    ? [`Rule ${number} never decides: rule ${by + 1} (${rules[by]?.effect} “${scopeOf(rules[by])}”) answers before it.`]
    : []
}

const sameScope = (a: ActionRule, b: ActionRule) =>
  a.tool === b.tool &&
  a.pattern?.trim() === b.pattern?.trim() &&
  [...(a.does ?? [])].sort().join() === [...(b.does ?? [])].sort().join()

// Whether whatever fits `small` fits `big`: asked by treating the small pattern as a command itself.
function covers(big: ActionRule, small: ActionRule): boolean {
  if (
    big.tool !== undefined &&
    (small.tool === undefined ? !/^\*+$/.test(big.tool) : !globMatches(big.tool, small.tool))
  )
    return false
  if (big.does !== undefined && (small.does === undefined || !small.does.every((deed) => big.does?.includes(deed))))
    return false
  if (big.pattern === undefined) return true
  if (small.pattern === undefined) return /^[*\s]+$/.test(big.pattern)
  const words = small.pattern.trim().split(/\s+/)
  const unit: Unit = { words, unsure: [], via: [], does: small.does ?? [], opaque: null, guessed: false, at: 0 }
  return ruleFits({ effect: big.effect, pattern: big.pattern }, { tool: '', unit, form: 'command', weight: 'certain' })
}

const scopeOf = (rule: ActionRule | undefined) =>
  [rule?.tool && `tool ${rule.tool}`, rule?.pattern, rule?.does?.join(', ')].filter(Boolean).join(' ') || 'everything'
