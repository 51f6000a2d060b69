'use client'

import { useState } from 'react'
import type { ScheduleView } from '../../server/contract/workspace-snapshot.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { ConfirmDialog, Dialog } from '../ui/dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { Time } from '../ui/time.tsx'
import { act } from '../workspace/commands.ts'
import { useRow, useRows } from '../workspace/live.ts'
import { useMay, useRole, useWorkspace } from '../workspace/workspace-context.tsx'
import { everyWords } from './interval-words.ts'
import { ScheduleForm } from './schedule-form.tsx'
import { titleOf } from './terms-fields.tsx'

/** Goals that start by themselves again and again: when, where, by which playbook, and what came of the last. */
export function Schedules() {
  const { lane } = useWorkspace()
  const schedules = [...useRows(lane, 'schedules')].sort((a, b) => a.name.localeCompare(b.name))
  const mayChange = useMay('schedule.change')
  const [adding, setAdding] = useState(false)
  const add = mayChange && (
    <Button tone="primary" onClick={() => setAdding(true)}>
      New schedule
    </Button>
  )
  return (
    <>
      <Card title="Schedules" flush actions={schedules.length > 0 && add}>
        {schedules.length === 0 ? (
          <Empty level={3} title="No schedule" action={add}>
            A schedule posts the same goal again and again, in the name of whoever saved it.
          </Empty>
        ) : (
          <ul>
            {schedules.map((schedule) => (
              <One key={schedule.id} schedule={schedule} />
            ))}
          </ul>
        )}
      </Card>
      <Dialog open={adding} onOpenChange={setAdding} title="New schedule" width="md">
        {adding && <ScheduleForm onDone={() => setAdding(false)} />}
      </Dialog>
    </>
  )
}

function One({ schedule }: { schedule: ScheduleView }) {
  const { lane, base, me } = useWorkspace()
  const role = useRole()
  const room = useRow(lane, 'rooms', schedule.roomId)
  const by = useRow(lane, 'members', schedule.createdBy)?.name
  const may = useMay('schedule.change')
  const mayChange = may && (schedule.createdBy === me.memberId || role === 'owner' || role === 'admin')
  const [editing, setEditing] = useState(false)
  const { id, name, everySeconds, nextAt, lastAt, lastOutcome, enabled } = schedule
  const failed = lastOutcome !== null && lastOutcome !== 'started'
  const remove = async () => {
    await act('schedule.remove', { scheduleId: id }, { until: lane, done: `${name} was removed` })
  }
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 border-t border-line px-4 py-3">
      <div className="grid min-w-0 flex-1 basis-56 gap-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="min-w-0 font-medium break-words">{name}</span>
          {!enabled && <Badge tone={failed ? 'failed' : 'queued'}>off</Badge>}
        </p>
        <p className="text-sm text-ink-2">
          “{titleOf(schedule.goal)}” {everyWords(everySeconds)}
          {room && (
            <>
              {' in '}
              <a className="text-accent underline" href={`${base}/rooms/${room.id}`}>
                {room.name}
              </a>
            </>
          )}
          {by && `, as ${by}`}
        </p>
        <p className="text-sm text-ink-3">
          {enabled && (
            <>
              next <Time at={nextAt} look="absolute" />
            </>
          )}
          {enabled && lastAt !== null && ' · '}
          {lastAt !== null && (
            <>
              last <Time at={lastAt} />
            </>
          )}
        </p>
        {failed && <p className="text-sm text-failed">{lastOutcome}</p>}
      </div>
      {mayChange && (
        <div className="flex flex-wrap gap-1">
          <Button size="sm" onClick={() => setEditing(true)}>
            Change<span className="sr-only"> {name}</span>…
          </Button>
          <ConfirmDialog
            trigger={
              <Button size="sm" tone="quiet">
                Remove<span className="sr-only"> {name}</span>…
              </Button>
            }
            title={`Remove ${name}?`}
            act={`Remove ${name}`}
            onConfirm={remove}
          >
            It starts no more goals. Those it started go on.
          </ConfirmDialog>
        </div>
      )}
      <Dialog open={editing} onOpenChange={setEditing} title={`Change ${name}`} width="md">
        {editing && <ScheduleForm schedule={schedule} onDone={() => setEditing(false)} />}
      </Dialog>
    </li>
  )
}
