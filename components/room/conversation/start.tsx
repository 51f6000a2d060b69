'use client'

import { Button } from '../../ui/button.tsx'
import { Time } from '../../ui/time.tsx'
import { useRow } from '../../workspace/live.ts'
import { useRoom } from '../room-context.tsx'

/** The upper end of a conversation: where the room begins, or the way to what was said before. */
export function Start({
  whole,
  loading,
  failure,
  onEarlier,
}: {
  whole: boolean
  loading: boolean
  failure: string | null
  onEarlier: () => void
}) {
  const { id, lane } = useRoom()
  const room = useRow(lane, 'room', id)
  return (
    <div className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 pt-1 pb-3 text-sm text-ink-3">
      {whole ? (
        <p>
          This is where the room begins
          {room && (
            <>
              , <Time at={room.createdAt} look="absolute" />
            </>
          )}
          .
        </p>
      ) : (
        <>
          {failure && <p role="alert">{failure}</p>}
          <Button size="sm" tone="quiet" pending={loading} onClick={onEarlier}>
            {loading ? 'Reading earlier messages…' : failure ? 'Try again' : 'Earlier messages'}
          </Button>
        </>
      )}
    </div>
  )
}
