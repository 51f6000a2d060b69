'use client'

import { type FormEvent, useState } from 'react'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { PasswordInput } from '../ui/password-input.tsx'
import { failureOf, offline } from '../workspace/http.ts'

/** Deletes the account, after saying what goes and what stays, and asking for e-mail and password once more. */
export function DeleteAccount() {
  const [open, setOpen] = useState(false)
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const [pending, setPending] = useState(false)
  const change = (next: boolean) => {
    setOpen(next)
    setErrors({})
  }
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { email, password } = Object.fromEntries(new FormData(event.currentTarget))
    setPending(true)
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ email, password })
    const response = await fetch('/api/v1/me/account', { method: 'DELETE', headers, body }).catch(() => null)
    if (response?.ok) return location.replace('/sign-in')
    setPending(false)
    const failure = response ? await failureOf(response) : offline
    const named = Object.fromEntries((failure.errors ?? []).map(({ path, message }) => [path, message]))
    setErrors(Object.keys(named).length > 0 ? named : { form: failure.detail })
  }
  return (
    <Card title="Delete the account">
      <p>You leave every workspace. Your agents, tokens, hooks and invitations end with it; it cannot be undone.</p>
      <Dialog
        open={open}
        onOpenChange={change}
        trigger={
          <Button tone="danger" className="mt-3">
            Delete the account…
          </Button>
        }
        title="Delete your account?"
        description="Your name, address, password and sign-ins are erased. What you wrote, made and decided in rooms stays there, under the name you had then: others built on it."
        footer={
          <>
            <Button onClick={() => change(false)}>Keep it</Button>
            <Button type="submit" form="delete-account" tone="danger" pending={pending}>
              Delete it for good
            </Button>
          </>
        }
      >
        <form id="delete-account" className="grid gap-3" noValidate onSubmit={(event) => void submit(event)}>
          {errors.form && (
            <Banner tone="failed" urgent>
              {errors.form}
            </Banner>
          )}
          <Field label="Your e-mail" error={errors.email}>
            <Input name="email" type="email" autoComplete="off" onChange={() => setErrors({})} />
          </Field>
          <Field label="Your password" hint="Leave it empty if you only sign in elsewhere." error={errors.password}>
            <PasswordInput name="password" autoComplete="current-password" onChange={() => setErrors({})} />
          </Field>
        </form>
      </Dialog>
    </Card>
  )
}
