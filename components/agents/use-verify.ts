'use client'

import { useState } from 'react'
import { announce } from '../ui/live-region.tsx'
import { refusalOf, send } from '../workspace/commands.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'

export type Verified = { passed: boolean; words: string }

/** Sends the agent its challenge and waits for what came of it: passed, or why not, in a sentence. */
export function useVerify(agentId: string | null) {
  const { lane } = useWorkspace()
  const [running, setRunning] = useState(false)
  const [outcome, setOutcome] = useState<Verified | null>(null)
  const run = async (): Promise<Verified | null> => {
    if (!agentId || running) return null
    setRunning(true)
    setOutcome(null)
    const answer = await send('agent.verify', { agentId }, { until: lane })
    setRunning(false)
    const reason = answer.ok && typeof answer.result.reason === 'string' ? answer.result.reason : null
    const passed = answer.ok && reason === null && answer.result.status !== 'unverified'
    const words = passed
      ? 'Proven: the agent answered the challenge.'
      : answer.ok
        ? (reason ?? 'The challenge was not answered. Answer the ping with {"challenge": …} as it came.')
        : refusalOf(answer)
    const verified = { passed, words }
    setOutcome(verified)
    announce(words)
    return verified
  }
  return { running, outcome, run, forget: () => setOutcome(null) }
}
