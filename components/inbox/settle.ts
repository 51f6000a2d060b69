'use client'

import { useCallback, useState } from 'react'
import type { CommandInput, CommandName } from '../../server/contract/commands.ts'
import { announce } from '../ui/live-region.tsx'
import { refusalOf, send } from '../workspace/commands.ts'
import { waitingChanged } from '../workspace/waiting.ts'

/** What became of a row by this person's own act, until the next reading takes it away. */
export type Outcome = { said: string; refused: boolean }

/** Finishes rows in place: sends the command, says what happened in the row, and asks for the list again. */
export function useSettle() {
  const [outcomes, setOutcomes] = useState<Readonly<Record<string, Outcome>>>({})
  const settle = useCallback(
    async <N extends CommandName>(itemId: string, name: N, input: CommandInput<N>, said: string): Promise<boolean> => {
      const answer = await send(name, input)
      const outcome = answer.ok ? { said, refused: false } : { said: refusalOf(answer), refused: true }
      setOutcomes((before) => ({ ...before, [itemId]: outcome }))
      announce(outcome.said)
      waitingChanged()
      return answer.ok
    },
    [],
  )
  return { outcomes, settle }
}
export type Settle = ReturnType<typeof useSettle>['settle']
