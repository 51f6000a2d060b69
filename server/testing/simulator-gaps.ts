/**
 * What the simulator has found and nobody has mended yet: such a failure ends a run without failing it. An entry goes as
 * soon as the product is right: `npm run simulate` names those that it met, and those that it did not.
 */
export const gaps: readonly { name: string; said: RegExp }[] = [
  {
    name: 'a result sent back after it was kept although its input was opened again starts without that input',
    said: /I18 nothing starts before what it needs/,
  },
  {
    name: 'what takes a task away from two who work on it in parallel ends the second one twice',
    said: /cannot (cancel|fail|supersede) from (cancelled|failed|superseded)/,
  },
  {
    name: 'a task given by name to an agent that comes for its work, in a goal that asks for bids, is never given out',
    said: /I41 .*takes its work itself when it asks/,
  },
]

/** The gap that a failure shows, if it is a known one. */
export const gapOf = (failure: string): string | undefined => gaps.find(({ said }) => said.test(failure))?.name
