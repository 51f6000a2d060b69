import { type Agent, closedBreaker, freshAgent } from './workspace.ts'

/** For tests: a healthy agent that does nothing yet. */
export const sampleAgent: Agent = {
  ...{ id: 'a', workspaceId: 'w', ownerId: 'm', name: 'ferry', channel: 'webhook', url: 'https://ferry.example/' },
  ...{ description: '', skills: [], labels: {}, maxConcurrency: 1, status: 'active', reason: null },
  ...{ tokenHash: '', tokenHint: '', secret: null, secretHint: null, previousSecret: null, previousSecretUntil: null },
  ...{ breaker: closedBreaker, throttledUntil: null, verifiedAt: 0, lastSeenAt: null, createdAt: 0 },
  ...freshAgent,
}
