import type { ComponentProps, ReactNode } from 'react'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'

/**
 * The form by which somebody comes in: what is wrong with the whole of it, its fields, one button; `below` are other ways.
 * What is wrong with a field the server says, beside it: a browser’s own bubbles say it otherwise, and go.
 */
export function EntryForm({
  onSubmit,
  problem,
  pending,
  act,
  children,
  below,
}: {
  onSubmit: ComponentProps<'form'>['onSubmit']
  problem: string | null
  pending: boolean
  act: ReactNode
  children: ReactNode
  below?: ReactNode
}) {
  return (
    <form noValidate onSubmit={onSubmit} className="grid gap-4">
      {problem && (
        <Banner tone="failed" urgent>
          {problem}
        </Banner>
      )}
      {children}
      <Button type="submit" tone="primary" keys="Enter" pending={pending}>
        {act}
      </Button>
      {below}
    </form>
  )
}
