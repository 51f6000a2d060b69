import { describe, expect, test } from 'vitest'
import { type CommandName, commandInputs } from '../contract/commands.ts'
import { roomCases } from '../testing/replay-room.ts'
import { type Case, replays } from '../testing/replay-stage.ts'
import { otherCases, workCases } from '../testing/replay-work.ts'
import { workspaceCases } from '../testing/replay-workspace.ts'

// A window that held an old snapshot and applied a command’s events shows what a fresh snapshot shows.

/** Every command of the contract: one without a case does not compile, nor does it pass. */
const commands: Record<CommandName, Case> = { ...workspaceCases, ...roomCases, ...workCases }

describe('I32 the old snapshot with the events of', () => {
  test.each(Object.keys(commandInputs) as CommandName[])('%s is the fresh snapshot', async (name) => {
    expect(Object.keys(commands), `${name} has no case`).toContain(name)
    await replays(commands[name])
  })
  test.each(Object.entries(otherCases))('%s is the fresh snapshot', (_, prepare) => replays(prepare))
})
