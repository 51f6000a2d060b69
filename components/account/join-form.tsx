'use client'

import { Banner } from '../ui/banner.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { postJson, signIn } from './ask.ts'
import { useForm } from './form-state.ts'
import { NewPersonFields } from './new-person-fields.tsx'

type Joined = { workspaceId: string; roomId: string | null }

function enter({ workspaceId, roomId }: Joined): void {
  location.assign(roomId ? `/w/${workspaceId}/rooms/${roomId}` : `/w/${workspaceId}/inbox`)
}

/** Accepts an invitation as a new person. Opening the link does nothing; the button does. */
export function JoinForm({ token, email }: { token: string; email: string | null }) {
  const { onSubmit, pending, form, fields } = useForm(async ({ name = '', email: given = '', password = '' }) => {
    const joined = await postJson<Joined>('/api/v1/join', { token, name, email: given, password })
    if (!joined.ok) return joined
    const told = await signIn(given, password, true)
    if (told.ok) enter(joined.value)
    else location.assign('/sign-in')
    return null
  })
  return (
    <form onSubmit={onSubmit} className="grid gap-4">
      {form && (
        <Banner tone="failed" urgent>
          {form}
        </Banner>
      )}
      <NewPersonFields errors={fields} email={email} />
      <Button type="submit" tone="primary" keys="Enter" pending={pending}>
        Join
      </Button>
      <ButtonLink tone="quiet" href={`/sign-in?to=${encodeURIComponent(`/join/${token}`)}`}>
        I already have an account
      </ButtonLink>
    </form>
  )
}

/** Accepts an invitation as the person who is signed in. */
export function JoinAsSelf({ token, name }: { token: string; name: string }) {
  const { onSubmit, pending, form } = useForm(async () => {
    const joined = await postJson<Joined>('/api/v1/join', { token })
    if (!joined.ok) return joined
    enter(joined.value)
    return null
  })
  return (
    <form onSubmit={onSubmit} className="grid gap-4">
      {form && (
        <Banner tone="failed" urgent>
          {form}
        </Banner>
      )}
      <Button type="submit" tone="primary" keys="Enter" pending={pending}>
        Join as {name}
      </Button>
    </form>
  )
}
