'use client'

import { type FormEvent, useState } from 'react'
import type { TokenView } from '../../server/contract/workspace-snapshot.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { CodeBlock } from '../ui/code-block.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { useNow } from '../ui/now.ts'
import { SecretOnce } from '../ui/secret-once.tsx'
import { Select } from '../ui/select.tsx'
import { Time } from '../ui/time.tsx'
import { act, refusalOf, send } from '../workspace/commands.ts'
import { useRows } from '../workspace/live.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { type Scope, ScopeChoice, ScopeWords } from './token-scopes.tsx'

const spans = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '366', label: 'a year' },
  { value: '', label: 'no end' },
]

/** A person's own tokens, for their programs: they may do here what the person may, or only what they are for. */
export function Tokens() {
  const { lane, me } = useWorkspace()
  const tokens = useRows(lane, 'tokens').filter((token) => token.memberId === me.memberId && token.revokedAt === null)
  return (
    <>
      <NewToken />
      <Card title="Tokens in use" flush>
        {tokens.length === 0 ? (
          <Empty level={3} title="No token">
            A token lets a program of yours act here as you.
          </Empty>
        ) : (
          <ul>
            {tokens.map((token) => (
              <One key={token.id} token={token} />
            ))}
          </ul>
        )}
      </Card>
    </>
  )
}

function One({ token }: { token: TokenView }) {
  const { id, lane } = useWorkspace()
  const now = useNow()
  const over = token.expiresAt !== null && now !== null && token.expiresAt <= now
  const revoke = async () => {
    const done = `${token.name} does not work any more`
    await act('token.revoke', { workspaceId: id, tokenId: token.id }, { until: lane, done })
  }
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-4 py-2">
      <span className="min-w-0 flex-1 basis-48">
        <span className="font-medium">{token.name}</span>
        <span className="block text-sm text-ink-3">
          ends in <code className="font-mono text-xs">{token.hint}</code>,{' '}
          {token.expiresAt === null ? (
            'without an end'
          ) : (
            <>
              {over ? 'ended ' : 'works until '}
              <Time at={token.expiresAt} look="absolute" />
            </>
          )}
          , <ScopeWords scopes={token.scopes} />
        </span>
      </span>
      <ConfirmDialog
        trigger={
          <Button size="sm" tone="quiet">
            Revoke…
          </Button>
        }
        title={`Revoke ${token.name}?`}
        act={`Revoke ${token.name}`}
        onConfirm={revoke}
      >
        Programs that use it are refused from now on.
      </ConfirmDialog>
    </li>
  )
}

function NewToken() {
  const { id, lane } = useWorkspace()
  const [name, setName] = useState('')
  const [days, setDays] = useState('90')
  const [scopes, setScopes] = useState<readonly Scope[] | null>(null)
  const [token, setToken] = useState<string | null>(null)
  const [stored, setStored] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const create = async (event: FormEvent) => {
    event.preventDefault()
    if (!name.trim()) return setError('Name it after the program that will use it.')
    if (scopes?.length === 0) return setError('Say what it may be used for, or choose all.')
    setPending(true)
    const terms = { ...(days ? { expiresInDays: Number(days) } : {}), ...(scopes ? { scopes: [...scopes] } : {}) }
    const input = { workspaceId: id, name: name.trim(), ...terms }
    const answer = await send('token.create', input, { until: lane })
    setPending(false)
    if (!answer.ok) return setError(refusalOf(answer))
    setToken(String(answer.result.token))
    setStored(false)
    setName('')
  }
  return (
    <Card title="New token">
      {token ? (
        <div className="grid gap-3">
          <SecretOnce secret={token} what="personal token" stored={stored} onStored={setStored} />
          <CodeBlock code={`curl -H "authorization: Bearer $TOKEN" ${location.origin}/api/v1/me`} name="Try it" />
          {stored && (
            <Button className="justify-self-start" onClick={() => setToken(null)}>
              Make another
            </Button>
          )}
        </div>
      ) : (
        <form
          className="grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_9rem]"
          onSubmit={(event) => void create(event)}
        >
          <Field label="Name" error={error}>
            <Input
              value={name}
              autoComplete="off"
              maxLength={200}
              placeholder="nightly report script"
              onChange={(event) => {
                setName(event.target.value)
                setError(null)
              }}
            />
          </Field>
          <Field label="Works for">
            <Select value={days} onChange={(event) => setDays(event.target.value)} options={spans} />
          </Field>
          <div className="sm:col-span-2">
            <ScopeChoice scopes={scopes} onChange={setScopes} />
          </div>
          <Button type="submit" tone="primary" pending={pending} className="justify-self-start">
            Make a token
          </Button>
        </form>
      )}
    </Card>
  )
}
