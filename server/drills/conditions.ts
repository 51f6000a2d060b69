import type { ConditionName } from '../domain/drill.ts'
import type { Condition } from './condition.ts'
import { ambiguousTickets } from './conditions/ambiguous-tickets.ts'
import { contradictoryOutputs } from './conditions/contradictory-outputs.ts'
import { disobeysRole } from './conditions/disobeys-role.ts'
import { disobeysTask } from './conditions/disobeys-task.ts'
import { doesNotAsk } from './conditions/does-not-ask.ts'
import { doesNotStop } from './conditions/does-not-stop.ts'
import { doesNotVerify } from './conditions/does-not-verify.ts'
import { driftsOff } from './conditions/drifts-off.ts'
import { failingTests } from './conditions/failing-tests.ts'
import { forcedHandoff } from './conditions/forced-handoff.ts'
import { goesQuiet } from './conditions/goes-quiet.ts'
import { holdsBack } from './conditions/holds-back.ts'
import { ignoresInput } from './conditions/ignores-input.ts'
import { losesHistory } from './conditions/loses-history.ts'
import { partialDocumentation } from './conditions/partial-documentation.ts'
import { repeatsSteps } from './conditions/repeats-steps.ts'
import { saysOtherwise } from './conditions/says-otherwise.ts'
import { staleDependencies } from './conditions/stale-dependencies.ts'
import { startsOver } from './conditions/starts-over.ts'
import { stopsEarly } from './conditions/stops-early.ts'
import { toolRateLimits } from './conditions/tool-rate-limits.ts'
import { verifiesWrongly } from './conditions/verifies-wrongly.ts'

/** Every condition that can be played, by name: total, so a new name does not compile until it has a script. */
export const conditions: Record<ConditionName, Condition> = {
  'ambiguous-tickets': ambiguousTickets,
  'contradictory-outputs': contradictoryOutputs,
  'disobeys-role': disobeysRole,
  'disobeys-task': disobeysTask,
  'does-not-ask': doesNotAsk,
  'does-not-stop': doesNotStop,
  'does-not-verify': doesNotVerify,
  'drifts-off': driftsOff,
  'failing-tests': failingTests,
  'forced-handoff': forcedHandoff,
  'goes-quiet': goesQuiet,
  'holds-back': holdsBack,
  'ignores-input': ignoresInput,
  'loses-history': losesHistory,
  'partial-documentation': partialDocumentation,
  'repeats-steps': repeatsSteps,
  'says-otherwise': saysOtherwise,
  'stale-dependencies': staleDependencies,
  'starts-over': startsOver,
  'stops-early': stopsEarly,
  'tool-rate-limits': toolRateLimits,
  'verifies-wrongly': verifiesWrongly,
}
