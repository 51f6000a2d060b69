import type { AgentView } from '../../server/contract/workspace-snapshot.ts'
import type { AgentStatus, Channel } from '../../server/domain/workspace.ts'
import type { Look } from '../workspace/states.ts'

const statusLooks: Record<AgentStatus, Look> = {
  unverified: { tone: 'needs', glyph: '▲', word: 'Not proven yet' },
  active: { tone: 'done', glyph: '●', word: 'Active' },
  paused: { tone: 'queued', glyph: '–', word: 'Paused' },
  disabled: { tone: 'failed', glyph: '✕', word: 'Turned off' },
  removed: { tone: 'queued', glyph: '–', word: 'Removed' },
}

/** How an agent stands at a moment (Unix ms): its status, or what keeps an active one from getting work. */
export function agentLook(
  agent: Pick<AgentView, 'status' | 'breakerOpenUntil' | 'throttledUntil'>,
  now: number | null,
): Look {
  if (agent.status === 'active' && now !== null) {
    if ((agent.breakerOpenUntil ?? 0) > now) return { tone: 'failed', glyph: '▲', word: 'Not answering' }
    if ((agent.throttledUntil ?? 0) > now) return { tone: 'needs', glyph: '◔', word: 'Asked for quiet' }
  }
  return statusLooks[agent.status]
}

export const channelWords: Record<Channel, string> = {
  webhook: 'Webhook: we call it',
  pull: 'Pull: it asks us for work',
  a2a: 'A2A',
  mcp: 'MCP',
  chat: 'Chat completions',
}

/** Skills as written by a person: parted by commas or lines, lower case, each once. */
export function readSkills(text: string): string[] {
  const skills = text.split(/[,;\n]/).map((skill) => skill.trim().toLowerCase())
  return [...new Set(skills.filter((skill) => skill !== ''))]
}

/** The filter for agents that do not answer at the moment, beside those by status. */
export const silent = 'silent'
const isSilent = (agent: AgentView, now: number | null): boolean =>
  agent.status === 'active' && now !== null && (agent.breakerOpenUntil ?? 0) > now

export type AgentFilter = { q: string; skill: string; state: string; owner: string }

/** The agents of a list that fit what was asked, by name; removed ones never. */
export function filterAgents(
  agents: readonly AgentView[],
  { q, skill, state, owner }: AgentFilter,
  now: number | null,
): AgentView[] {
  const wanted = q.trim().toLowerCase()
  return agents
    .filter(
      (agent) =>
        agent.status !== 'removed' &&
        (wanted === '' ||
          `${agent.name} ${agent.description} ${agent.skills.join(' ')}`.toLowerCase().includes(wanted)) &&
        (skill === '' || agent.skills.includes(skill)) &&
        (state === '' || (state === silent ? isSilent(agent, now) : agent.status === state)) &&
        (owner === '' || agent.ownerId === owner),
    )
    .sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
}
