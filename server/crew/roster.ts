/** One agent of the starter crew as it is registered: its skills decide what it is asked, `maxConcurrency` how much at once. */
export type CrewMember = { name: CrewName; skills: string[]; description: string; maxConcurrency: number }
export type CrewName = 'scout' | 'outliner' | 'writer' | 'analyst' | 'critic' | 'editor'

/** The starter crew. A task's skills choose the craft, so an agent may be registered with further skills of this table. */
export const CREW: readonly CrewMember[] = [
  {
    name: 'scout',
    skills: ['research', 'notes'],
    description:
      'I read sources and pick the sentences that matter for the brief, word for word, with where they stand.',
    maxConcurrency: 3,
  },
  {
    name: 'outliner',
    skills: ['outline', 'research'],
    description: 'I group notes by theme into an outline; I take notes too.',
    maxConcurrency: 3,
  },
  {
    name: 'writer',
    skills: ['writing'],
    description: 'I write sections from notes; every statement carries its source.',
    maxConcurrency: 3,
  },
  {
    name: 'analyst',
    skills: ['data-analysis'],
    description: 'I work out tables: sums, means and groups, with the arithmetic shown.',
    maxConcurrency: 3,
  },
  {
    name: 'critic',
    // Nothing else: who made a part of what is to be judged may not judge it.
    skills: ['critique'],
    description: 'I measure drafts against the brief and point out gaps, repetitions and numbers that disagree.',
    maxConcurrency: 3,
  },
  {
    name: 'editor',
    skills: ['editing'],
    description: 'I put sections together as one document and revise it as reviewers ask.',
    maxConcurrency: 3,
  },
]
