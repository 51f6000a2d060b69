import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'

/** All that belongs to this person, to take away. */
export function OwnRecord() {
  return (
    <Card title="What is yours">
      <p>
        Your account, sign-ins and tokens, and what you wrote, made and decided, in all workspaces, as one JSON file. It
        holds nothing of other people, and no secrets.
      </p>
      <a href="/api/v1/me/export" download className={buttonClass('plain', 'md', 'mt-3')}>
        Download it
      </a>
    </Card>
  )
}
