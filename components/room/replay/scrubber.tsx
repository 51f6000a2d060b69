'use client'

import { ChevronLeft, ChevronRight, Pause, Play, X } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Select } from '../../ui/select.tsx'
import { useShortcut } from '../../ui/shortcuts.tsx'
import { momentWords } from './moment-words.ts'
import { speeds } from './play.ts'

const icon = 'size-4'
/** One press of an arrow key moves this share of the whole. */
const steps = 400

export type ScrubberProps = {
  from: number
  to: number
  moment: number
  playing: boolean
  speed: number
  onMoment: (moment: number) => void
  onPlay: (playing: boolean) => void
  onSpeed: (speed: number) => void
  onStep: (step: 1 | -1) => void
  onClose: () => void
}

/** The time slider with its keys: P plays, comma and full stop step to the decision before and after. */
export function Scrubber(props: ScrubberProps) {
  const { from, to, moment, playing, speed, onMoment, onPlay, onSpeed, onStep, onClose } = props
  useShortcut('p', playing ? 'Pause the replay' : 'Play', () => onPlay(!playing), { group: 'Replay' })
  useShortcut(',', 'Decision before', () => onStep(-1), { group: 'Replay' })
  useShortcut('.', 'Decision after', () => onStep(1), { group: 'Replay' })
  const at = Math.min(to, Math.max(from, moment))
  const words = momentWords(at, from, to)
  // Whole steps are all that a slider knows, and the last of them is the end.
  const step = Math.max(1, Math.round((to - from) / steps))
  const last = Math.max(1, Math.ceil((to - from) / step))
  return (
    <div className="flex flex-wrap items-center gap-x-1.5 gap-y-1">
      <IconButton
        label="Decision before"
        keys=","
        icon={<ChevronLeft aria-hidden className={icon} />}
        onClick={() => onStep(-1)}
      />
      <IconButton
        label={playing ? 'Pause the replay' : 'Play'}
        keys="p"
        tone="plain"
        icon={playing ? <Pause aria-hidden className={icon} /> : <Play aria-hidden className={icon} />}
        onClick={() => onPlay(!playing)}
      />
      <IconButton
        label="Decision after"
        keys="."
        icon={<ChevronRight aria-hidden className={icon} />}
        onClick={() => onStep(1)}
      />
      <input
        type="range"
        aria-label="Moment shown"
        aria-valuetext={words}
        min={0}
        max={last}
        value={at === to ? last : Math.round((at - from) / step)}
        onChange={(event) => onMoment(Math.min(to, from + Number(event.target.value) * step))}
        // Letters are the page's, but not while a field has the focus; a slider takes none.
        onKeyDown={({ key, ctrlKey, metaKey, altKey }) => {
          if (ctrlKey || metaKey || altKey) return
          if (key === 'p') onPlay(!playing)
          else if (key === ',') onStep(-1)
          else if (key === '.') onStep(1)
        }}
        className="h-(--control-sm) min-w-32 flex-1 basis-48 accent-accent max-md:order-last max-md:basis-full"
      />
      <time
        dateTime={new Date(at).toISOString()}
        className="px-1 text-sm whitespace-nowrap text-ink-2 tabular-nums max-md:ml-auto"
      >
        {words}
      </time>
      <Select
        className="shrink-0"
        aria-label="Speed"
        value={String(speed)}
        options={speeds.map((one) => ({ value: String(one), label: `${one}×` }))}
        onChange={(event) => onSpeed(Number(event.target.value))}
      />
      <Button
        size="md"
        tone="quiet"
        icon={<X aria-hidden className={icon} />}
        onClick={onClose}
        className="md:ml-auto max-sm:gap-0 max-sm:px-2"
      >
        <span className="max-sm:sr-only">Back to now</span>
      </Button>
    </div>
  )
}
