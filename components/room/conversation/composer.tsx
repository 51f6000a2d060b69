'use client'

import { Paperclip, SendHorizontal, Target, X } from 'lucide-react'
import { useRef } from 'react'
import { mentioned } from '../../../server/domain/mention.ts'
import { Button } from '../../ui/button.tsx'
import { DropZone } from '../../ui/drop-zone.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { useShortcut } from '../../ui/shortcuts.tsx'
import { fileSize } from '../../ui/size.ts'
import { toast } from '../../ui/toast.tsx'
import { refusalOf, send } from '../../workspace/commands.ts'
import { liveConnection, useRow } from '../../workspace/live.ts'
import { useMay, useWorkspace } from '../../workspace/workspace-context.tsx'
import { useDraft } from '../draft.ts'
import { fileLink, maxFileBytes, useUploads } from '../files.ts'
import { openGoalForm } from '../goal-form/open.ts'
import { useParticipants, useRoom } from '../room-context.tsx'
import { toldWords } from './mention.ts'
import { MessageField } from './message-field.tsx'

const icon = 'size-4'
const typingEveryMs = 3000

/** Where one writes to the room: text, files by drag, paste or pick, @ for names, /goal for a goal. */
export function Composer() {
  const { id, lane } = useRoom()
  const room = useRow(lane, 'room', id)
  const [text, setText, clearText] = useDraft(`message:${id}`, '')
  const uploads = useUploads(id)
  const field = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const typedAt = useRef(0)
  const participants = useParticipants()
  const { me } = useWorkspace()
  const mayPost = useMay('message.post')
  const mayGoal = useMay('goal.create')
  const told = toldWords(mentioned(text, participants).filter((one) => one.subjectId !== me.memberId))
  const ready = uploads.uploads.filter((one) => one.fileId !== null)
  const sending = uploads.uploads.some((one) => one.fileId === null && one.error === null)
  useShortcut('c', 'New goal', () => openGoalForm(), { group: 'Room', enabled: mayGoal })
  useShortcut('m', 'Write a message', () => field.current?.focus(), { group: 'Room', enabled: mayPost })

  const onSend = async () => {
    const goal = /^\/goal\b\s*/.exec(text)
    if (goal && mayGoal) {
      clearText()
      return openGoalForm(text.slice(goal[0].length))
    }
    const links = ready.map(({ name, fileId }) => fileLink(location.origin, id, { name, fileId: fileId ?? '' }))
    const body = [text.trim(), links.join('\n')].filter(Boolean).join('\n\n')
    if (body === '' || sending) return
    const before = text
    clearText()
    uploads.clear()
    const answer = await send('message.post', { roomId: id, body }, { until: lane })
    if (answer.ok) return
    setText(before)
    toast(refusalOf(answer), { tone: 'failed' })
  }
  if (!mayPost)
    return <p className="px-4 py-3 text-sm text-ink-3">You can read here. To write, ask to become a member.</p>
  if (room?.status === 'archived') return <p className="px-4 py-3 text-sm text-ink-3">This room is archived.</p>
  return (
    <DropZone
      label="Message"
      maxBytes={maxFileBytes}
      onFiles={(files) => void uploads.add(files)}
      className="px-4 py-2.5 max-md:px-3"
    >
      <div className="rounded-card border border-line-strong bg-raised px-2 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus">
        {uploads.uploads.length > 0 && (
          <ul className="flex flex-wrap gap-1.5 pt-2">
            {uploads.uploads.map((one) => (
              <li
                key={one.key}
                className="flex max-w-full items-center gap-1.5 rounded-control border border-line bg-surface pl-2 text-sm"
              >
                <span className="truncate">{one.name}</span>
                <span className={one.error ? 'text-failed' : one.warnings.length > 0 ? 'text-needs' : 'text-ink-3'}>
                  {one.error ?? (one.warnings.join(' ') || (one.fileId ? fileSize(one.size) : 'sending…'))}
                </span>
                <IconButton
                  label={`Leave out ${one.name}`}
                  size="sm"
                  icon={<X aria-hidden className="size-3.5" />}
                  onClick={() => uploads.remove(one.key)}
                />
              </li>
            ))}
          </ul>
        )}
        <div className="flex items-end gap-1 py-1">
          <IconButton
            label="Add files"
            icon={<Paperclip aria-hidden className={icon} />}
            onClick={() => picker.current?.click()}
          />
          <input
            ref={picker}
            type="file"
            hidden
            multiple
            onChange={(event) => {
              void uploads.add([...(event.target.files ?? [])])
              event.target.value = ''
            }}
          />
          <MessageField
            ref={field}
            label="Message to the room"
            placeholder="Message, @name or /goal"
            value={text}
            onChange={setText}
            onSend={() => void onSend()}
            onTyping={() => {
              if (Date.now() - typedAt.current < typingEveryMs) return
              typedAt.current = Date.now()
              liveConnection().typing(id)
            }}
          />
          {told && <span className="self-center text-xs whitespace-nowrap text-ink-2 max-md:hidden">{told}</span>}
          {mayGoal && (
            <Button
              tone="quiet"
              className="max-md:gap-0 max-md:px-2"
              icon={<Target aria-hidden className={icon} />}
              aria-label="New goal"
              onClick={() => openGoalForm(text.replace(/^\/goal\b\s*/, ''))}
            >
              <span className="max-md:sr-only">Goal</span>
            </Button>
          )}
          <IconButton
            label="Send"
            keys="Enter"
            tone="primary"
            aria-disabled={sending || (text.trim() === '' && ready.length === 0)}
            icon={<SendHorizontal aria-hidden className={icon} />}
            onClick={() => void onSend()}
          />
        </div>
      </div>
    </DropZone>
  )
}
