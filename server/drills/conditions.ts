import type { Condition } from './condition.ts'
import { ambiguousTickets } from './conditions/ambiguous-tickets.ts'
import { contradictoryOutputs } from './conditions/contradictory-outputs.ts'
import { failingTests } from './conditions/failing-tests.ts'
import { forcedHandoff } from './conditions/forced-handoff.ts'
import { partialDocumentation } from './conditions/partial-documentation.ts'
import { staleDependencies } from './conditions/stale-dependencies.ts'
import { toolRateLimits } from './conditions/tool-rate-limits.ts'

/** Every condition that can be played, pilots first. */
export const conditions: readonly Condition[] = [
  staleDependencies,
  failingTests,
  ambiguousTickets,
  partialDocumentation,
  toolRateLimits,
  contradictoryOutputs,
  forcedHandoff,
]
