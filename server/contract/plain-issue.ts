import type * as z from 'zod'

/** What is wrong at one place of a value, in plain words to follow its path; undefined leaves it to the schema. */
export function plainIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${kinds[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`
    case 'too_small':
      return issue.origin === 'string' && Number(issue.minimum) === 1
        ? 'must not be empty'
        : bound(issue.origin, Number(issue.minimum), issue.inclusive === false ? 'more than' : 'at least')
    case 'too_big':
      return bound(issue.origin, Number(issue.maximum), issue.inclusive === false ? 'less than' : 'at most')
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`
    case 'invalid_format':
      return issue.format === 'regex' ? `must match ${issue.pattern}` : `must be a valid ${issue.format}`
    case 'unrecognized_keys':
      return `has what is not a field of this: ${issue.keys.join(', ')}`
    case 'invalid_union':
      return 'is none of what may stand here'
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

function bound(origin: string, limit: number, how: string): string {
  const amount = limit.toLocaleString('en-US')
  if (origin === 'string') return `must have ${how} ${amount} ${limit === 1 ? 'character' : 'characters'}`
  if (origin === 'array' || origin === 'set') return `must have ${how} ${amount} ${limit === 1 ? 'entry' : 'entries'}`
  return `must be ${how} ${amount}`
}
