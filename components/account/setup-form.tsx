'use client'

import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { postJson, signIn } from './ask.ts'
import { EntryForm } from './entry-form.tsx'
import { useForm } from './form-state.ts'
import { NewPersonFields } from './new-person-fields.tsx'

/** The first visitor becomes the owner: a workspace, a name, a way to sign in. */
export function SetupForm({ setupToken }: { setupToken: string }) {
  const { onSubmit, pending, form, fields } = useForm(async (given) => {
    const { workspaceName = '', name = '', email = '', password = '' } = given
    const body = { setupToken, workspaceName, name, email, password }
    const made = await postJson<{ workspaceId: string }>('/api/v1/setup', body)
    if (!made.ok) return made
    const told = await signIn(email, password, true)
    location.assign(told.ok ? `/welcome?w=${made.value.workspaceId}` : '/sign-in?to=/welcome')
    return null
  })
  return (
    <EntryForm onSubmit={onSubmit} problem={form} pending={pending} act="Create the workspace">
      <Field
        label="Name of the workspace"
        hint="Your team or company; it can be changed later."
        error={fields.workspaceName}
        required
      >
        <Input name="workspaceName" autoComplete="organization" maxLength={200} autoFocus />
      </Field>
      <NewPersonFields errors={fields} />
    </EntryForm>
  )
}
