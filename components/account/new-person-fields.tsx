import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { PasswordInput } from '../ui/password-input.tsx'

/** Name, e-mail and a new password. `email` is fixed when an invitation is bound to it. */
export function NewPersonFields({ errors, email }: { errors: Record<string, string>; email?: string | null }) {
  return (
    <>
      <Field label="Your name" error={errors.name} required>
        <Input name="name" autoComplete="name" maxLength={200} />
      </Field>
      <Field
        label="E-mail"
        error={errors.email}
        required
        {...(email ? { hint: 'The invitation is for this address.' } : {})}
      >
        <Input
          name="email"
          type="email"
          autoComplete="username"
          maxLength={254}
          {...(email ? { defaultValue: email, readOnly: true } : {})}
        />
      </Field>
      <Field
        label="Password"
        hint="At least 8 characters; 15 or more is better. Spaces count, and nothing is cut off."
        error={errors.password}
        required
      >
        <PasswordInput name="password" autoComplete="new-password" minLength={8} maxLength={1024} />
      </Field>
    </>
  )
}
