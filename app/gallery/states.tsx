import { Badge, Count } from '../../components/ui/badge.tsx'
import { Card } from '../../components/ui/card.tsx'
import type { GlyphName } from '../../components/ui/glyph.tsx'
import { IdTag } from '../../components/ui/id-tag.tsx'
import { Mark, MarkStack } from '../../components/ui/mark.tsx'
import { Meter } from '../../components/ui/meter.tsx'
import { Ribbon, type RibbonSegment } from '../../components/ui/ribbon.tsx'
import { Spine, SpineDivider, SpineItem } from '../../components/ui/spine.tsx'
import { StateMark } from '../../components/ui/state-mark.tsx'
import { Time } from '../../components/ui/time.tsx'
import type { Tone } from '../../components/ui/tone.ts'

const states: readonly { tone: Tone; glyph: GlyphName; word: string; suffix?: string }[] = [
  { tone: 'queued', glyph: '○', word: 'Waiting', suffix: 'on T-12' },
  { tone: 'queued', glyph: '◔', word: 'Assigned' },
  { tone: 'running', glyph: '◐', word: 'Working', suffix: '4 min' },
  { tone: 'needs', glyph: '◆', word: 'Needs an answer' },
  { tone: 'needs', glyph: '▲', word: 'Blocked', suffix: 'by T-09' },
  { tone: 'review', glyph: '◇', word: 'In review' },
  { tone: 'review', glyph: '↺', word: 'Changes asked' },
  { tone: 'done', glyph: '●', word: 'Done' },
  { tone: 'failed', glyph: '✕', word: 'Failed', suffix: '2 of 5, next in 0:42' },
  { tone: 'queued', glyph: '–', word: 'Stopped' },
  { tone: 'needs', glyph: '⋯', word: 'No answer yet' },
]

const segments: readonly RibbonSegment[] = [
  { tone: 'done', glyph: '●', word: 'Done', count: 14 },
  { tone: 'review', glyph: '◇', word: 'In review', count: 3 },
  { tone: 'running', glyph: '◐', word: 'Working', count: 6 },
  { tone: 'needs', glyph: '◆', word: 'Needs an answer', count: 2 },
  { tone: 'failed', glyph: '✕', word: 'Failed', count: 1 },
  { tone: 'queued', glyph: '○', word: 'Waiting', count: 9 },
]

const crowd = [
  { id: '1', kind: 'person', name: 'Ana Lopes' },
  { id: '2', kind: 'person', name: '李雷' },
  { id: '3', kind: 'agent', name: 'scout-5' },
  { id: '4', kind: 'agent', name: 'writer-1' },
  { id: '5', kind: 'agent', name: 'layout-2' },
  { id: '6', kind: 'agent', name: 'figures' },
] as const

export function States() {
  return (
    <>
      <Card title="Marks of states" level={3}>
        <ul className="grid gap-x-6 gap-y-2 sm:grid-cols-2 lg:grid-cols-3">
          {states.map((state) => (
            <li key={state.word} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <StateMark {...state} look="pill" />
              <StateMark {...state} look="glyph" />
            </li>
          ))}
        </ul>
      </Card>
      <Card title="Participants" level={3}>
        <div className="flex flex-wrap items-center gap-4">
          {(['xs', 'sm', 'md', 'lg', 'xl'] as const).map((size) => (
            <span key={size} className="flex items-center gap-1.5">
              <Mark kind="person" name="Ana Lopes" size={size} />
              <Mark kind="agent" name="scout-5" size={size} />
              <Mark kind="coordinator" name="Coordinator" size={size} />
            </span>
          ))}
          <Mark kind="person" name="Ana Lopes" presence="here" labelled />
          <Mark kind="person" name="Bo Li" presence="away" labelled />
          <Mark kind="person" name="Kim" presence="offline" labelled />
          <MarkStack people={crowd} />
        </div>
      </Card>
      <Card title="Ribbon" level={3}>
        <div className="grid gap-5">
          <Ribbon label="States of 35 tasks" segments={segments} legend />
          <Ribbon
            label="States of 4,000 tasks"
            segments={segments.map((one) => ({ ...one, count: one.count === 1 ? 1 : one.count * 120 }))}
          />
          <Ribbon label="Nothing planned yet" segments={[]} />
        </div>
      </Card>
      <Card title="Spine" level={3}>
        <Spine aria-label="What happened to T-21">
          <SpineItem node={<Mark kind="person" name="Ana Lopes" />}>
            Goal posted. Public sources only. <Time at="2026-11-24T09:02:00Z" className="text-xs text-ink-3" />
          </SpineItem>
          <SpineItem>
            Planned 35 tasks in 3 phases <Badge>version 1</Badge>
          </SpineItem>
          <SpineItem node={<Mark kind="agent" name="scout-2" />} thread="broken">
            <IdTag id="T-21" href="/gallery" /> went quiet after 90 s <StateMark tone="failed" glyph="✕" word="Lost" />
          </SpineItem>
          <SpineItem node={<Mark kind="coordinator" name="Coordinator" />} thread="mended">
            Handed T-21 from scout-2 to scout-5, with its partial work.
          </SpineItem>
          <SpineDivider>new since 10:31</SpineDivider>
          <SpineItem node={<Mark kind="agent" name="scout-5" />}>Table 4 delivered.</SpineItem>
        </Spine>
      </Card>
      <div className="grid gap-4 sm:grid-cols-2">
        <Card title="Limits" level={3}>
          <div className="grid gap-3">
            <Meter label="Tokens" value={120_000} max={500_000} say={(value) => value.toLocaleString('en')} />
            <Meter label="Money" value={41.2} max={50} say={(value) => `$${value.toFixed(2)}`} />
            <Meter label="Attempts" value={60} max={60} />
          </div>
        </Card>
        <Card title="Small things" level={3} tone="needs">
          <div className="flex flex-wrap items-center gap-2">
            <Badge>research</Badge>
            <Badge tone="review">6 of 6 checks</Badge>
            <Badge tone="failed">1 weak source</Badge>
            <Count value={12} />
            <Count value={4} loud label="waiting" />
            <IdTag id="D-3" href="/gallery" />
            <IdTag id="G-2" />
          </div>
        </Card>
      </div>
    </>
  )
}
