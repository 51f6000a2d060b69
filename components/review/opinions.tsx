'use client'

import type { VersionDetail } from '../../server/contract/views.ts'
import { Button } from '../ui/button.tsx'
import { Mark } from '../ui/mark.tsx'
import { Spine, SpineItem } from '../ui/spine.tsx'
import { StateMark } from '../ui/state-mark.tsx'
import { Time } from '../ui/time.tsx'
import { act } from '../workspace/commands.ts'
import { opinionLooks } from '../workspace/states.ts'
import { useMay } from '../workspace/workspace-context.tsx'
import { Part } from './part.tsx'
import { useReview } from './review-context.tsx'

/** What agents that did not make this version think of it, each with its own record; a person may ask for one. */
export function Opinions({ detail }: { detail: VersionDetail }) {
  const { shown, lane } = useReview()
  const mayAsk = useMay('deliverable.decide', true)
  const waiting = shown.status === 'in_review'
  if (detail.opinions.length === 0 && !(mayAsk && waiting)) return null
  return (
    <Part title="Second opinions" aside="They decide nothing">
      {detail.opinions.length > 0 && (
        <Spine aria-label="Second opinions">
          {detail.opinions.map((opinion) => (
            <SpineItem key={opinion.id} node={<Mark kind="agent" name={opinion.name} />}>
              <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
                <span className="font-semibold">{opinion.name}</span>
                <StateMark {...opinionLooks[opinion.verdict]} />
                <Time at={opinion.at} className="text-xs text-ink-3" />
              </p>
              <p className="text-xs text-ink-3">
                {opinion.calibration.given === 0
                  ? 'No record as a judge yet.'
                  : `People decided the same on ${opinion.calibration.agreed} of ${opinion.calibration.given}.`}
                {opinion.calibration.warning && <span className="text-needs"> It {opinion.calibration.warning}.</span>}
              </p>
              {opinion.reasons && (
                <p className="text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">{opinion.reasons}</p>
              )}
            </SpineItem>
          ))}
        </Spine>
      )}
      {mayAsk && waiting && (
        <div>
          <Button
            size="sm"
            onClick={() =>
              act('version.ask_opinion', { versionId: shown.id }, { until: lane, done: 'Somebody is asked' })
            }
          >
            Ask for a second opinion
          </Button>
        </div>
      )}
    </Part>
  )
}
