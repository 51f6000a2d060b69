import { type FormEvent, useState } from 'react'
import type { Failure } from '../workspace/http.ts'
import { complaintsOf } from './ask.ts'

/** One form: pending while it is sent, complaints afterwards, focus on the first field that is wrong. */
export function useForm(send: (fields: Record<string, string>) => Promise<Failure | null>) {
  const [pending, setPending] = useState(false)
  const [complaints, setComplaints] = useState<ReturnType<typeof complaintsOf>>({ form: null, fields: {} })

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (pending) return
    const form = event.currentTarget
    const entries = [...new FormData(form)].map(([name, value]) => [name, String(value)])
    setPending(true)
    setComplaints({ form: null, fields: {} })
    const failure = await send(Object.fromEntries(entries))
    // After success the browser is on its way to another page: the button stays busy until then.
    if (!failure) return
    setPending(false)
    const next = complaintsOf(failure)
    setComplaints(next)
    const [first] = Object.keys(next.fields)
    const field = first === undefined ? null : form.elements.namedItem(first)
    if (field instanceof HTMLElement) field.focus()
  }
  return { onSubmit, pending, ...complaints }
}
