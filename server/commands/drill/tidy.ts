import { castLabel } from '../../domain/drill.ts'
import { retire } from '../agent/change.ts'
import { type Command, done, notHere, tell } from '../kit.ts'

/** How the token of a drill's program ends: by it the token is found when the program did not end it. */
export const tokenMark = (roomId: string): string => ` (room ${roomId.slice(-6)})`

/** Takes out of the workspace what an interrupted drill left: its cast, and the token its program acted with. */
export const tidyDrill: Command<{ workspaceId: string; roomId: string }, { agents: number }> = {
  name: 'drill.tidy',
  lane: ({ workspaceId }) => ({ lane: workspaceId }),
  run(unit, call) {
    if (call.actor.kind !== 'coordinator') return notHere
    const { roomId } = call.input
    const cast = [...unit.tables.agent.all()].filter(
      (agent) => agent.labels[castLabel] === roomId && agent.status !== 'removed',
    )
    for (const agent of cast) retire(unit, call, agent)
    for (const token of [...unit.tables.personal_token.all()])
      if (token.revokedAt === null && token.name.startsWith('Drill: ') && token.name.endsWith(tokenMark(roomId))) {
        unit.update('personal_token', token.id, { revokedAt: unit.now })
        tell(unit, call, 'token.revoked', { tokenId: token.id })
      }
    return done({ agents: cast.length })
  },
}
