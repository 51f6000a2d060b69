import type { ChosenCheck, OutputContract } from './task.ts'
import { counted, grouped } from './text/counted.ts'

/** One task of a plan as its maker writes it: keys instead of ids. */
export type PlanTask = {
  key: string
  title: string
  brief: string
  skills: string[]
  needs: string[]
  output: OutputContract | null
  checks: ChosenCheck[]
  answers: number
  assignee: string | null
  /** Names or ids of goal inputs that travel with it; null means all of them when it needs no other task. */
  inputs: string[] | null
  /** One task per item, made when what it needs is done. `from` is a key, `file` the name or id of a goal input. */
  each?: { from: string | null; file: string | null; max: number } | undefined
}
export type Plan = { tasks: PlanTask[]; deliverable: string | null }

export type PlanProblem = {
  code:
    | 'empty'
    | 'duplicate_key'
    | 'unknown_need'
    | 'cycle'
    | 'unknown_deliverable'
    | 'nobody'
    | 'too_deep'
    | 'unknown_input'
    | 'unknown_check'
    | 'unknown_assignee'
    | 'each'
    | 'too_few'
    | 'over_limit'
  text: string
  task?: string
}

/** Not a check of bytes: how the answers of one task are settled, `{name: 'agreement', by: 'majority' | 'judge' | 'person'}`. */
export const agreement = 'agreement'

/** Deeper chains than this are refused. */
export const maxDepth = 1000

/**
 * The plan's tasks in an order in which every need comes first (Kahn's algorithm, linear in tasks and needs), or the
 * keys that stand in a cycle.
 */
export function order(
  tasks: readonly Pick<PlanTask, 'key' | 'needs'>[],
): { ok: true; keys: string[]; depth: Map<string, number> } | { ok: false; cycle: string[] } {
  const waiting = new Map<string, number>()
  const after = new Map<string, string[]>()
  for (const task of tasks) {
    waiting.set(task.key, task.needs.length)
    for (const need of task.needs) {
      const list = after.get(need)
      if (list) list.push(task.key)
      else after.set(need, [task.key])
    }
  }
  const depth = new Map<string, number>()
  const queue = tasks.filter((task) => task.needs.length === 0).map((task) => task.key)
  for (const key of queue) depth.set(key, 0)
  const keys: string[] = []
  for (let i = 0; i < queue.length; i++) {
    const key = queue[i]
    if (key === undefined) break
    keys.push(key)
    for (const next of after.get(key) ?? []) {
      depth.set(next, Math.max(depth.get(next) ?? 0, (depth.get(key) ?? 0) + 1))
      const left = (waiting.get(next) ?? 0) - 1
      waiting.set(next, left)
      if (left === 0) queue.push(next)
    }
  }
  if (keys.length === tasks.length) return { ok: true, keys, depth }
  return { ok: false, cycle: tasks.filter((task) => (waiting.get(task.key) ?? 0) > 0).map((task) => task.key) }
}

export type PlanWorld = {
  /** Skill sets of everybody in the room who may take work, agents and people. */
  workers: readonly (readonly string[])[]
  participantIds: ReadonlySet<string>
  inputs: ReadonlySet<string>
  checks: ReadonlySet<string>
  /** How many accepted results the goal may have at most. */
  steps?: number | undefined
}

/** Whether the plan's shape can be written at all: keys, needs, cycles. */
export function shapeProblems(plan: Plan): PlanProblem[] {
  if (plan.tasks.length === 0) return [{ code: 'empty', text: 'The plan has no tasks: add at least one.' }]
  const problems: PlanProblem[] = []
  const keys = new Set<string>()
  for (const { key } of plan.tasks) {
    if (keys.has(key))
      problems.push({ code: 'duplicate_key', text: `Two tasks are called "${key}": give each its own key.`, task: key })
    keys.add(key)
  }
  for (const task of plan.tasks)
    for (const need of task.needs)
      if (!keys.has(need))
        problems.push({
          code: 'unknown_need',
          text: `"${task.key}" needs "${need}", which no task produces.`,
          task: task.key,
        })
  if (plan.deliverable !== null && !keys.has(plan.deliverable))
    problems.push({
      code: 'unknown_deliverable',
      text: `The deliverable is to come from "${plan.deliverable}", which is not a task of this plan.`,
    })
  problems.push(...plan.tasks.flatMap((task) => eachProblems(task, plan.deliverable)))
  if (problems.length > 0) return problems
  const sorted = order(plan.tasks)
  if (!sorted.ok) {
    const shown = sorted.cycle.slice(0, 6).join(' → ')
    return [{ code: 'cycle', text: `These tasks wait for each other in a circle: ${shown}. Remove one of the needs.` }]
  }
  const deepest = Math.max(0, ...new Set(sorted.depth.values()))
  if (deepest > maxDepth)
    return [
      {
        code: 'too_deep',
        text: `The longest chain has ${counted(deepest + 1, 'task')}; ${grouped(maxDepth)} is the limit.`,
      },
    ]
  return []
}

/** What is wrong with a task that is to be done once per item. */
function eachProblems({ key, each, needs, answers }: PlanTask, deliverable: string | null): PlanProblem[] {
  if (!each) return []
  const problems: PlanProblem[] = []
  const add = (text: string) => problems.push({ code: 'each', text, task: key })
  if (each.from !== null && !needs.includes(each.from))
    add(`"${key}" is to be done for each item of "${each.from}", so it must need "${each.from}" as well.`)
  if (each.from !== null && each.file !== null)
    add(`"${key}" takes its items either from a task or from a file, not from both.`)
  if (answers > 1) add(`"${key}" is done once per item and asks for ${answers} answers: one of the two.`)
  if (deliverable === key)
    add(`"${key}" is done once per item, so it brings many results: add a task that merges them into the deliverable.`)
  return problems
}

/** What stands against starting a plan of sound shape in this room, in plain sentences. */
export function startProblems(plan: Plan, world: PlanWorld): PlanProblem[] {
  const problems = plan.tasks.flatMap((task) => [...wrongNames(task, world), ...tooFew(task, world)])
  if (world.steps !== undefined && plan.tasks.length > world.steps)
    problems.push({
      code: 'over_limit',
      text: `The plan has ${counted(plan.tasks.length, 'task')}, the goal may take ${counted(world.steps, 'step')}: raise the limit or shorten the plan.`,
    })
  const bySkills = new Map<string, PlanTask[]>()
  for (const task of plan.tasks) {
    if (task.assignee !== null) continue
    const wanted = task.skills.join(' + ')
    const list = bySkills.get(wanted)
    if (list) list.push(task)
    else bySkills.set(wanted, [task])
  }
  for (const [wanted, [first, ...others]] of bySkills) {
    if (!first || world.workers.some((skills) => first.skills.every((skill) => skills.includes(skill)))) continue
    const which = others.length === 0 ? `"${first.key}"` : counted(others.length + 1, 'task')
    problems.push({
      code: 'nobody',
      text: wanted
        ? `Nobody in this room can do ${wanted} (for ${which}): add an agent with this skill, or give the task to a person.`
        : `Nobody in this room takes work (for ${which}): add an agent, or give the task to a person.`,
    })
  }
  return problems
}

/** Independent answers need as many workers as answers. */
function tooFew({ key, answers, skills, assignee }: PlanTask, { workers }: PlanWorld): PlanProblem[] {
  if (answers <= 1) return []
  if (assignee !== null)
    return [
      {
        code: 'too_few',
        text: `"${key}" asks for ${answers} independent answers of one worker: name nobody.`,
        task: key,
      },
    ]
  const able = workers.filter((has) => skills.every((skill) => has.includes(skill))).length
  if (able >= answers || able === 0) return []
  const what = skills.length > 0 ? `can do ${skills.join(' + ')}` : 'take work'
  return [
    {
      code: 'too_few',
      text: `"${key}" asks for ${answers} independent answers, and only ${able} in this room ${what}: add an agent or ask for fewer.`,
      task: key,
    },
  ]
}

/** Inputs, checks and people that a task names and that are not there. */
function wrongNames({ key, inputs, checks, assignee, each }: PlanTask, world: PlanWorld): PlanProblem[] {
  const problems: PlanProblem[] = []
  const add = (code: PlanProblem['code'], text: string) => problems.push({ code, text, task: key })
  for (const input of inputs ?? [])
    if (!world.inputs.has(input))
      add('unknown_input', `"${key}" asks for the input "${input}", which the goal does not have.`)
  if (each?.file && !world.inputs.has(each.file))
    add('unknown_input', `"${key}" takes its items from "${each.file}", which the goal does not have.`)
  for (const { name } of checks)
    if (name !== agreement && !world.checks.has(name))
      add('unknown_check', `"${key}" asks for the check "${name}", which does not exist.`)
  if (assignee !== null && !world.participantIds.has(assignee))
    add('unknown_assignee', `"${key}" is given to somebody who is not in this room.`)
  return problems
}

/** The task whose result is the deliverable when the plan's maker named none: the only one that nobody builds on. */
export function soleSink(tasks: readonly Pick<PlanTask, 'key' | 'needs'>[]): string | null {
  const needed = new Set(tasks.flatMap((task) => task.needs))
  const sinks = tasks.filter((task) => !needed.has(task.key))
  return sinks.length === 1 ? (sinks[0]?.key ?? null) : null
}
