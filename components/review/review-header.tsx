'use client'

import { Download, FileText, PanelRight } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { Heading } from '../ui/heading.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Select } from '../ui/select.tsx'
import { useShortcut } from '../ui/shortcuts.tsx'
import { fileSize } from '../ui/size.ts'
import { countWords } from '../ui/word-diff.ts'
import { useRow } from '../workspace/live.ts'
import { shortId, versionLooks } from '../workspace/states.ts'
import { useWaiting } from '../workspace/waiting.ts'
import { State } from '../workspace/who.tsx'
import { useWorkspace } from '../workspace/workspace-context.tsx'
import { type Mode, partsOf, useReview } from './review-context.tsx'

const icon = 'size-4'

/** The reviews that wait after this one, for "next in queue". */
function useQueue(deliverableId: string): { at: number; all: number; next: string | null } {
  const { id, base } = useWorkspace()
  const { items } = useWaiting(id)
  const queue = items.flatMap((item) => (item.deliverable ? [item.deliverable] : []))
  const at = queue.findIndex((one) => one.id === deliverableId)
  const next = queue[at + 1] ?? queue.find((one) => one.id !== deliverableId)
  return {
    at,
    all: queue.length,
    next: next ? `${base}/deliverables/${next.id}?v=${next.versionNumber}` : null,
  }
}

/** Name, version, state, and how to look at it. */
export function ReviewHeader({ panelOpen, onPanel }: { panelOpen: boolean; onPanel: () => void }) {
  const { base } = useWorkspace()
  const { deliverable, roomId, lane, shown, versions, goal, address, diff, mode, base: before } = useReview()
  const room = useRow(lane, 'room', roomId)
  const router = useRouter()
  const queue = useQueue(deliverable.id)
  const step = (by: 1 | -1) => {
    const next = versions[versions.findIndex((version) => version.id === shown.id) + by]
    if (next) address.push({ v: String(next.number), base: null, file: null })
  }
  const show = (next: Mode) => address.set({ mode: next === 'read' ? null : next })
  useShortcut('[', 'Older version', () => step(-1))
  useShortcut(']', 'Newer version', () => step(1))
  useShortcut('1', 'Read', () => show('read'))
  useShortcut('2', 'Changes', () => show('changes'), { enabled: before !== null })
  useShortcut('3', 'Source', () => show('source'))
  useShortcut('n', 'Next in the queue', () => queue.next && router.push(queue.next), { enabled: queue.next !== null })
  const words = diff.value && countWords(partsOf(diff.value))
  const changed = words ? ` +${words.added} −${words.removed}` : ''
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2 px-4 py-3 max-md:px-3">
      <div className="flex flex-wrap items-center gap-x-3">
        <p className="flex min-w-0 flex-1 items-center gap-2 text-xs text-ink-3">
          <span className="font-mono whitespace-nowrap">{shortId.deliverable(deliverable.number)}</span>
          <Link
            href={`${base}/rooms/${roomId}`}
            className="min-w-0 truncate leading-6 hover:text-ink-1 hover:underline"
          >
            {room?.name}
            {goal && goal.title !== deliverable.name && ` · ${goal.title}`}
          </Link>
        </p>
        <div className="flex items-center gap-1.5">
          <State look={versionLooks[shown.status]} as="pill" />
          <DownloadMenu />
          <IconButton
            label={panelOpen ? 'Hide what is known of this version' : 'How it was made, checks, sources'}
            keys="i"
            aria-pressed={panelOpen}
            icon={<PanelRight aria-hidden className={icon} />}
            onClick={onPanel}
          />
        </div>
        <Heading level={1} className="basis-full [overflow-wrap:anywhere]">
          {deliverable.name}
        </Heading>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label="Version"
          className="w-24"
          value={String(shown.number)}
          onChange={(event) => address.push({ v: event.target.value, base: null, file: null })}
          options={versions.toReversed().map((version) => ({
            value: String(version.number),
            // The state of the one on screen stands above.
            label:
              version.id === shown.id
                ? `v${version.number}`
                : `v${version.number} · ${versionLooks[version.status].word}`,
          }))}
        />
        <Segmented<Mode>
          label="How to look at it"
          value={mode}
          onChange={show}
          options={[
            { value: 'read', label: 'Read' },
            {
              value: 'changes',
              label: (
                <span className="tabular-nums">
                  Changes<span className="max-sm:hidden">{changed}</span>
                </span>
              ),
              disabled: before === null,
            },
            { value: 'source', label: 'Source' },
          ]}
        />
        {mode === 'changes' && before && (
          <Select
            aria-label="Compare with"
            className="w-32"
            value={String(before.number)}
            onChange={(event) => address.set({ base: event.target.value })}
            options={versions
              .filter((version) => version.id !== shown.id)
              .toReversed()
              .map((version) => ({ value: String(version.number), label: `since v${version.number}` }))}
          />
        )}
        <FileSwitch />
        {queue.all > 1 && queue.at >= 0 && (
          <span className="text-xs text-ink-3 max-md:hidden">
            {queue.at + 1} of {queue.all} that wait for you
          </span>
        )}
      </div>
    </div>
  )
}

function FileSwitch() {
  const { shown, file, address } = useReview()
  if (shown.files.length < 2) return null
  return (
    <Select
      aria-label="File"
      className="w-48"
      value={file ?? shown.files[0]?.name ?? ''}
      onChange={(event) =>
        address.set({ file: event.target.value === shown.files[0]?.name ? null : event.target.value })
      }
      options={shown.files.map((one) => ({ value: one.name, label: one.name }))}
    />
  )
}

function DownloadMenu() {
  const { shown } = useReview()
  const path = `/api/v1/versions/${shown.id}`
  const get = (address: string) => location.assign(address)
  const exported = { md: 'Markdown', html: 'HTML', docx: 'Word (DOCX)' }
  return (
    <Menu align="end" trigger={<IconButton label="Download" icon={<Download aria-hidden className={icon} />} />}>
      <MenuLabel>v{shown.number} with its version, approver and date</MenuLabel>
      {Object.entries(exported).map(([format, name]) => (
        <MenuItem
          key={format}
          icon={<FileText aria-hidden className={icon} />}
          onSelect={() => get(`${path}/export?format=${format}`)}
        >
          {name}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuLabel>As it was handed in</MenuLabel>
      {shown.files.map((file) => (
        <MenuItem
          key={file.name}
          icon={<Download aria-hidden className={icon} />}
          hint={fileSize(file.size)}
          onSelect={() => get(`${path}/content?file=${encodeURIComponent(file.name)}`)}
        >
          {file.name}
        </MenuItem>
      ))}
      {shown.files.length === 0 && (
        <MenuItem icon={<Download aria-hidden className={icon} />} onSelect={() => get(`${path}/content`)}>
          The response
        </MenuItem>
      )}
    </Menu>
  )
}
