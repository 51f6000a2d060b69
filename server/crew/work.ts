import type { Bench, Craft, Delivery, Job } from './craft.ts'
import { analyst } from './crafts/analyst.ts'
import { commentsOf } from './crafts/comments.ts'
import { critic } from './crafts/critic.ts'
import { editor } from './crafts/editor.ts'
import { grounded } from './crafts/grounded.ts'
import { isMerge, merge } from './crafts/merge.ts'
import { outliner } from './crafts/outliner.ts'
import { scout } from './crafts/scout.ts'
import { writer } from './crafts/writer.ts'
import { isTable } from './notes.ts'
import type { CrewName } from './roster.ts'

const bySkill: Record<string, Craft> = {
  research: scout,
  notes: scout,
  outline: outliner,
  writing: writer,
  'data-analysis': analyst,
  critique: critic,
  editing: editor,
}

/**
 * What an agent does with a task that asks for no skill, such as one item of a list: it writes what its sources say to that.
 * Outlines, reviews and edited documents are made from work of others, which such a task does not have.
 */
const ownWay = (name: CrewName, { inputs }: Job): Craft =>
  name === 'analyst' && inputs.read.length > 0 && inputs.read.every(isTable) ? analyst : writer

/** Takes an agent's name and its job; returns the craft the job asks for by its skills, else the agent's own way. */
export function craftFor(name: CrewName, job: Job): Craft {
  // Whoever made it, work that a person sent back is revised, not made anew.
  if (job.inputs.sentBack.length > 0 && commentsOf(job).length > 0) return editor
  const asked = job.task.skills.find((skill) => skill in bySkill)
  return (asked && bySkill[asked]) || (isMerge(job) ? merge : ownWay(name, job))
}

/** Takes an agent's name and its job; returns what it made, with sources that stand in what this job was given. */
export async function work(name: CrewName, job: Job, bench: Bench): Promise<Delivery> {
  const delivery = await craftFor(name, job)(job, bench)
  return { ...delivery, sources: grounded(delivery.sources, job.inputs.read) }
}
