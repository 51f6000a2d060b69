import type { ParsedInput } from '../../contract/commands.ts'
import { refuse } from '../../contract/problems.ts'
import { cardChange } from '../../store/changes.ts'
import { allow, type Command, done, tell } from '../kit.ts'
import { makeRoom } from '../workspace/create-room.ts'
import { addAgent } from './register.ts'

/** The starter crew as it is registered: like anybody else's agents, with nothing privileged. */
const roster: readonly { name: string; skills: string[]; description: string }[] = [
  { name: 'scout', skills: ['research', 'notes'], description: 'Picks what matters from a source, word for word.' },
  { name: 'outliner', skills: ['outline', 'research'], description: 'Groups notes into an outline; takes notes too.' },
  { name: 'writer', skills: ['writing'], description: 'Writes sections from notes; every claim cites its source.' },
  { name: 'analyst', skills: ['data-analysis'], description: 'Computes figures from tables, arithmetic shown.' },
  { name: 'critic', skills: ['critique'], description: 'Checks coverage and flags numbers that disagree.' },
  { name: 'editor', skills: ['editing'], description: 'Assembles the document and answers reviewers.' },
]
const crewLabel = 'crew'
const crewPlaces = 3

/** Registers the starter crew and makes a room with it; a job gives the crew its secrets, tests it, and brings the example. */
export const inviteCrew: Command<ParsedInput<'crew.invite'>, { agentIds: string[]; roomId: string }> = {
  name: 'crew.invite',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'crew.invite')
    if (!allowed.ok) return allowed
    const { ports, actor } = call
    if (ports.crewUrl === null || actor.kind !== 'member')
      return refuse(
        'conflict',
        'The starter crew is off on this server. Start it with MUSTER_CREW=on, or register an agent of your own.',
      )
    const enrol: { name: string; agentId: string; secret: string; token: string }[] = []
    const agentIds: string[] = []
    for (const { name, skills, description } of roster) {
      const before = [...unit.tables.agent.all()].find(
        (agent) => agent.labels[crewLabel] === name && agent.status !== 'removed',
      )
      if (before) {
        agentIds.push(before.id)
        continue
      }
      const taken = [...unit.tables.agent.all()].some(
        (agent) => agent.status !== 'removed' && agent.name.toLowerCase() === name,
      )
      const agent = addAgent(unit, ports, allowed.member.id, {
        name: taken ? `${name} (crew)` : name,
        channel: 'webhook',
        url: `${ports.crewUrl}/${unit.laneId}/${name}`,
        description,
        skills,
        maxConcurrency: crewPlaces,
        labels: { [crewLabel]: name },
      })
      agentIds.push(agent.agentId)
      enrol.push({
        name,
        agentId: agent.agentId,
        secret: ports.seal(agent.secret ?? ''),
        token: ports.seal(agent.token),
      })
    }
    const room = makeRoom(unit, allowed.member, 'Guided example', '', agentIds)
    const event = tell(unit, call, 'crew.invited', { agentIds, roomId: room.id })
    event.changes.push(cardChange(room))
    unit.addJob('enrol', { agents: enrol, agentIds, roomId: room.id, userId: actor.userId })
    return done({ agentIds, roomId: room.id })
  },
}
