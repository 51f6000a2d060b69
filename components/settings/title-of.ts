import type { GoalTerms } from '../../server/domain/workspace.ts'

/** A goal's title with the parameters that are given already. */
export const titleOf = ({ title, parameters }: GoalTerms): string =>
  title.replace(/\{\{([\w-]+)\}\}/g, (whole, name: string) => parameters[name] ?? whole)
