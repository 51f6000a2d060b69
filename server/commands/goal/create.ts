import type { ParsedInput } from '../../contract/commands.ts'
import { schemaProblem } from '../../contract/json-schema.ts'
import { type Refusal, refuse } from '../../contract/problems.ts'
import { freshGoal, type Goal, type GoalInput } from '../../domain/goal.ts'
import type { Plan } from '../../domain/plan.ts'
import { choosePlaybook, isPlaybook, modelPlanner, type PlaybookName, planBy } from '../../domain/playbooks.ts'
import { fillPlan, unknownParameters, type Words } from '../../domain/saved-playbook.ts'
import type { Member, Playbook } from '../../domain/workspace.ts'
import type { Content } from '../../store/records.ts'
import type { Unit } from '../../store/unit.ts'
import { allow, type Command, done, type Ports, tell } from '../kit.ts'
import { inlineLimit } from '../moves/files.ts'
import { planOf, propose } from '../moves/plan.ts'
import { findingsOf } from '../moves/questions.ts'
import { say } from '../moves/say.ts'
import { goalOf } from '../moves/task.ts'
import { noPlaybook } from '../playbook/find.ts'
import { readAttachment } from '../room/file.ts'
import { refuseUnsettling } from './policy.ts'

type Input = ParsedInput<'goal.create'>
type Prepared = { texts: (GoalInput | null)[]; contents: Content[] }

/** The new goal, and what holds it: problems of its plan, or what its author is asked. */
export type MadeGoal = { goalId: string; status: string; problems: string[] }

/** `goal.create` with the saved playbook that it names, read just before from the workspace's lane; null when there is none. */
export const createGoalBy = (saved: Playbook | null): Command<Input, MadeGoal, Prepared> => ({
  name: 'goal.create',
  lane: ({ roomId }) => ({ lane: roomId }),
  prepare(input, ports) {
    for (const task of input.plan?.tasks ?? []) {
      const problem = task.output?.schema === undefined ? null : schemaProblem(task.output.schema)
      if (problem) return refuse('invalid', `The output schema of "${task.key}" cannot be used: ${problem}.`)
    }
    return readTexts(input, ports)
  },
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'goal.create')
    if (!allowed.ok) return allowed
    const { input, prepared } = call
    if (unit.room().status === 'archived')
      return refuse('conflict', 'This room is archived. Open it again to work in it.')
    const wanted = wantedBy(input, saved)
    if (!wanted.ok) return wanted
    const loops = refuseUnsettling(input.policy?.recovery ?? {}, definedClocks(input.clocks))
    if (loops) return loops
    if (wanted.playbook === modelPlanner && call.ports.model === null)
      return refuse(
        'invalid',
        'No model is set up to plan: set MUSTER_LLM_BASE_URL, MUSTER_LLM_API_KEY and MUSTER_LLM_MODEL, or name a playbook.',
        [{ path: 'playbook', message: 'no model' }],
      )
    const inputs = inputsOf(unit, input, prepared)
    if ('ok' in inputs) return inputs
    unit.appends.contents.push(...prepared.contents)
    const goal = insertGoal(unit, allowed.member, input, wanted, inputs)
    tell(unit, call, 'goal.created', { goalId: goal.id, title: goal.title })
    if (byModel(wanted, input, call.ports)) {
      unit.addJob('plan', { goalId: goal.id })
      say(unit, call.ports, `I ask ${call.ports.model} for a plan for **${goal.title}**.`, { goalId: goal.id })
      return done({ goalId: goal.id, status: goal.status, problems: [] })
    }
    const { plan, by } = planFor(unit, goal, input, wanted)
    const proposed = propose(unit, call.ports, goal.id, plan, by)
    if (!proposed.ok) return proposed
    const { status } = goalOf(unit, goal.id)
    return done({ goalId: goal.id, status, problems: proposed.problems })
  },
})

/** A person says what they want. A plan is proposed in the same commit; it starts when approved, or at once with autonomy "run". */
export const createGoal = createGoalBy(null)

const byModel = (wanted: Wanted, input: Input, ports: Ports): boolean =>
  ports.model !== null && !input.plan && !wanted.plan && (wanted.playbook === null || wanted.playbook === modelPlanner)

type Wanted = Words & { ok: true; items: Goal['items']; playbook: string | null; plan: Plan | null }

/** What the caller wants, in words: as given, or with the saved playbook's texts filled in. */
function wantedBy(input: Input, saved: Playbook | null): Wanted | Refusal {
  const { title, brief, acceptance, playbook, parameters = {} } = input
  const items = input.items as Goal['items']
  const named = input.plan ? null : (playbook ?? null)
  if (named !== null && named !== modelPlanner && !isPlaybook(named)) {
    if (!saved) return noPlaybook(named)
    const filled = fillPlan(saved, parameters, { title, brief, acceptance }, items)
    if (filled.ok) return { ...filled, playbook: saved.name }
    return refuse(
      'invalid',
      `The playbook "${saved.name}" cannot be used so: ${filled.problems[0]?.message}.`,
      filled.problems,
    )
  }
  const [unknown] = unknownParameters([], parameters)
  if (unknown) return refuse('invalid', 'Parameters are for saved playbooks, and none is named.', [unknown])
  return { ok: true, title, brief, acceptance, items, playbook: named, plan: null }
}

/** The plan to propose, and whose it is: the caller's, the saved playbook's, or one made by a playbook that ships. */
function planFor(unit: Unit, goal: Goal, input: Input, wanted: Wanted): { plan: Plan; by: string } {
  if (input.plan) return { plan: planOf(unit, input.plan), by: 'brought by its author' }
  if (wanted.plan) return { plan: wanted.plan, by: `playbook ${wanted.playbook}` }
  const playbook = isPlaybook(wanted.playbook ?? '') ? (wanted.playbook as PlaybookName) : choosePlaybook(goal)
  unit.update('goal', goal.id, { playbook })
  return { plan: planBy(playbook, goal), by: `playbook ${playbook}` }
}

/** The goal's row, planning, with what its wording leaves open. */
function insertGoal(unit: Unit, member: Member, input: Input, wanted: Wanted, inputs: GoalInput[]): Goal {
  const room = unit.update('room', unit.laneId, { goalCount: unit.room().goalCount + 1 })
  return unit.insert('goal', {
    id: unit.newId(),
    roomId: unit.laneId,
    number: room.goalCount,
    title: wanted.title,
    brief: wanted.brief,
    acceptance: wanted.acceptance,
    playbook: wanted.playbook,
    inputs,
    items: wanted.items,
    deliverable: input.deliverable ?? null,
    limits: input.limits,
    clocks: definedClocks(input.clocks),
    autonomy: input.autonomy,
    requiredApprovals: input.requiredApprovals,
    status: 'planning',
    reason: null,
    planVersion: 0,
    planProblems: [],
    ...freshGoal,
    findings: findingsOf(
      { ...wanted, inputs, deliverable: input.deliverable, limits: input.limits },
      Boolean(input.plan),
    ),
    ...(input.matching ? { matching: input.matching } : {}),
    recovery: input.policy?.recovery ?? {},
    ...(input.stalePolicy ? { stalePolicy: input.stalePolicy } : {}),
    parameters: input.parameters ?? {},
    createdBy: member.id,
    createdAt: unit.now,
    startedAt: null,
    endedAt: null,
  })
}

/** The goal's inputs: texts that came with it, and files of the room. */
function inputsOf(unit: Unit, input: Input, prepared: Prepared): GoalInput[] | Refusal {
  const inputs: GoalInput[] = []
  for (const [i, given] of input.inputs.entries()) {
    const text = prepared.texts[i]
    if (text) inputs.push({ ...text, id: unit.newId() })
    if (typeof given !== 'string') continue
    const file = unit.get('room_file', given)
    if (!file)
      return refuse('invalid', 'One of the inputs is not a file of this room.', [
        { path: `inputs.${i}`, message: given },
      ])
    const { id, name, mediaType, sha256, size } = file
    inputs.push({ id, name, mediaType, sha256, size, ...(file.text === null ? {} : { text: file.text }) })
  }
  return inputs
}

const definedClocks = (clocks: Input['clocks']): Goal['clocks'] =>
  Object.fromEntries(Object.entries(clocks).filter(([, value]) => value !== undefined))

function readTexts(input: Input, ports: Ports): Prepared | Refusal {
  const contents: Content[] = []
  const texts: Prepared['texts'] = []
  for (const given of input.inputs) {
    if (typeof given === 'string') {
      texts.push(null)
      continue
    }
    const read = readAttachment(ports, given.name, given.mediaType, Buffer.from(given.text, 'utf8'))
    if ('ok' in read) return read
    contents.push({ sha256: read.sha256, bytes: read.bytes })
    texts.push({
      id: '',
      name: read.name,
      mediaType: read.mediaType,
      sha256: read.sha256,
      size: read.bytes.length,
      ...(given.text.length <= inlineLimit ? { text: given.text } : {}),
    })
  }
  return { texts, contents }
}
