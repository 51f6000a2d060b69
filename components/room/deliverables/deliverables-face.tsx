'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import type { Collections, DeliverableView } from '../../../server/contract/snapshot.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Heading } from '../../ui/heading.tsx'
import { Time } from '../../ui/time.tsx'
import { useRow, useRows } from '../../workspace/live.ts'
import { deliverableLooks, shortId, versionLooks } from '../../workspace/states.ts'
import { State, Who } from '../../workspace/who.tsx'
import { useWorkspace } from '../../workspace/workspace-context.tsx'
import { useNames, useRoom } from '../room-context.tsx'
import { Files } from './files.tsx'

/** What the room's goals brought forth, newest first, and the files people put here. */
export function DeliverablesFace() {
  const { lane } = useRoom()
  const deliverables = useRows(lane, 'deliverables')
  const sorted = useMemo(() => [...deliverables].sort((a, b) => b.number - a.number), [deliverables])
  return (
    <div className="mx-auto grid max-w-4xl gap-8 p-4 max-md:p-3">
      <section aria-label="Deliverables" className="grid gap-3">
        <Heading level={2}>Deliverables</Heading>
        {sorted.length === 0 && (
          <Empty level={3} title="Nothing delivered yet">
            When a goal’s result is ready, it appears here with all its versions.
          </Empty>
        )}
        {sorted.map((one) => (
          <Deliverable key={one.id} deliverable={one} />
        ))}
      </section>
      <Files />
    </div>
  )
}

function Deliverable({ deliverable }: { deliverable: DeliverableView }) {
  const { lane, base: room } = useRoom()
  const { base } = useWorkspace()
  const goal = useRow(lane, 'goals', deliverable.goalId)
  const all = useRows(lane, 'versions')
  const versions = useMemo(
    () => all.filter((one) => one.deliverableId === deliverable.id).sort((a, b) => b.number - a.number),
    [all, deliverable.id],
  )
  const href = `${base}/deliverables/${deliverable.id}`
  const waits = deliverable.status === 'in_review'
  return (
    <article
      className="grid gap-2 rounded-card border border-line bg-raised px-4 py-3"
      style={waits ? { borderInlineStart: '2px solid var(--review)' } : undefined}
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-mono text-xs text-ink-3">{shortId.deliverable(deliverable.number)}</span>
        <h3 className="min-w-0 flex-1 basis-48 font-serif text-read font-semibold">{deliverable.name}</h3>
        <State look={deliverableLooks[deliverable.status]} />
        {versions.length > 0 && (
          <ButtonLink size="sm" tone={waits ? 'primary' : 'plain'} href={href}>
            {waits ? 'Review' : 'Open'}
          </ButtonLink>
        )}
      </header>
      {goal && (
        <p className="text-sm text-ink-2">
          {deliverable.kind} for{' '}
          <Link href={`${room}/plan?goal=${goal.id}`} className="underline underline-offset-2 hover:text-accent">
            {goal.title}
          </Link>
          {deliverable.rounds > 0 &&
            `, ${deliverable.rounds} ${deliverable.rounds === 1 ? 'round' : 'rounds'} of changes`}
        </p>
      )}
      {versions.length > 0 && (
        <ol className="grid gap-px border-t border-line pt-1.5">
          {versions.map((version) => (
            <VersionLine key={version.id} version={version} href={href} />
          ))}
        </ol>
      )}
    </article>
  )
}

function VersionLine({ version, href }: { version: Collections['versions']; href: string }) {
  const by = useNames()(version.createdBy)
  const passed = version.checks.filter((check) => check.status === 'passed').length
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-0.5 py-0.5 text-sm">
      <Link href={`${href}?v=${version.number}`} className="font-medium underline underline-offset-2 hover:text-accent">
        v{version.number}
      </Link>
      <State look={versionLooks[version.status]} />
      {by && <Who kind={by.kind} name={by.name} size="sm" />}
      <span className="text-ink-2">
        {passed}/{version.checks.length} checks
      </span>
      <Time at={version.createdAt} className="ml-auto text-xs text-ink-3" />
    </li>
  )
}
