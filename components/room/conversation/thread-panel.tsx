'use client'

import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Heading } from '../../ui/heading.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Mark } from '../../ui/mark.tsx'
import { toast } from '../../ui/toast.tsx'
import { refusalOf, send, useOutgoing } from '../../workspace/commands.ts'
import { markOf } from '../../workspace/who.tsx'
import { useMay, useWorkspace } from '../../workspace/workspace-context.tsx'
import { useDraft } from '../draft.ts'
import { usePanel } from '../panel.tsx'
import { useRoom } from '../room-context.tsx'
import { MessageField } from './message-field.tsx'
import { OnSpine } from './on-spine.tsx'
import { Said, Unsent } from './said.tsx'
import { useEarlier, useMessages } from './use-past.ts'

const pagesUnasked = 20

/** A message and what was said to it, beside the conversation. */
export function ThreadPanel({ messageId }: { messageId: string }) {
  const { id, lane } = useRoom()
  const { me } = useWorkspace()
  const { close } = usePanel()
  const messages = useMessages()
  const earlier = useEarlier(messages)
  const root = messages.find((message) => message.id === messageId)
  const replies = messages.filter((message) => message.replyTo === messageId)
  const outgoing = useOutgoing('message.post').filter((one) => one.input.replyTo === messageId)
  // A link may lead far back: so many pages are read unasked.
  const looks = useRef(0)
  const missing = !root && !earlier.whole && !earlier.loading && !earlier.failure
  useEffect(() => {
    if (!missing || looks.current >= pagesUnasked) return
    looks.current += 1
    void earlier.load()
  }, [missing, earlier.load])
  const [text, setText, clearText] = useDraft(`reply:${messageId}`, '')
  const mayPost = useMay('message.post')
  const onSend = async () => {
    const body = text.trim()
    if (body === '') return
    clearText()
    const answer = await send('message.post', { roomId: id, body, replyTo: messageId }, { until: lane })
    if (answer.ok) return
    setText(body)
    toast(refusalOf(answer), { tone: 'failed' })
  }
  return (
    <div className="flex min-h-full flex-col">
      <div className="sticky top-0 z-10 flex items-center gap-2 border-b border-line bg-surface px-4 py-2">
        <Heading level={2} className="flex-1">
          Thread
        </Heading>
        <IconButton
          label="Close the thread"
          keys="Escape"
          icon={<X aria-hidden className="size-4" />}
          onClick={close}
        />
      </div>
      <div className="flex-1 px-4 py-2">
        {!root && (
          <Empty
            title={earlier.whole ? 'There is no such message here' : 'This message is further back'}
            action={
              earlier.whole ? null : (
                <Button pending={earlier.loading} onClick={() => void earlier.load()}>
                  Look further back
                </Button>
              )
            }
          >
            {earlier.failure}
          </Empty>
        )}
        {[...(root ? [root] : []), ...replies].map((message) => (
          <OnSpine
            key={message.id}
            node={<Mark kind={markOf[message.author.kind]} name={message.author.name} size="sm" />}
          >
            <Said message={message} inThread />
          </OnSpine>
        ))}
        {outgoing.map((one) => (
          <OnSpine key={one.id} node={<Mark kind="person" name={me.name} size="sm" />}>
            <Unsent name={me.name} body={one.input.body} status={one.status} at={one.at} />
          </OnSpine>
        ))}
      </div>
      {root && mayPost && (
        <div className="sticky bottom-0 border-t border-line bg-surface px-4 py-2.5">
          <div className="rounded-card border border-line-strong bg-raised px-2.5 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus">
            <MessageField
              label="Reply"
              placeholder="Reply…"
              value={text}
              onChange={setText}
              onSend={() => void onSend()}
            />
          </div>
        </div>
      )}
    </div>
  )
}
