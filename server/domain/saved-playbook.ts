import type { Goal } from './goal.ts'
import type { Plan, PlanTask } from './plan.ts'
import type { Parameter, SavedPlan } from './workspace.ts'

/** A parameter, and the words that it takes the place of when a plan is saved. */
export type Replacement = Parameter & { replaces: string }
export type SavedProblem = { path: string; message: string }
type No = { ok: false; problems: SavedProblem[] }
/** The goal's own words, which may name parameters, too. */
export type Words = Pick<Goal, 'title' | 'brief' | 'acceptance'>
/** A saved plan with its texts filled in, and the goal's own words. */
export type Filled = Words & { plan: Plan; items: Goal['items'] }
type Items = Goal['items']

const longestTitle = 200
const longestText = 20_000
/** More items than this stay tasks of their own. */
const mostItems = 1000

/** A goal's plan as it may be used for other goals: bound to nobody, inputs by name, words replaced by `{{name}}`. */
export function savePlan(
  goal: Pick<Goal, 'playbook' | 'brief' | 'items' | 'inputs'>,
  plan: Plan,
  parameters: readonly Replacement[],
): { ok: true; plan: SavedPlan } | No {
  const doubled = parameters.flatMap(({ name, replaces }, i) => {
    const before = parameters.slice(0, i)
    const add = (field: string, message: string) => [{ path: `parameters.${i}.${field}`, message }]
    if (before.some((one) => one.name === name)) return add('name', `"${name}" is there twice`)
    return before.some((one) => one.replaces === replaces) ? add('replaces', `"${replaces}" is there twice`) : []
  })
  if (doubled.length > 0) return { ok: false, problems: doubled }
  const portable = gathered(goal, { ...plan, tasks: plan.tasks.map((task) => unbound(goal, task)) })
  if (parameters.length === 0) return { ok: true, plan: portable }
  const names = new Map(parameters.map(({ replaces, name }) => [replaces, name]))
  // The longest first and in one pass: what one parameter put there is no other's to replace.
  const longestFirst = [...names.keys()].sort((a, b) => b.length - a.length)
  const words = new RegExp(longestFirst.map(literally).join('|'), 'g')
  const used = new Set<string>()
  const saved = withTexts(portable, (text) =>
    text.replace(words, (found) => {
      used.add(found)
      return `{{${names.get(found)}}}`
    }),
  )
  const unused = parameters.flatMap(({ replaces }, i) =>
    used.has(replaces)
      ? []
      : [{ path: `parameters.${i}.replaces`, message: `"${replaces}" is in no text of this plan` }],
  )
  return unused.length > 0 ? { ok: false, problems: unused } : { ok: true, plan: saved }
}

/**
 * A saved plan and the goal's words with every `{{name}}` filled in; values are put in as they are and not looked at again.
 * `items` take the place of the saved ones. Problems name parameters that are unknown or missing, and texts that got too long.
 */
export function fillPlan(
  saved: { plan: SavedPlan; parameters: readonly Parameter[] },
  given: Readonly<Record<string, string>>,
  words: Words,
  items: Items = [],
): ({ ok: true } & Filled) | No {
  const problems = unknownParameters(saved.parameters, given)
  const values = new Map<string, string>()
  for (const { name, default: otherwise } of saved.parameters) {
    const value = Object.hasOwn(given, name) ? given[name] : otherwise
    if (typeof value === 'string') values.set(name, value)
    else problems.push({ path: `parameters.${name}`, message: `"${name}" is missing and has no default` })
  }
  const { items: own, ...plan } = withTexts(saved.plan, (text) => filled(text, values))
  const listed = items.length > 0 ? items : own
  if (listed.length === 0 && plan.tasks.some(({ each }) => each && each.from === null && each.file === null))
    problems.push({ path: 'items', message: 'this playbook works through a list: give at least one item' })
  if (problems.length > 0) return { ok: false, problems }
  const title = oneLine(filled(words.title, values))
  const brief = filled(words.brief, values)
  const tasks = plan.tasks.map((task) => ({ ...task, title: oneLine(task.title) }))
  const outgrown = [{ key: 'goal', title, brief }, ...tasks].flatMap(({ key, title: name, brief: text }) => {
    if (name === '') return [{ path: key, message: 'with these parameters its title is empty' }]
    const long = name.length > longestTitle ? 'title' : text.length > longestText ? 'brief' : null
    return long ? [{ path: key, message: `with these parameters its ${long} is too long` }] : []
  })
  if (outgrown.length > 0) return { ok: false, problems: outgrown }
  const acceptance = words.acceptance.map((text) => filled(text, values))
  return { ok: true, plan: { ...plan, tasks }, items: listed, title, brief, acceptance }
}

/** Values for parameters that the playbook does not have. */
export const unknownParameters = (
  parameters: readonly Parameter[],
  given: Readonly<Record<string, string>>,
): SavedProblem[] =>
  Object.keys(given)
    .filter((name) => !parameters.some((one) => one.name === name))
    .map((name) => ({ path: `parameters.${name}`, message: `there is no parameter "${name}"${known(parameters)}` }))

const known = (parameters: readonly Parameter[]): string =>
  parameters.length > 0 ? `: use ${parameters.map((one) => one.name).join(', ')}` : ''

const filled = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replace(/\{\{([\w-]+)\}\}/g, (whole, name: string) => values.get(name) ?? whole)

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** A task that names nobody and no file by id: whoever took all inputs of this goal takes all of the next. */
function unbound({ inputs }: Pick<Goal, 'inputs'>, task: PlanTask): PlanTask {
  const names = new Map(inputs.map(({ id, name }) => [id, name]))
  const nameOf = (id: string) => names.get(id) ?? id
  const tookAll = task.needs.length === 0 && inputs.length > 0 && task.inputs?.length === inputs.length
  const { each } = task
  return {
    ...task,
    assignee: null,
    inputs: tookAll ? null : (task.inputs?.map(nameOf) ?? null),
    ...(each ? { each: { ...each, file: each.file === null ? null : nameOf(each.file) } } : {}),
  }
}

/** The plan with its list: what the playbook `for-each` had made of the goal's items is one task for each item again. */
function gathered({ playbook, brief, items }: Pick<Goal, 'playbook' | 'brief' | 'items'>, plan: Plan): SavedPlan {
  const keys = new Set(items.map((_, i) => `item-${i + 1}`))
  const [first, ...others] = plan.tasks.filter((task) => keys.has(task.key))
  if (playbook !== 'for-each' || !first || others.length + 1 !== items.length || items.length > mostItems)
    return { ...plan, items }
  const each = { from: null, file: null, max: mostItems }
  const after = plan.tasks
    .filter((task) => !keys.has(task.key))
    .map((task) => ({
      ...task,
      brief: task.brief.replace(/\ball \d+ items\b/, 'all items'),
      needs: [...new Set(task.needs.map((key) => (keys.has(key) ? 'item' : key)))],
    }))
  return { ...plan, items, tasks: [{ ...first, key: 'item', title: 'One item', brief, each }, ...after] }
}

/** Every text of a plan that a person wrote or reads, changed; keys stay as they are. */
const withTexts = (plan: SavedPlan, change: (text: string) => string): SavedPlan => ({
  ...plan,
  items: plan.items.map((item) => inside(item, change) as Items[number]),
  tasks: plan.tasks.map((task) => ({
    ...task,
    title: change(task.title),
    brief: change(task.brief),
    inputs: task.inputs?.map(change) ?? null,
    output: task.output && {
      ...task.output,
      ...(task.output.sections ? { sections: task.output.sections.map(change) } : {}),
    },
    ...(task.each ? { each: { ...task.each, file: task.each.file && change(task.each.file) } } : {}),
  })),
})

function inside(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((one) => inside(one, change))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, inside(field, change)]))
}
