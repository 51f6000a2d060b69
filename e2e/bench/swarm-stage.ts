import type { AgentsAsks } from './agents.ts'
import { joinAsNew } from './people.ts'
import { type Cluster, openStage, type Stage } from './stage.ts'
import { beside, type Helper, startHelper } from './talk.ts'
import type { WindowsAsks } from './windows.ts'

/** The product with its agents and windows in processes of their own, and people who look on. */
export type SwarmStage = {
  cluster: Cluster
  stage: Stage
  agents: Helper<AgentsAsks>
  windows: Helper<WindowsAsks>
  agentIds: string[]
  cookies: string[]
  room(name: string): Promise<string>
  close(): Promise<void>
}

export async function openSwarm(
  cluster: Cluster,
  name: string,
  {
    agents: count,
    places = 1,
    pull = false,
    nodeFlags = [],
  }: { agents: number; places?: number; pull?: boolean; nodeFlags?: string[] },
): Promise<SwarmStage> {
  const stage = await openStage(cluster, `swarm_${name.replace(/\W/g, '_')}_${Date.now()}`, nodeFlags)
  const agents = startHelper<AgentsAsks>(beside('agents.ts'))
  const windows = startHelper<WindowsAsks>(beside('windows.ts'))
  const close = async () => {
    await Promise.all([agents.stop(), windows.stop()])
    await stage.close()
  }
  try {
    const agentIds = await enrol(stage, agents, { count, places, pull })
    return {
      ...{ cluster, stage, agents, windows, agentIds, close },
      cookies: await people(stage, 4),
      async room(name) {
        const input = { workspaceId: stage.workspaceId, name, agentIds }
        return (await stage.command<{ roomId: string }>('room.create', input)).roomId
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

type Registered = { agentId: string; token: string; secret?: string }

/** Registers the agents through the same door as anybody's and lets each prove its address. */
async function enrol(
  stage: Stage,
  agents: Helper<AgentsAsks>,
  { count, places, pull }: { count: number; places: number; pull: boolean },
): Promise<string[]> {
  const ports = await agents.ask.listen({ agents: pull ? 0 : count })
  const { agents: registered } = await stage.command<{ agents: Registered[] }>('agent.register_many', {
    workspaceId: stage.workspaceId,
    agents: Array.from({ length: count }, (_, i) => ({
      name: `Agent ${i + 1}`,
      ...(pull ? { channel: 'pull' } : { channel: 'webhook', url: `http://127.0.0.1:${ports[i]}/hook` }),
      skills: ['step'],
      maxConcurrency: places,
    })),
  })
  await agents.ask.know({
    of: pull ? [] : registered.map(({ secret }) => secret ?? ''),
    own: pull ? registered.map(({ token }) => token) : [],
    url: stage.url,
  })
  for (let i = 0; i < registered.length; i += 20) {
    const verified = registered
      .slice(i, i + 20)
      .map(({ agentId }) => stage.command<{ status: string; reason?: string }>('agent.verify', { agentId }))
    for (const { status, reason } of await Promise.all(verified))
      if (status !== 'active') throw new Error(`an agent did not prove itself: ${reason}`)
  }
  return registered.map(({ agentId }) => agentId)
}

/** So many people who join by an invitation; answers the cookies of their browsers. */
export async function people(stage: Stage, count: number): Promise<string[]> {
  const { token } = await stage.command<{ token: string }>('member.invite', {
    workspaceId: stage.workspaceId,
    role: 'admin',
    uses: count,
  })
  const cookies: string[] = []
  for (let i = 0; i < count; i++) cookies.push(await joinAsNew(stage.url, token, i + 1))
  return cookies
}
