'use client'

import { useState } from 'react'
import type { TaskView, VersionView } from '../../../server/contract/snapshot.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Glyph } from '../../ui/glyph.tsx'
import { fileSize } from '../../ui/size.ts'
import { act } from '../../workspace/commands.ts'
import { versionLooks } from '../../workspace/states.ts'
import { State } from '../../workspace/who.tsx'
import { useMay, useWorkspace } from '../../workspace/workspace-context.tsx'
import { useRoom } from '../room-context.tsx'
import { Opinions } from './opinions.tsx'
import { WithWords } from './with-words.tsx'

const checkLooks = {
  passed: { glyph: '●', tone: 'text-done' },
  failed: { glyph: '✕', tone: 'text-failed' },
  unverified: { glyph: '▲', tone: 'text-needs' },
} as const

/** What was handed in, newest first, with its checks; where a person must decide, one can be taken as it is. */
export function Versions({ task, versions }: { task: TaskView; versions: readonly VersionView[] }) {
  const { base } = useWorkspace()
  const { lane } = useRoom()
  const maySteer = useMay('task.steer')
  const [accepting, setAccepting] = useState<VersionView | null>(null)
  if (versions.length === 0) return <p className="text-sm text-ink-3">Nothing was handed in yet.</p>
  return (
    <ol className="grid gap-2">
      {[...versions]
        .sort((a, b) => b.number - a.number)
        .map((version) => (
          <li key={version.id} className="grid gap-1.5 rounded-control border border-line bg-raised px-3 py-2 text-sm">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="font-medium">v{version.number}</span>
              <State look={versionLooks[version.status]} />
              {task.acceptedVersionId === version.id && version.status !== 'approved' && (
                <span className="text-xs text-done">accepted</span>
              )}
              <code className="ml-auto font-mono text-xs text-ink-3" title={version.sha256}>
                {version.sha256.slice(0, 8)}
              </code>
            </div>
            <ul className="grid gap-0.5">
              {version.checks.map((check) => (
                <li key={check.name} className="flex items-start gap-1.5 text-ink-2">
                  <Glyph name={checkLooks[check.status].glyph} className={`mt-0.5 ${checkLooks[check.status].tone}`} />
                  <span className="sr-only">{check.status}: </span>
                  {check.summary}
                </li>
              ))}
            </ul>
            <Opinions version={version} />
            <div className="flex flex-wrap gap-1.5">
              {version.files.map((file) => (
                <a
                  key={file.name}
                  href={`/api/v1/versions/${version.id}/content?file=${encodeURIComponent(file.name)}`}
                  className="inline-flex min-h-6 items-center text-accent underline underline-offset-2"
                >
                  {file.name} <span className="ml-1 text-ink-3">{fileSize(file.size)}</span>
                </a>
              ))}
            </div>
            <div className="flex flex-wrap gap-1.5">
              {task.deliverableId && (
                <ButtonLink size="sm" href={`${base}/deliverables/${task.deliverableId}?v=${version.number}`}>
                  {version.status === 'in_review' ? 'Review' : 'Open'}
                </ButtonLink>
              )}
              {task.status === 'needs_human' && maySteer && (
                <Button size="sm" onClick={() => setAccepting(version)}>
                  Take this as it is…
                </Button>
              )}
            </div>
          </li>
        ))}
      {accepting && (
        <WithWords
          title={`Take v${accepting.number} as it is?`}
          label="Why is it good enough?"
          act={`Accept v${accepting.number}`}
          touches="It is recorded as your decision against the checks."
          onClose={() => setAccepting(null)}
          onAct={(reason) =>
            act(
              'task.accept_version',
              { taskId: task.id, versionId: accepting.id, reason },
              { until: lane, done: 'Accepted' },
            )
          }
        />
      )}
    </ol>
  )
}
