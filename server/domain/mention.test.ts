import { expect, test } from 'vitest'
import { afterSeeing, afterWriting, keptMentions, mentioned, withMention } from './mention.ts'

const all = [{ name: 'scout-1' }, { name: 'scout-12' }, { name: 'Ana Lopes' }, { name: 'Ana' }, { name: '李雷' }]

test('who is mentioned: whole names only, names with spaces and other scripts too', () => {
  expect(mentioned('hi @scout-12 and @Ana Lopes, @李雷', all).map((one) => one.name)).toEqual([
    'scout-12',
    'Ana Lopes',
    '李雷',
  ])
  expect(mentioned('mail scout-1', all)).toEqual([])
})

test('whoever bears the same name is mentioned too, and nobody by the beginning of a longer name', () => {
  const ana = { name: 'ana lopes' }
  expect(mentioned('thanks, @Ana Lopes', [...all, ana])).toEqual([{ name: 'Ana Lopes' }, ana])
  expect(mentioned('everybody: @all @scout @Anabel', all)).toEqual([])
})

test('of a person who does not come only the first mentions are kept', () => {
  let waiting: ReturnType<typeof withMention> = []
  for (let n = 0; n <= keptMentions; n++) waiting = withMention(waiting, { messageId: `m${n}`, threadId: `m${n}` })
  expect(waiting).toHaveLength(keptMentions)
  expect(waiting[0]?.messageId).toBe('m0')
})

test('a reply answers its thread, a message of one’s own the room, a look what was there to be seen', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((messageId) => ({ messageId, threadId: messageId === 'c' ? 'a' : messageId }))
  const waiting = [a, b, c].flatMap((one) => one ?? [])
  expect(afterWriting(waiting, 'a')).toEqual([b])
  expect(afterWriting(waiting, null)).toEqual([])
  expect(afterSeeing(waiting, 'b')).toEqual([c])
  expect(afterSeeing(waiting, 'gone already')).toEqual(waiting)
  expect(afterSeeing(waiting, undefined)).toEqual([])
})
