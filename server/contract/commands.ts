import * as z from 'zod'
import { drillCommands } from './commands/drill.ts'
import { goalCommands, taskCommands } from './commands/goal.ts'
import { playbookCommands } from './commands/playbook.ts'
import { policyCommands } from './commands/policy.ts'
import { reviewCommands, roomCommands } from './commands/room.ts'
import { agentCommands, workspaceCommands } from './commands/workspace.ts'
import { id } from './fields.ts'

/** Every command that people give through `POST /api/v1/commands`, by name, with the schema of its input. */
export const commandInputs = {
  ...workspaceCommands,
  ...playbookCommands,
  ...agentCommands,
  ...roomCommands,
  ...goalCommands,
  ...policyCommands,
  ...taskCommands,
  ...reviewCommands,
  ...drillCommands,
}
export type CommandName = keyof typeof commandInputs
/** What a caller sends. */
export type CommandInput<N extends CommandName> = z.input<(typeof commandInputs)[N]>
/** What a handler receives: defaults filled in. */
export type ParsedInput<N extends CommandName> = z.output<(typeof commandInputs)[N]>

/** The body of `POST /api/v1/commands`; the same id again gives the first answer again. */
export const commandEnvelope = z.strictObject({ id, name: z.string().max(60), input: z.unknown() })

export const isCommandName = (name: string): name is CommandName => Object.hasOwn(commandInputs, name)
