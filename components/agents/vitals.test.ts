import { expect, test } from 'vitest'
import type { DeliveryView } from '../../server/contract/views.ts'
import type { AgentView } from '../../server/contract/workspace-snapshot.ts'
import { outcomeWords, reachWords, standingOf } from './vitals.ts'

const agent: AgentView = {
  ...{ id: 'a', ownerId: 'm', name: 'scout', channel: 'webhook', url: 'https://scout.example/', description: '' },
  ...{ skills: [], labels: {}, maxConcurrency: 1, status: 'active', reason: null, secretHint: null, tokenHint: '' },
  ...{ breakerOpenUntil: null, failures: 0, throttledUntil: null, limits: {}, price: null, signing: 'hmac' },
  ...{ publicKey: null, verifiedAt: 1, createdAt: 1 },
}
const sent = (status: number | null, durationMs: number): DeliveryView => ({
  ...{ id: 'd', jobId: 'j', type: 'attempt.requested', agentId: 'a', attemptId: null, taskId: null, tryNumber: 1 },
  ...{ sentAt: 0, status, durationMs, errorClass: status === null ? 'timeout' : null, reason: null, nextTryAt: null },
})

test('an agent whose own budget is used up is not called active; what is worse is said first', () => {
  const limited = { ...agent, limits: { tokens: 1000 } }
  expect(standingOf(limited, { tokens: 999, costUsd: 0 }, 0).word).toBe('Active')
  expect(standingOf(limited, { tokens: 1000, costUsd: 0 }, 0).word).toBe('Budget used up')
  expect(standingOf({ ...limited, status: 'disabled' }, { tokens: 1000, costUsd: 0 }, 0).word).toBe('Turned off')
})

test('how an agent answers is told of its last deliveries, and of none for one that pulls', () => {
  expect(reachWords(agent, [])).toBe('nothing was sent yet')
  expect(reachWords(agent, [sent(200, 20), sent(202, 40), sent(200, 30)])).toBe('answers in 30 ms')
  expect(reachWords(agent, [sent(200, 20), sent(null, 10_000)])).toBe('1 of the last 2 not answered')
  expect(reachWords({ channel: 'pull', status: 'active' }, [])).toBe('it comes for its work')
})

test('what was not accepted is counted by whose fault it was', () => {
  expect(outcomeWords({ accepted: 3, sentBack: 1, failed: 2, other: 4, medianMs: 1 })).toBe(
    '2 failed, 1 sent back, 4 taken away or declined',
  )
  expect(outcomeWords({ accepted: 3, sentBack: 0, failed: 0, other: 0, medianMs: 1 })).toBe('none failed')
})
