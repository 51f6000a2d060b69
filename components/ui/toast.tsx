'use client'

import { Toaster as Sonner, toast as sonner } from 'sonner'
import { Glyph, type GlyphName } from './glyph.tsx'
import { useShortcut } from './shortcuts.tsx'
import { type Tone, toneInk } from './tone.ts'

/** How long an act can be taken back from its toast, in ms. */
export const undoMs = 8000

const glyphs: Partial<Record<Tone, GlyphName>> = { done: '●', failed: '✕', needs: '▲', running: '◐', review: '◇' }

type Undoable = { id: string | number; undo: () => void }
let lastUndo: Undoable | null = null

function forget(id: string | number): void {
  if (lastUndo?.id === id) lastUndo = null
}

/** Says the result of this person's own act in one line; returns the toast's id. */
export function toast(text: string, { tone, detail, ms = 5000 }: { tone?: Tone; detail?: string; ms?: number } = {}) {
  const glyph = tone && glyphs[tone]
  return sonner(text, {
    duration: ms,
    ...(detail ? { description: detail } : {}),
    ...(glyph && tone ? { icon: <Glyph name={glyph} className={toneInk[tone]} /> } : {}),
  })
}

/** Says what was done and offers to take it back for 8 s, by button or ⌘Z. */
export function toastUndo(text: string, undo: () => void) {
  const id = sonner(text, {
    duration: undoMs,
    action: { label: 'Undo', onClick: () => undoLast() },
    onAutoClose: (toast) => forget(toast.id),
    onDismiss: (toast) => forget(toast.id),
  })
  lastUndo = { id, undo }
  return id
}

/** Takes back the last act that still can be; returns whether there was one. */
export function undoLast(): boolean {
  const undoable = lastUndo
  if (!undoable) return false
  lastUndo = null
  sonner.dismiss(undoable.id)
  undoable.undo()
  return true
}

/** Where toasts appear; UiProvider holds it. */
export function Toaster() {
  useShortcut('$mod+z', 'Undo the last act', () => undoLast(), { group: 'Everywhere' })
  return (
    <Sonner
      position="bottom-left"
      offset={{ bottom: 'calc(var(--foot, 0px) + 1rem)', left: '1rem' }}
      mobileOffset={{
        bottom: 'calc(var(--bottom-bar, 0px) + var(--foot, 0px) + 0.75rem)',
        left: '0.75rem',
        right: '0.75rem',
      }}
      gap={8}
      style={{ fontFamily: 'inherit' }}
      hotkey={['altKey', 'KeyT']}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full min-w-0 items-center gap-2.5 rounded-card border border-line bg-raised px-3 py-2 text-base text-ink-1 shadow-float sm:w-88',
          content: 'min-w-0 flex-1',
          title: 'font-medium',
          description: 'text-sm text-ink-2',
          actionButton:
            'min-h-(--control-sm) shrink-0 rounded-control border border-line-strong px-2 text-sm font-medium text-accent hover:bg-sunken',
          icon: 'flex',
        },
      }}
    />
  )
}
