import { type Deed, deeds, destructive } from './deeds/catalogue.ts'
import { type ActionRule, type Effect, isClear, ruleFits } from './match-rule.ts'
import { type ActionRequest, type Asked, askedFor } from './request.ts'
import { understand } from './understand.ts'
import { lineOf } from './unit.ts'

/** What a room says to action requests: rules in order, and what holds where none fits. */
export type ActionPolicy = { rules: readonly ActionRule[]; otherwise: Effect }

/** One command as it was understood: in plain words, what it was found behind, what it does, and what was decided on it. */
export type Seen = { text: string; via: readonly string[]; does: readonly Deed[]; effect: Effect }

export type ActionDecision = {
  effect: Effect
  /** The position of the rule that decided, null when none did. */
  rule: number | null
  /** One or two plain sentences. */
  why: string
  /** Everything that was found in the request, most severe first. */
  seen: readonly Seen[]
}

type Verdict = { effect: Effect; rule: number | null; why: string; asked: Asked }

const severity = { allow: 0, ask: 1, deny: 2 } as const satisfies Record<Effect, number>
const mostSeen = 50

/** Decides a request by a room's policy. Every command found in any form is judged, the most severe answer counts; what cannot be understood is asked about, never allowed by a broad rule. */
export function decideAction(policy: ActionPolicy, request: ActionRequest): ActionDecision {
  const asked = askedFor(request)
  if (asked.length === 0) {
    const effect = policy.otherwise === 'allow' && !isBlank(request) ? 'ask' : policy.otherwise
    return { effect, rule: null, why: 'There is nothing in it to run.', seen: [] }
  }
  const verdicts = asked.flatMap((each) => judgeOne(policy, each) ?? [])
  const ranked = verdicts.sort((a, b) => severity[b.effect] - severity[a.effect])
  const first = ranked[0]
  const seen = ranked
    .slice(0, mostSeen)
    .map(({ asked: { unit }, effect }) => ({ text: lineOf(unit), via: unit.via, does: unit.does, effect }))
  if (!first) return { effect: policy.otherwise, rule: null, why: byDefault[policy.otherwise], seen }
  const mention = first.effect === 'deny' || first.asked.weight === 'possible' ? null : mentioned(asked)
  const why = mention ? `${first.why} It only mentions “${mention}”, it does not run it.` : first.why
  return { effect: first.effect, rule: first.rule, why, seen }
}

const isBlank = ({ command, arguments: given }: ActionRequest) => !command?.trim() && given === undefined

const byDefault: Record<Effect, string> = {
  allow: 'No rule speaks against it.',
  ask: 'No rule decides it, so a person does.',
  deny: 'No rule allows it.',
}

function judgeOne(policy: ActionPolicy, asked: Asked): Verdict | null {
  const { unit } = asked
  const fitting = policy.rules.flatMap((rule, index) => (ruleFits(rule, asked) ? [{ rule, index }] : []))
  const denied = fitting.find(({ rule }) => rule.effect === 'deny')
  const hit = denied ?? fitting.find(({ rule }) => rule.effect !== 'deny')
  // A reading that is only possible, or a call that only carries commands, can forbid and warn but not decide otherwise.
  const sure = asked.weight === 'certain' && !unit.guessed
  const warns =
    hit?.rule.effect === 'deny' || (hit?.rule.effect === 'ask' && (!unit.guessed || hit.rule.does !== undefined))
  if (!sure && !warns) return null
  if (hit) {
    const effect = hit.rule.effect === 'deny' && asked.weight === 'possible' ? 'ask' : hit.rule.effect
    return { effect, rule: hit.index, why: whyOf(hit.rule, hit.index, asked, effect), asked }
  }
  if (policy.otherwise === 'allow' && !isClear(unit))
    return {
      effect: 'ask',
      rule: null,
      why: `It cannot be fully understood: ${unit.opaque ?? `${unit.words[unit.unsure[0] ?? 0]} is known only when it runs`} (${shown(asked)}).`,
      asked,
    }
  return { effect: policy.otherwise, rule: null, why: byDefault[policy.otherwise], asked }
}

const verb: Record<Effect, string> = { allow: 'allows', ask: 'asks about', deny: 'denies' }

function whyOf(rule: ActionRule, index: number, asked: Asked, effect: Effect): string {
  const deed = rule.does?.find((each) => asked.unit.does.includes(each))
  const reason = deed ? `it ${deeds[deed]}` : rule.note
  const behind = asked.unit.via.length > 0 ? `, found behind ${asked.unit.via.join(', ')}` : ''
  const sure = asked.weight !== 'possible' ? '' : ' if it is meant to run'
  return `Rule ${index + 1} ${verb[effect]} ${shown(asked)}${sure}${behind}${reason ? `: ${reason}` : ''}.`
}

const shown = ({ unit }: Asked) => {
  const line = lineOf(unit)
  return `“${line.length > 120 ? `${line.slice(0, 119)}…` : line}”`
}

// A dangerous command that stands in a text without being run.
function mentioned(asked: readonly Asked[]): string | null {
  for (const { unit } of asked) {
    if (unit.does.some((deed) => destructive.includes(deed))) continue
    for (const word of unit.words.slice(1))
      if (/\s/.test(word.trim()) && word.length < 2000) {
        const inner = understand(word).find(
          (each) => !each.guessed && each.does.some((deed) => destructive.includes(deed)),
        )
        if (inner) return lineOf(inner).slice(0, 80)
      }
  }
  return null
}
