'use client'

import dynamic from 'next/dynamic'
import { LatePopover } from './late-popover.tsx'

const WhyText = dynamic(() => import('./why-text.tsx').then((part) => part.WhyText))

/** Why the coordinator did what it says: the task's reason, its tries, and the scores behind the choice of the doer. */
export function Why({ taskId, label = 'why?' }: { taskId: string; label?: string }) {
  return (
    <LatePopover
      label="Why"
      word={label}
      look="inline-flex min-h-6 items-center rounded-control px-1 text-xs text-ink-2 underline underline-offset-2 hover:text-accent relative pointer-coarse:after:absolute pointer-coarse:after:inset-x-0 pointer-coarse:after:-inset-y-2.5"
    >
      <WhyText taskId={taskId} />
    </LatePopover>
  )
}
