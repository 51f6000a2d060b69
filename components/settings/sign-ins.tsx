'use client'

import { Badge } from '../ui/badge.tsx'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Time } from '../ui/time.tsx'
import { toast } from '../ui/toast.tsx'
import { failureOf, offline } from '../workspace/http.ts'
import { useRead } from '../workspace/use-read.ts'
import { deviceWords } from './device-words.ts'

type SignIn = { id: string; createdAt: number; lastSeenAt: number; userAgent: string | null; current: boolean }

/** Ends one sign-in, or with null all but this one; says what came of it. */
async function end(id: string | null, done: string): Promise<void> {
  const path = id === null ? '/api/v1/sessions' : `/api/v1/sessions/${encodeURIComponent(id)}`
  const response = await fetch(path, { method: 'DELETE' }).catch(() => null)
  if (response?.ok) return void toast(done, { tone: 'done' })
  toast((response ? await failureOf(response) : offline).detail, { tone: 'failed' })
}

/** Where this person is signed in; each can be ended from here. */
export function SignIns() {
  const read = useRead<{ sessions: SignIn[] }>('/api/v1/sessions')
  const sessions = [...(read.value?.sessions ?? [])].sort(
    (a, b) => Number(b.current) - Number(a.current) || b.lastSeenAt - a.lastSeenAt,
  )
  const endAndRead = async (id: string | null, done: string) => {
    await end(id, done)
    read.again()
  }
  return (
    <Card
      title="Where you are signed in"
      flush
      actions={
        sessions.length > 1 && (
          <ConfirmDialog
            trigger={<Button size="sm">Sign out everywhere else…</Button>}
            title="Sign out everywhere else?"
            act="Sign out everywhere else"
            onConfirm={() => endAndRead(null, 'Signed out everywhere else')}
          >
            Every other browser has to sign in again. This one stays.
          </ConfirmDialog>
        )
      }
    >
      {read.failure && (
        <Banner tone="failed" className="mx-4 mb-3">
          This could not be read. {read.failure.detail}
        </Banner>
      )}
      {!read.value && read.loading && <Skeleton shape="rows" count={2} label="Reading where you are signed in" />}
      <ul>
        {sessions.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-4 py-2">
            <span className="min-w-0 flex-1 basis-48">
              <span className="font-medium">{deviceWords(one.userAgent)}</span>
              {one.current && <Badge className="ml-2">this one</Badge>}
              <span className="block text-sm text-ink-3">
                last seen <Time at={one.lastSeenAt} />, signed in <Time at={one.createdAt} />
              </span>
            </span>
            {!one.current && (
              <Button
                size="sm"
                tone="quiet"
                onClick={() => void endAndRead(one.id, `${deviceWords(one.userAgent)} is signed out`)}
              >
                Sign out<span className="sr-only"> {deviceWords(one.userAgent)}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
