/** A whole number as people read it, in groups of three digits: 10,000. */
export const grouped = (count: number): string => count.toLocaleString('en-US')

/** So many of something: `1 task`, `10,000 tasks`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`
