'use client'

import { useState } from 'react'
import type { TaskView } from '../../../server/contract/snapshot.ts'
import { Button } from '../../ui/button.tsx'
import { DropZone } from '../../ui/drop-zone.tsx'
import { Field } from '../../ui/field.tsx'
import { TextareaGrow } from '../../ui/textarea-grow.tsx'
import { act, refusalOf, send } from '../../workspace/commands.ts'
import { useDraft } from '../draft.ts'
import { useRoom } from '../room-context.tsx'
import { WithWords } from './with-words.tsx'

/** What one result may weigh when it travels inside the command, before base64 makes it a third larger. */
const maxBytes = 9_000_000

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768))
  return btoa(text)
}

/** What I wrote for a task, as a draft is called: it stays until the task is over, since checks or a reviewer may send it back. */
export const resultDraft = (taskId: string): string => `result:${taskId}`

/** My own work on a task: hand in the result, which goes through the same checks as an agent's, or give it back. */
export function HandIn({ task, sentBack }: { task: TaskView; sentBack: string | null }) {
  const { lane } = useRoom()
  const [text, setText] = useDraft(resultDraft(task.id), '')
  const [file, setFile] = useState<File | null>(null)
  const [pending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [giving, setGiving] = useState(false)
  const submit = async () => {
    setPending(true)
    setRefusal(null)
    const parts = file
      ? [{ raw: await base64Of(file), mediaType: file.type || 'application/octet-stream', filename: file.name }]
      : [{ text, mediaType: 'text/markdown', filename: 'result.md' }]
    const answer = await send(
      'task.submit',
      { taskId: task.id, response: text, artifacts: [{ name: task.title, parts }] },
      { until: lane },
    )
    setPending(false)
    if (!answer.ok) return setRefusal(refusalOf(answer))
    setFile(null)
  }
  return (
    <section aria-label="Your work" className="grid gap-2.5 rounded-card border border-line bg-raised p-3">
      <Field
        label="Your result"
        hint={file ? 'The file is the result; these words go with it.' : 'Markdown. It is checked like anybody else’s.'}
        error={refusal ?? (sentBack && `Sent back: ${sentBack}`)}
      >
        <TextareaGrow
          rows={6}
          maxRows={20}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && (text || file)) void submit()
          }}
        />
      </Field>
      <DropZone
        label="A file as the result"
        multiple={false}
        maxBytes={maxBytes}
        onFiles={([one]) => setFile(one ?? null)}
      />
      {file && (
        <p className="flex items-center gap-2 text-sm">
          {file.name}
          <Button size="sm" tone="quiet" onClick={() => setFile(null)}>
            Leave out
          </Button>
        </p>
      )}
      <div className="flex flex-wrap gap-1.5">
        <Button
          tone="primary"
          keys="$mod+Enter"
          pending={pending}
          disabled={text.trim() === '' && !file}
          onClick={() => void submit()}
        >
          Hand in
        </Button>
        <Button onClick={() => setGiving(true)}>Give back…</Button>
      </div>
      {giving && (
        <WithWords
          title="Give the task back"
          label="Why?"
          optional
          act="Give back"
          touches="Somebody else is asked. What you wrote stays on this device."
          onClose={() => setGiving(false)}
          onAct={(reason) =>
            act(
              'task.give_back',
              { taskId: task.id, ...(reason ? { reason } : {}) },
              { until: lane, done: 'Given back' },
            )
          }
        />
      )}
    </section>
  )
}
