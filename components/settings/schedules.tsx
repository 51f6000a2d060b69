'use client'

import dynamic from 'next/dynamic'
import type { ScheduleView } from '../../server/contract/workspace-snapshot.ts'
import { Badge } from '../ui/badge.tsx'
import { Time } from '../ui/time.tsx'
import { act } from '../workspace/commands.ts'
import { useRows } from '../workspace/live.ts'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { everyWords } from './interval-words.ts'
import { Order, Orders } from './orders.tsx'
import { titleOf } from './title-of.ts'

const ScheduleForm = dynamic(() => import('./schedule-form.tsx').then((file) => file.ScheduleForm), { ssr: false })

/** Goals that start by themselves again and again: when, where, by which playbook, and what came of the last. */
export function Schedules() {
  const { lane } = useWorkspace()
  const schedules = [...useRows(lane, 'schedules')].sort((a, b) => a.name.localeCompare(b.name))
  return (
    <Orders
      title="Schedules"
      one="schedule"
      right="schedule.change"
      about="A schedule posts the same goal again and again, in the name of whoever saved it."
      form={(done) => <ScheduleForm onDone={done} />}
    >
      {schedules.map((schedule) => (
        <One key={schedule.id} schedule={schedule} />
      ))}
    </Orders>
  )
}

function One({ schedule }: { schedule: ScheduleView }) {
  const { lane } = useWorkspace()
  const { id, name, roomId, createdBy, everySeconds, nextAt, lastAt, lastOutcome, enabled } = schedule
  const failed = lastOutcome !== null && lastOutcome !== 'started'
  return (
    <Order
      {...{ name, roomId, createdBy }}
      right="schedule.change"
      mark={!enabled && <Badge tone={failed ? 'failed' : 'queued'}>off</Badge>}
      starts={`“${titleOf(schedule.goal)}” ${everyWords(everySeconds)}`}
      state={
        <>
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
        </>
      }
      problem={failed ? lastOutcome : null}
      change={(done) => <ScheduleForm schedule={schedule} onDone={done} />}
      end={{
        word: 'Remove',
        says: 'It starts no more goals. Those it started go on.',
        run: () => act('schedule.remove', { scheduleId: id }, { until: lane, done: `${name} was removed` }),
      }}
    />
  )
}
