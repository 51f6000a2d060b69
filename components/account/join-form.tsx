'use client'

import { ButtonLink } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { postJson, signIn } from './ask.ts'
import { Elsewhere } from './elsewhere.tsx'
import { EntryForm } from './entry-form.tsx'
import { useForm } from './form-state.ts'
import { NewPersonFields } from './new-person-fields.tsx'

type Joined = { workspaceId: string; roomId: string | null }

function enter({ workspaceId, roomId }: Joined, bring: boolean): void {
  const base = `/w/${workspaceId}`
  if (bring) location.assign(`${base}/agents/new${roomId ? `?room=${roomId}` : ''}`)
  else location.assign(roomId ? `${base}/rooms/${roomId}` : `${base}/inbox`)
}

function Bring() {
  return (
    <Checkbox
      name="bring"
      label="Bring an agent of mine"
      hint="Joining then leads straight to registering it. It can be done later too, under Agents."
    />
  )
}

/** Accepts an invitation as a new person. Opening the link does nothing; the button does. `mayBring`: as a role that registers agents. */
export function JoinForm({
  token,
  email,
  mayBring,
  providers,
}: {
  token: string
  email: string | null
  mayBring: boolean
  providers: readonly { id: string; name: string }[]
}) {
  const { onSubmit, pending, form, fields } = useForm(
    async ({ name = '', email: given = '', password = '', bring }) => {
      const joined = await postJson<Joined>('/api/v1/join', { token, name, email: given, password })
      if (!joined.ok) return joined
      const told = await signIn(given, password, true)
      if (told.ok) enter(joined.value, bring === 'on')
      else location.assign('/sign-in')
      return null
    },
  )
  return (
    <EntryForm
      onSubmit={onSubmit}
      problem={form}
      pending={pending}
      act="Join"
      below={
        <>
          <ButtonLink tone="quiet" href={`/sign-in?to=${encodeURIComponent(`/join/${token}`)}`}>
            I already have an account
          </ButtonLink>
          <Elsewhere to={`/join/${token}`} verb="Join" providers={providers} />
        </>
      }
    >
      <NewPersonFields errors={fields} email={email} />
      {mayBring && <Bring />}
    </EntryForm>
  )
}

/** Accepts an invitation as the person who is signed in. */
export function JoinAsSelf({ token, name, mayBring }: { token: string; name: string; mayBring: boolean }) {
  const { onSubmit, pending, form } = useForm(async ({ bring }) => {
    const joined = await postJson<Joined>('/api/v1/join', { token })
    if (!joined.ok) return joined
    enter(joined.value, bring === 'on')
    return null
  })
  return (
    <EntryForm onSubmit={onSubmit} problem={form} pending={pending} act={`Join as ${name}`}>
      {mayBring && <Bring />}
    </EntryForm>
  )
}
