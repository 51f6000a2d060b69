import Link from 'next/link'

const place = 'inline-flex min-h-6 items-center underline underline-offset-2 hover:text-ink-1'

/** Help, in the same place on every page of somebody who is not in a workspace. */
export function SheetFoot() {
  return (
    <footer className="flex gap-5 text-sm text-ink-3">
      <Link href="/help" className={place}>
        Help
      </Link>
      <Link href="/accessibility" className={place}>
        Accessibility
      </Link>
    </footer>
  )
}
