/** One promise as a question to the tables: `offenders` are what breaks it, in words; none is good. */
export type Invariant = {
  number: string
  sentence: string
  /** A select of one text column, a row for each offender. */
  offenders: string
  /** A select of one number: how many rows were looked at. */
  looked: string
}

export const count = (table: string, where = 'true'): string => `select count(*)::int from ${table} where ${where}`
export const open = `status in ('offered', 'accepted', 'working', 'submitted')`
