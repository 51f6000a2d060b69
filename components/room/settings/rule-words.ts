import { deeds } from '../../../server/domain/actions/deeds/catalogue.ts'
import type { ActionRule, Effect } from '../../../server/domain/actions/match-rule.ts'

export const effectWords: Record<Effect, string> = { allow: 'Allow', ask: 'Ask', deny: 'Deny' }

/** A rule on one line, after its effect: the command, the tool, what it does, the note. */
export function ruleWords({ tool, pattern, does, note }: ActionRule): string {
  const [first, ...more] = does ?? []
  const deed = first === undefined ? '' : `what ${deeds[first]}${more.length > 0 ? ` or ${more.length} more` : ''}`
  const about = [pattern, tool && `with the tool ${tool}`, deed].filter(Boolean).join(', ') || 'nothing yet'
  return note ? `${about}: ${note}` : about
}

/** A rule without the fields that were left empty, as the server takes it. */
export function tidied({ effect, tool, pattern, does, note }: ActionRule): ActionRule {
  return {
    effect,
    ...(tool?.trim() ? { tool: tool.trim() } : {}),
    ...(pattern?.trim() ? { pattern: pattern.trim() } : {}),
    ...(does && does.length > 0 ? { does } : {}),
    ...(note?.trim() ? { note: note.trim() } : {}),
  }
}

/** Whether a rule says what it is about; one that does not is refused. */
export const isAboutSomething = (rule: ActionRule): boolean => {
  const { tool, pattern, does } = tidied(rule)
  return Boolean(tool ?? pattern ?? does)
}

/** A list with the thing at `from` moved by one; the same list at either end. */
export function moved<T>(list: readonly T[], from: number, step: 1 | -1): readonly T[] {
  const [one, other] = [list[from], list[from + step]]
  if (one === undefined || other === undefined) return list
  return list.map((each, at) => (at === from ? other : at === from + step ? one : each))
}
