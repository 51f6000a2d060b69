'use client'

import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { PasswordInput } from '../ui/password-input.tsx'
import { signIn } from './ask.ts'
import { Elsewhere } from './elsewhere.tsx'
import { useForm } from './form-state.ts'

/** E-mail and password, and the other ways in that the operator set; goes to `to` afterwards. */
export function SignInForm({
  to,
  notice,
  providers,
}: {
  to: string
  notice: string | null
  providers: readonly { id: string; name: string }[]
}) {
  const { onSubmit, pending, form, fields } = useForm(async ({ email = '', password = '', keep }) => {
    const told = await signIn(email, password, keep === 'on')
    if (told.ok) location.assign(to)
    else if (told.code === 'unauthenticated') return { ...told, errors: [{ path: 'password', message: told.detail }] }
    return told.ok ? null : told
  })
  return (
    <div className="grid gap-4">
      {(form ?? notice) && (
        <Banner tone={form ? 'failed' : 'needs'} urgent={form !== null}>
          {form ?? notice}
        </Banner>
      )}
      <form onSubmit={onSubmit} className="grid gap-4">
        <Field label="E-mail" error={fields.email} required>
          <Input name="email" type="email" autoComplete="username" autoFocus />
        </Field>
        <Field label="Password" error={fields.password} required>
          <PasswordInput name="password" autoComplete="current-password" />
        </Field>
        <Checkbox
          name="keep"
          label="Keep me signed in"
          hint="30 days on this device; otherwise 12 hours."
          defaultChecked
        />
        <Button type="submit" tone="primary" keys="Enter" pending={pending}>
          Sign in
        </Button>
      </form>
      <Elsewhere to={to} verb="Sign in" providers={providers} />
      <p className="text-sm text-ink-2">
        New here? Ask somebody in the workspace for an invitation link. Password forgotten? Whoever runs this server can
        give you a new one.
      </p>
    </div>
  )
}
