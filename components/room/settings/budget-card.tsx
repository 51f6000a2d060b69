'use client'

import type { RoomView } from '../../../server/contract/snapshot.ts'
import { usageOf } from '../../../server/domain/budget.ts'
import { Card } from '../../ui/card.tsx'
import { send } from '../../workspace/commands.ts'
import { BudgetBars, LimitFields } from '../goal-budget.tsx'
import { useRoom } from '../room-context.tsx'

/** What all goals of the room together may use up. */
export function BudgetCard({ room, mayUpdate }: { room: RoomView; mayUpdate: boolean }) {
  const { lane } = useRoom()
  const use = usageOf(room.spent, null, 0, 0)
  return (
    <Card title="Budget of the room">
      <div className="grid gap-4">
        <p className="text-sm text-ink-2">
          For all its goals together. At four fifths the room is told; when it is used up the room pauses and its maker
          is asked.
        </p>
        <BudgetBars limits={room.limits} use={use} />
        <LimitFields
          key={JSON.stringify(room.limits)}
          kinds={['tokens', 'costUsd']}
          limits={room.limits}
          use={use}
          disabled={!mayUpdate}
          save={(limits) => send('room.update', { roomId: room.id, limits }, { until: lane })}
        />
      </div>
    </Card>
  )
}
