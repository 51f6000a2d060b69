'use client'

import { useState } from 'react'
import type { InboxItem } from '../../server/contract/views.ts'
import { Button } from '../ui/button.tsx'
import { useShortcut } from '../ui/shortcuts.tsx'
import { TextareaGrow } from '../ui/textarea-grow.tsx'
import { useMay } from '../workspace/workspace-context.tsx'
import type { Settle } from './settle.ts'

const draftKey = (id: string) => `muster:answer:${id}`

const ownWords: Partial<Record<InboxItem['kind'], string>> = {
  needs_human: 'Say what to do…',
  goal_question: 'Say what you mean…',
  mention: 'Reply…',
}

/** The offered answers of a question as buttons, and one's own words. */
export function Answer({ item, settle, open = false }: { item: InboxItem; settle: Settle; open?: boolean }) {
  const [writing, setWriting] = useState(open || (item.kind === 'question' && item.options.length === 0))
  const [pending, setPending] = useState(false)
  const mayPost = useMay('message.post')
  const { handoffId, mention, roomId } = item
  if (mention ? !mayPost : !handoffId) return null
  const answer = async (input: { body?: string; option?: string }) => {
    setPending(true)
    const said = `Answered: ${input.option ?? input.body ?? ''}`
    const ok = mention
      ? await settle(
          item.id,
          'message.post',
          { roomId, body: input.body ?? '', replyTo: mention.threadId },
          said.slice(0, 160),
        )
      : await settle(item.id, 'handoff.answer', { handoffId: handoffId ?? '', ...input }, said.slice(0, 160))
    setPending(false)
    return ok
  }
  const begin = (
    <Button size="sm" tone={item.options.length > 0 ? 'quiet' : 'plain'} onClick={() => setWriting(true)}>
      {ownWords[item.kind] ?? 'Write…'}
    </Button>
  )
  if (item.options.length === 0 && !writing) return begin
  return (
    <div className="grid w-full min-w-0 gap-2">
      <div className="flex flex-wrap gap-1.5 empty:hidden">
        {item.options.map((option) => (
          <Button key={option} size="sm" pending={pending} onClick={() => void answer({ option })}>
            {option}
          </Button>
        ))}
        {!writing && begin}
      </div>
      {writing && <OwnWords item={item} pending={pending} onSend={(body) => answer({ body })} />}
    </div>
  )
}

function OwnWords({
  item,
  pending,
  onSend,
}: {
  item: InboxItem
  pending: boolean
  onSend: (body: string) => Promise<boolean>
}) {
  const [body, setBody] = useState(() => localStorage.getItem(draftKey(item.id)) ?? '')
  const [focused, setFocused] = useState(false)
  const write = (text: string) => {
    setBody(text)
    if (text) localStorage.setItem(draftKey(item.id), text)
    else localStorage.removeItem(draftKey(item.id))
  }
  const send = async () => {
    if (!body.trim() || pending) return
    if (await onSend(body.trim())) write('')
  }
  useShortcut('$mod+Enter', 'Send the answer', () => void send(), { inFields: true, enabled: focused })
  return (
    <div className="flex min-w-0 items-end gap-2">
      <TextareaGrow
        rows={1}
        aria-label={`Answer to: ${item.title}`}
        placeholder="Your answer"
        value={body}
        onChange={(event) => write(event.target.value)}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
      />
      <Button size="md" tone="primary" pending={pending} aria-disabled={!body.trim()} onClick={() => void send()}>
        Send
      </Button>
    </div>
  )
}
