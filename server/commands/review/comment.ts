import type { ParsedInput } from '../../contract/commands.ts'
import { allow, type Command, done, notHere, tell } from '../kit.ts'

/** A remark on a version outside a decision. */
export const addComment: Command<ParsedInput<'comment.add'>, { commentId: string }> = {
  name: 'comment.add',
  lane: ({ versionId }) => ({ of: 'version', id: versionId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'comment.add')
    if (!allowed.ok) return allowed
    const version = unit.get('version', call.input.versionId)
    if (!version) return notHere
    const { quote, prefix, suffix, body } = call.input
    const comment = unit.insert('comment', {
      id: unit.newId(),
      roomId: unit.laneId,
      goalId: version.goalId,
      versionId: version.id,
      reviewId: null,
      authorId: allowed.member.id,
      quote,
      prefix,
      suffix,
      body,
      status: 'open',
      createdAt: unit.now,
    })
    tell(unit, call, 'comment.added', { commentId: comment.id, versionId: version.id })
    return done({ commentId: comment.id })
  },
}

export const resolveComment: Command<ParsedInput<'comment.resolve'>, Record<string, never>> = {
  name: 'comment.resolve',
  lane: ({ commentId }) => ({ of: 'comment', id: commentId }),
  run(unit, call) {
    const allowed = allow(unit, call.actor, 'comment.add')
    if (!allowed.ok) return allowed
    const comment = unit.get('comment', call.input.commentId)
    if (!comment) return notHere
    if (comment.status === 'open') {
      unit.update('comment', comment.id, { status: 'resolved' })
      tell(unit, call, 'comment.resolved', { commentId: comment.id })
    }
    return done({})
  },
}
