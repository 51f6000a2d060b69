import { briefFor, titleOf } from './fan-out.ts'
import type { Goal } from './goal.ts'
import type { Plan, PlanTask } from './plan.ts'
import { bullets } from './text/bullets.ts'

export const playbookNames = ['research-brief', 'data-summary', 'for-each', 'checklist'] as const
export type PlaybookName = (typeof playbookNames)[number]
export type PlanningGoal = Pick<Goal, 'title' | 'brief' | 'acceptance' | 'inputs' | 'items' | 'deliverable'>

const task = (key: string, title: string, brief: string, skills: string[], more: Partial<PlanTask> = {}): PlanTask => ({
  key,
  title,
  brief,
  skills,
  needs: [],
  output: null,
  checks: [],
  answers: 1,
  assignee: null,
  inputs: [],
  ...more,
})
const markdown = { kind: 'document', mediaType: 'text/markdown' }
const sectionCount = 3

const isTable = (input: { mediaType: string; name: string }): boolean =>
  input.mediaType.startsWith('text/csv') || /\.csv$/i.test(input.name)

/** The playbook that suits a goal when its author named none. */
export function choosePlaybook(goal: PlanningGoal): PlaybookName {
  if (goal.items.length > 0) return 'for-each'
  if (goal.inputs.length > 0 && goal.inputs.every(isTable)) return 'data-summary'
  if (goal.inputs.length > 0) return 'research-brief'
  return 'checklist'
}

/** Notes per source in parallel → outline → sections in parallel → critique → assemble. */
function researchBrief(goal: PlanningGoal): Plan {
  const scouts = goal.inputs.map((input, i) =>
    isTable(input)
      ? task(
          `figures-${i + 1}`,
          `Figures from ${input.name}`,
          `Compute the figures of ${input.name} that matter for this goal, with the arithmetic shown.\n\nThe goal: ${goal.brief}`,
          ['data-analysis'],
          { inputs: [input.id], output: markdown },
        )
      : task(
          `notes-${i + 1}`,
          `Notes on ${input.name}`,
          `Pick what ${input.name} says that matters for this goal. Every note quotes its source word for word.\n\nThe goal: ${goal.brief}`,
          ['research'],
          { inputs: [input.id], output: markdown },
        ),
  )
  const notes = scouts.map((scout) => scout.key)
  const outline = task(
    'outline',
    'Outline',
    `Order the notes into ${sectionCount} sections for this goal.\n\nThe goal: ${goal.brief}`,
    ['outline'],
    { needs: notes },
  )
  const sections = Array.from({ length: sectionCount }, (_, i) =>
    task(
      `section-${i + 1}`,
      `Section ${i + 1} of the outline`,
      `Write section ${i + 1} of the outline from the notes. Every claim cites its source with the quoted words.\n\nThe goal: ${goal.brief}`,
      ['writing'],
      { needs: ['outline', ...notes], output: markdown },
    ),
  )
  const keys = sections.map((section) => section.key)
  const critique = task(
    'critique',
    'Critique',
    `Check the sections against the goal: what is not covered, which numbers disagree, which claims have no source.\n\nThe goal: ${goal.brief}`,
    ['critique'],
    { needs: [...keys, ...notes] },
  )
  const assemble = task(
    'assemble',
    goal.deliverable?.name ?? goal.title,
    `Assemble the document from the sections in the order of the outline, with a numbered list of sources, and act on the critique.\n\nThe goal: ${goal.brief}`,
    ['editing'],
    {
      needs: ['outline', ...keys, 'critique', ...notes],
      // The originals travel along: what a reviewer asks is answered from them, and citations name them.
      inputs: goal.inputs.map((input) => input.id),
      output: markdown,
      checks: [{ name: 'quotes', required: true }],
    },
  )
  return { tasks: [...scouts, outline, ...sections, critique, assemble], deliverable: 'assemble' }
}

/** CSV → figures → table and text. */
function dataSummary(goal: PlanningGoal): Plan {
  const figures = goal.inputs.map((input, i) =>
    task(
      `figures-${i + 1}`,
      `Figures from ${input.name}`,
      `Compute the figures of ${input.name} that matter for this goal: table and text, arithmetic shown.\n\nThe goal: ${goal.brief}`,
      ['data-analysis'],
      { inputs: [input.id], output: markdown, checks: [{ name: 'numbers', required: true }] },
    ),
  )
  const summary = task(
    'summary',
    goal.deliverable?.name ?? goal.title,
    `Put the figures together into one summary: a table and a text that says what they mean. Every number cites its table.\n\nThe goal: ${goal.brief}`,
    ['editing'],
    { needs: figures.map((figure) => figure.key), inputs: goal.inputs.map((input) => input.id), output: markdown },
  )
  return { tasks: [...figures, summary], deliverable: 'summary' }
}

/** For each item do the brief, then merge: the swarm shape. */
function forEach(goal: PlanningGoal): Plan {
  const items = goal.items.length > 0 ? goal.items : goal.inputs.map((input) => input.name)
  const inputs = goal.inputs.map((input) => input.id)
  const each = items.map((item, i) =>
    task(`item-${i + 1}`, titleOf(item), briefFor(goal.brief, item), [], {
      inputs: goal.items.length > 0 ? inputs : inputs.slice(i, i + 1),
    }),
  )
  const merge = task(
    'merge',
    goal.deliverable?.name ?? goal.title,
    `Merge the results of all ${items.length} items into one document, in the order of the items. Leave none out.\n\nThe goal: ${goal.brief}`,
    [],
    { needs: each.map((one) => one.key) },
  )
  return { tasks: [...each, merge], deliverable: 'merge' }
}

/** A goal whose text has bullets: one task a bullet, then one that puts the results together. */
function checklist(goal: PlanningGoal): Plan {
  const points = bullets(goal.brief)
  const inputs = goal.inputs.map((input) => input.id)
  if (points.length === 0) return { tasks: [task('do', goal.title, goal.brief, [], { inputs })], deliverable: 'do' }
  const each = points.map((point, i) =>
    task(`point-${i + 1}`, titleOf(point), `${point}\n\nThis is one point of a larger goal: ${goal.title}`, [], {
      inputs,
    }),
  )
  const merge = task(
    'together',
    goal.deliverable?.name ?? goal.title,
    `Put the results of the ${points.length} points together, in their order.\n\nThe goal: ${goal.brief}`,
    [],
    { needs: each.map((one) => one.key) },
  )
  return { tasks: [...each, merge], deliverable: 'together' }
}

const makers: Record<PlaybookName, (goal: PlanningGoal) => Plan> = {
  'research-brief': researchBrief,
  'data-summary': dataSummary,
  'for-each': forEach,
  checklist,
}

/** A plan for the goal by the named playbook. */
export const planBy = (name: PlaybookName, goal: PlanningGoal): Plan => makers[name](goal)
/** The name by which a goal asks for a plan by the model that is set up; it is also what plans when no playbook is named. */
export const modelPlanner = 'llm'
export const isPlaybook = (name: string): name is PlaybookName => (playbookNames as readonly string[]).includes(name)
