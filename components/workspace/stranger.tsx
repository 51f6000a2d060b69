import { ButtonLink } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'

/** The workspace is not there, or not this person's; which of the two is not told. */
export function Stranger({ email }: { email: string }) {
  return (
    <main>
      <h1 className="sr-only">No access</h1>
      <Empty
        kind="no-right"
        title="No such workspace, or not yours"
        action={<ButtonLink href="/">Your own workspace</ButtonLink>}
      >
        Ask the person who sent you here to invite {email}.
      </Empty>
    </main>
  )
}
