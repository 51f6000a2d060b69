import { pauseAgent, removeAgent, resumeAgent, rotateSecret } from '../commands/agent/change.ts'
import { inviteCrew } from '../commands/agent/crew.ts'
import { registerAgent, registerManyAgents } from '../commands/agent/register.ts'
import { updateAgent } from '../commands/agent/update.ts'
import { reportDrill } from '../commands/drill/report.ts'
import { drillStarter, type Rehearse } from '../commands/drill/start.ts'
import { approvePlan, editPlan } from '../commands/goal/plan.ts'
import { setPolicy } from '../commands/goal/policy.ts'
import { cancelGoal, pauseGoal, resumeGoal, setLimits } from '../commands/goal/steer.ts'
import { hookMaker } from '../commands/hook/create.ts'
import { revokeHook } from '../commands/hook/revoke.ts'
import { removePlaybook } from '../commands/playbook/remove.ts'
import { playbookSaver } from '../commands/playbook/save.ts'
import { goalStarter } from '../commands/playbook/use.ts'
import { approveDeliverable } from '../commands/review/approve.ts'
import { askOpinion } from '../commands/review/ask-opinion.ts'
import { addComment, resolveComment } from '../commands/review/comment.ts'
import { rollBackDeliverable } from '../commands/review/roll-back.ts'
import { rejectDeliverable, requestChanges } from '../commands/review/send-back.ts'
import { allowAction, denyAction } from '../commands/room/decide-action.ts'
import { attachFile } from '../commands/room/file.ts'
import { answerHandoff } from '../commands/room/handoff.ts'
import { postMessage, seeMention } from '../commands/room/message.ts'
import { addParticipant, removeParticipant } from '../commands/room/participant.ts'
import { updateRoom } from '../commands/room/update.ts'
import type { Outcome, Runner } from '../commands/run.ts'
import { removeSchedule } from '../commands/schedule/remove.ts'
import { scheduleSaver } from '../commands/schedule/save.ts'
import { acceptConflict } from '../commands/task/accept-conflict.ts'
import { reopenTask } from '../commands/task/reopen.ts'
import { settleStale } from '../commands/task/settle-stale.ts'
import { splitTask } from '../commands/task/split.ts'
import { assignTask, cancelTask, retryTask, takeOverTask } from '../commands/task/steer.ts'
import { acceptVersion, giveBackTask, submitTask } from '../commands/task/work.ts'
import { createRoom } from '../commands/workspace/create-room.ts'
import { inviteMember, revokeInvite } from '../commands/workspace/invite.ts'
import { removeMember, setRole } from '../commands/workspace/member.ts'
import { renameWorkspace } from '../commands/workspace/rename.ts'
import { createToken, revokeToken } from '../commands/workspace/token.ts'
import type { Actor } from '../domain/permission.ts'
import { type Catalogue, inLane } from './commands.ts'

type Outside = {
  verify: (agentId: string, actor: Actor) => Promise<Outcome>
  replay: (deliveryId: string, actor: Actor, id: string) => Promise<Outcome>
  rehearse?: Rehearse
}

/** Every command of the contract with the verb that carries it out. Those that reach outside come as functions. */
export function createCatalogue(runner: Runner, outside: Outside): Catalogue {
  return {
    'workspace.rename': inLane(runner, renameWorkspace),
    'member.invite': inLane(runner, inviteMember),
    'invite.revoke': inLane(runner, revokeInvite),
    'member.set_role': inLane(runner, setRole),
    'member.remove': inLane(runner, removeMember),
    'token.create': inLane(runner, createToken),
    'token.revoke': inLane(runner, revokeToken),
    'room.create': inLane(runner, createRoom),
    'crew.invite': inLane(runner, inviteCrew),
    'playbook.save': playbookSaver(runner),
    'playbook.remove': inLane(runner, removePlaybook),
    'schedule.save': scheduleSaver(runner),
    'schedule.remove': inLane(runner, removeSchedule),
    'hook.create': hookMaker(runner),
    'hook.revoke': inLane(runner, revokeHook),
    'agent.register': inLane(runner, registerAgent),
    'agent.register_many': inLane(runner, registerManyAgents),
    'agent.update': inLane(runner, updateAgent),
    'agent.verify': (input: { agentId: string }, actor) => outside.verify(input.agentId, actor),
    'agent.rotate_secret': inLane(runner, rotateSecret),
    'agent.pause': inLane(runner, pauseAgent),
    'agent.resume': inLane(runner, resumeAgent),
    'agent.remove': inLane(runner, removeAgent),
    'delivery.replay': (input: { deliveryId: string }, actor, id) => outside.replay(input.deliveryId, actor, id),
    'room.update': inLane(runner, updateRoom),
    'room.add_participant': inLane(runner, addParticipant),
    'room.remove_participant': inLane(runner, removeParticipant),
    'message.post': inLane(runner, postMessage),
    'mention.see': inLane(runner, seeMention),
    'file.attach': inLane(runner, attachFile),
    'handoff.answer': inLane(runner, answerHandoff),
    'action.allow': inLane(runner, allowAction),
    'action.deny': inLane(runner, denyAction),
    'goal.create': goalStarter(runner),
    'goal.pause': inLane(runner, pauseGoal),
    'goal.resume': inLane(runner, resumeGoal),
    'goal.cancel': inLane(runner, cancelGoal),
    'goal.set_limits': inLane(runner, setLimits),
    'goal.set_policy': inLane(runner, setPolicy),
    'plan.edit': inLane(runner, editPlan),
    'plan.approve': inLane(runner, approvePlan),
    'task.assign': inLane(runner, assignTask),
    'task.take_over': inLane(runner, takeOverTask),
    'task.submit': inLane(runner, submitTask),
    'task.give_back': inLane(runner, giveBackTask),
    'task.retry': inLane(runner, retryTask),
    'task.cancel': inLane(runner, cancelTask),
    'task.reopen': inLane(runner, reopenTask),
    'task.split': inLane(runner, splitTask),
    'task.settle_stale': inLane(runner, settleStale),
    'task.accept_conflict': inLane(runner, acceptConflict),
    'task.accept_version': inLane(runner, acceptVersion),
    'deliverable.approve': inLane(runner, approveDeliverable),
    'deliverable.request_changes': inLane(runner, requestChanges),
    'deliverable.reject': inLane(runner, rejectDeliverable),
    'deliverable.roll_back': inLane(runner, rollBackDeliverable),
    'version.ask_opinion': inLane(runner, askOpinion),
    'comment.add': inLane(runner, addComment),
    'comment.resolve': inLane(runner, resolveComment),
    'drill.start': drillStarter(runner, outside.rehearse),
    'drill.report': inLane(runner, reportDrill),
  }
}
