import type { Ports } from '../commands/kit.ts'
import type { LogEvent } from '../contract/events.ts'
import type { Unit } from '../store/unit.ts'
import { judgeSubmitted, settleChecked } from './judge.ts'
import { callOffOpinions, dropOpinion, handOutOpinion, keepOpinion } from './opinions.ts'
import { settleParts, startParts } from './parts.ts'
import { completeGoal, reconsiderPlans, releaseAfter, settleResumed, startReady, stopBehind } from './progress.ts'
import { recoverFrom, releaseSuperseded } from './recover.ts'
import { markDownstream } from './stale.ts'
import { holdBack, refreshAfter, settleAnswered, startRedo, takenByHand, tellFurther } from './stale-after.ts'
import { noteFailure, noteRejection } from './track.ts'

type Reaction = (unit: Unit, ports: Ports, event: LogEvent) => void

/** What the coordinator does when it reads an event; every reaction stages into the same commit. */
const reactions: Record<string, readonly Reaction[]> = {
  'plan.approved': [startReady],
  'plan.revised': [startReady, settleResumed],
  'attempt.submitted': [judgeSubmitted],
  'check.finished': [settleChecked],
  'attempt.failed': [noteFailure, recoverFrom],
  'attempt.superseded': [releaseSuperseded],
  'task.completed': [refreshAfter, keepOpinion, settleParts, releaseAfter, completeGoal],
  'task.cancelled': [settleParts, stopBehind, tellFurther, completeGoal],
  'task.expanded': [startParts],
  'task.needs_human': [dropOpinion],
  'opinion.asked': [handOutOpinion],
  'deliverable.approved': [callOffOpinions],
  'deliverable.ready': [completeGoal],
  'deliverable.changes_requested': [noteRejection, callOffOpinions],
  'deliverable.rejected': [noteRejection, callOffOpinions],
  'task.reopened': [markDownstream],
  'task.kept_stale': [refreshAfter, settleParts, releaseAfter, completeGoal],
  'task.fresh': [refreshAfter, settleParts, releaseAfter, completeGoal],
  'task.redo': [startRedo],
  'task.ready': [holdBack],
  'task.retried': [takenByHand],
  'task.assigned': [takenByHand],
  'task.taken_over': [takenByHand],
  'handoff.answered': [settleAnswered],
  'goal.resumed': [settleResumed],
  'participant.joined': [reconsiderPlans],
  'participant.changed': [reconsiderPlans],
}

/** Reacts to the events from `first` on, those staged by reactions included, until none is left. */
export function react(unit: Unit, first: number, ports: Ports) {
  for (let i = first; i < unit.events.length; i++) {
    const event = unit.events[i]
    if (!event) break
    for (const reaction of reactions[event.type] ?? []) reaction(unit, ports, event)
  }
}
