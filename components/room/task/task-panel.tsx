'use client'

import { Maximize2, X } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '../../ui/button-class.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { usePanel } from '../panel.tsx'
import { useRoom } from '../room-context.tsx'
import { TaskStory } from './task-story.tsx'

/** A task beside any face. */
export function TaskPanel({ taskId }: { taskId: string }) {
  const { base } = useRoom()
  const { close } = usePanel()
  const href = `${base}/tasks/${taskId}`
  const origin = typeof location === 'undefined' ? '' : location.origin
  return (
    <div>
      <div className="sticky top-0 z-10 flex items-center gap-1 border-b border-line bg-surface px-3 py-1.5">
        <span className="flex-1 text-sm font-semibold">Task</span>
        <CopyButton text={`${origin}${href}`} what="link" iconOnly />
        <Link
          href={href}
          aria-label="Open as a page"
          title="Open as a page"
          className={buttonClass('quiet', 'md', 'px-2')}
        >
          <Maximize2 aria-hidden className="size-4" />
        </Link>
        <IconButton label="Close the task" keys="Escape" icon={<X aria-hidden className="size-4" />} onClick={close} />
      </div>
      <TaskStory taskId={taskId} />
    </div>
  )
}
