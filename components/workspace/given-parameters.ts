import type { Parameter } from '../../server/domain/workspace.ts'

/** The values that were typed for parameters the playbook has. */
export const givenParameters = (
  parameters: readonly Parameter[],
  values: Readonly<Record<string, string>>,
): Record<string, string> =>
  Object.fromEntries(parameters.flatMap(({ name }) => (values[name] ? [[name, values[name]] as const] : [])))
