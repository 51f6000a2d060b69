'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Field } from '../ui/field.tsx'
import { PasswordInput } from '../ui/password-input.tsx'
import { toast } from '../ui/toast.tsx'
import { failureOf, offline } from '../workspace/http.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'

/** A new password for this person; every other browser is signed out by it. */
export function ChangePassword() {
  const { me } = useWorkspace()
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const [pending, setPending] = useState(false)
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const given = Object.fromEntries(new FormData(form))
    if (!given.current) return setErrors({ current: 'Give the password you have now.' })
    if (!given.password) return setErrors({ password: 'Give a new one, of 8 characters or more.' })
    setPending(true)
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ current: given.current, password: given.password })
    const response = await fetch('/api/v1/password', { method: 'POST', headers, body }).catch(() => null)
    setPending(false)
    if (response?.ok) {
      setErrors({})
      form.reset()
      return void toast('The password is changed; other browsers are signed out.', { tone: 'done' })
    }
    const failure = response ? await failureOf(response) : offline
    const named = Object.fromEntries((failure.errors ?? []).map(({ path, message }) => [path, message]))
    setErrors(Object.keys(named).length > 0 ? named : { password: failure.detail })
  }
  return (
    <Card title="Password">
      <form className="grid gap-3" noValidate onSubmit={(event) => void save(event)}>
        <input type="hidden" autoComplete="username" value={me.email} readOnly />
        <div className="grid items-start gap-3 sm:grid-cols-2">
          <Field label="The one you have" error={errors.current}>
            <PasswordInput name="current" autoComplete="current-password" onChange={() => setErrors({})} />
          </Field>
          <Field label="The new one" error={errors.password}>
            <PasswordInput name="password" autoComplete="new-password" onChange={() => setErrors({})} />
          </Field>
        </div>
        <Button type="submit" pending={pending} className="justify-self-start">
          Change the password
        </Button>
      </form>
    </Card>
  )
}
