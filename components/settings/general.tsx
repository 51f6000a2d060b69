'use client'

import Link from 'next/link'
import { type FormEvent, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { toast } from '../ui/toast.tsx'
import { refusalOf, send } from '../workspace/commands.ts'
import { useRow } from '../workspace/live.ts'
import { useMay, useRole, useWorkspace } from '../workspace/workspace-context.tsx'

/** The workspace's name, and what the person is here. */
export function General() {
  const { id, base, lane, me } = useWorkspace()
  const workspace = useRow(lane, 'workspace', id)
  const mayRename = useMay('workspace.rename')
  const role = useRole()
  const [name, setName] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (name === null || !name.trim()) return setError('Give it a name.')
    setPending(true)
    const answer = await send('workspace.rename', { workspaceId: id, name: name.trim() }, { until: lane })
    setPending(false)
    if (!answer.ok) return setError(refusalOf(answer))
    setName(null)
    toast('Renamed', { tone: 'done' })
  }
  return (
    <>
      <Card title="Name">
        {mayRename ? (
          <form className="flex flex-wrap items-end gap-2" onSubmit={(event) => void save(event)}>
            <Field label="Name of the workspace" hideLabel error={error} className="flex-1 basis-64">
              <Input
                value={name ?? workspace?.name ?? ''}
                maxLength={200}
                onChange={(event) => {
                  setName(event.target.value)
                  setError(null)
                }}
              />
            </Field>
            <Button type="submit" pending={pending} aria-disabled={name === null || name === workspace?.name}>
              Rename
            </Button>
          </form>
        ) : (
          <p>
            {workspace?.name} <span className="text-ink-3">Admins can rename it.</span>
          </p>
        )}
      </Card>
      <Card title="You here">
        <p>
          {me.name}, {me.email}, is <strong>{role}</strong>.{' '}
          <Link href={`${base}/settings/roles`} className="text-accent underline">
            What a role can do
          </Link>
        </p>
      </Card>
    </>
  )
}
