import { deriveAttemptToken, tokenKey } from '../auth/tokens.ts'
import { createAgentDoors } from '../doors/agents.ts'
import { createHolders } from '../doors/holders.ts'
import type { Door, DoorRequest } from '../doors/http.ts'
import { createPace } from '../doors/pace.ts'
import type { Records } from '../store/tables.ts'
import type { Process } from './process.ts'
import type { Random } from './random.ts'
import type { Scenario } from './scenario.ts'
import type { Sightings } from './sightings.ts'

const keys = {
  publicUrl: 'https://muster.test',
  attemptKey: tokenKey('the secret of this server', 'attempt'),
  linkKey: tokenKey('the secret of this server', 'link'),
}
const elsewhere = tokenKey('the secret of another server', 'attempt')

type Try = { token: string | null; mayTake: boolean }
/** The tokens with which somebody calls about an attempt, and whether a door may take such a call. */
const tries: Record<string, (own: Records['attempt'], other: Records['attempt']) => Try> = {
  'its own token': ({ id }) => ({ token: deriveAttemptToken(id, keys.attemptKey), mayTake: true }),
  "another attempt's token": (_own, { id }) => ({ token: deriveAttemptToken(id, keys.attemptKey), mayTake: false }),
  "another server's token": ({ id }) => ({ token: deriveAttemptToken(id, elsewhere), mayTake: false }),
  'a token with another end': ({ id }) => ({ token: `mst_att_${id}_${'A'.repeat(43)}`, mayTake: false }),
  'no token': () => ({ token: null, mayTake: false }),
}
/** Each kind of call must be met, taken or refused as it should be. */
export const strangerSituations: readonly string[] = [
  ...Object.keys(tries).map((what) => `a call refused with ${what}`),
  'a call taken with its own token',
]

/** Calls at the product's own doors for agents, by those who hold the attempt and by others. */
export class Strangers {
  readonly complaints: string[] = []

  constructor(private readonly deps: { scene: Scenario; random: Random; sightings: Sightings }) {}

  /** One call about an attempt of the run; what the door ought not to answer is a complaint. */
  async call(): Promise<void> {
    const { scene, random, sightings } = this.deps
    const attempts = scene.rooms
      .flatMap((roomId) => scene.rows('attempt', roomId))
      .filter((one) => one.agentId !== null)
    if (attempts.length < 2 || scene.alive().length === 0) return
    const [own, other] = [random.pick(attempts), random.pick(attempts)]
    if (own.id === other.id) return
    const what = random.pick(Object.keys(tries))
    const { token, mayTake } = tries[what]?.(own, other) ?? { token: null, mayTake: false }
    const status = await this.knock(scene.process, own.id, token)
    if (status === null) return
    sightings.see(`a call ${status < 300 ? 'taken' : 'refused'} with ${what}`)
    if (status < 300 && !mayTake) this.complaints.push(`I05 a call was taken with ${what}: ${status}`)
  }

  private async knock(process: Process, attemptId: string, token: string | null): Promise<number | null> {
    const door = this.doorsOf(process).find(({ path }) => path === '/api/v1/attempts/:id/heartbeat')
    const request = asking(attemptId, token)
    const reply = await Promise.race([door?.handle(request), process.ended])
    return reply === undefined || reply === 'ended' ? null : reply.status
  }

  private doorsOf(process: Process): readonly Door[] {
    const { scene } = this.deps
    const holders = createHolders()
    for (const roomId of scene.rooms)
      for (const { id, agentId } of scene.rows('attempt', roomId))
        if (agentId !== null) holders.note(id, { id: agentId, workspaceId: scene.workspaceId })
    const callerOf = async () => null
    const { runner } = process
    const now = () => scene.clock.now
    return createAgentDoors({ runner, callerOf, holders, keys, pace: createPace(1200, now), now })
  }
}

/** A heartbeat as it comes in over HTTP. */
function asking(id: string, token: string | null): DoorRequest {
  return {
    method: 'POST',
    path: `/api/v1/attempts/${id}/heartbeat`,
    params: { id },
    query: new URLSearchParams(),
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    remoteAddress: '192.0.2.7',
    origin: null,
    signal: new AbortController().signal,
    body: async () => Buffer.alloc(0),
    json: async () => ({}),
  }
}
