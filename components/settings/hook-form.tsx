'use client'

import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { CodeBlock } from '../ui/code-block.tsx'
import { SecretOnce } from '../ui/secret-once.tsx'
import { refusalOf, send } from '../workspace/commands.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { FormEnd } from './form-end.tsx'
import { emptyTerms, errorsByField, TermsFields, useTerms } from './terms-fields.tsx'

type Made = { url: string; secret: string }

/** Makes a hook, then shows its address and secret this once, and how to call it. */
export function HookForm({ onDone }: { onDone: () => void }) {
  const { id: workspaceId, lane } = useWorkspace()
  const terms = useTerms()
  const [draft, setDraft] = useState(emptyTerms)
  const [made, setMade] = useState<Made | null>(null)
  const [refusal, setRefusal] = useState<{ text: string; fields: ReturnType<typeof errorsByField> } | null>(null)
  const [pending, setPending] = useState(false)
  const create = async (event: FormEvent) => {
    event.preventDefault()
    if (!draft.roomId) return setRefusal({ text: '', fields: { roomId: 'Choose a room.' } })
    setPending(true)
    const answer = await send('hook.create', { workspaceId, ...terms(draft) }, { until: lane })
    setPending(false)
    if (!answer.ok) return setRefusal({ text: refusalOf(answer), fields: errorsByField(answer) })
    setMade({ url: String(answer.result.url), secret: String(answer.result.secret) })
  }
  if (made) return <Shown made={made} onDone={onDone} />
  return (
    <form className="grid gap-4" onSubmit={(event) => void create(event)} noValidate>
      <TermsFields draft={draft} errors={refusal?.fields ?? {}} onChange={setDraft} later />
      <p className="text-sm text-ink-3">
        It acts in your name: when you leave the workspace or may no longer start goals in the room, calls are refused.
      </p>
      <FormEnd refusal={refusal?.text} pending={pending} act="Make a hook" onBack={onDone} />
    </form>
  )
}

const example = (url: string) => `import { Webhook } from 'standardwebhooks'

const body = JSON.stringify({ parameters: {}, inputs: [{ name: 'issue.md', text: '…' }] })
const [id, now] = [crypto.randomUUID(), new Date()]
await fetch('${url}', {
  method: 'POST',
  body,
  headers: {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': new Webhook(process.env.SECRET).sign(id, now, body),
  },
})`

function Shown({ made, onDone }: { made: Made; onDone: () => void }) {
  const [stored, setStored] = useState({ url: false, secret: false })
  const top = useRef<HTMLHeadingElement>(null)
  // The form before it was longer, and may have been scrolled.
  useEffect(() => {
    top.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <div className="grid gap-4">
      <h3 ref={top} className="-mb-2 text-sm font-medium">
        Its address
      </h3>
      <SecretOnce
        secret={made.url}
        what="address of the hook"
        stored={stored.url}
        onStored={(url) => setStored({ ...stored, url })}
      />
      <h3 className="-mb-2 text-sm font-medium">Its secret, to sign with</h3>
      <SecretOnce
        secret={made.secret}
        what="signing secret"
        stored={stored.secret}
        onStored={(secret) => setStored({ ...stored, secret })}
      />
      <CodeBlock name="Call it" code={example(`${new URL(made.url).origin}/api/v1/hooks/…`)} />
      <Button className="justify-self-end" tone="primary" disabled={!stored.url || !stored.secret} onClick={onDone}>
        Done
      </Button>
    </div>
  )
}
