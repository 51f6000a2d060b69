'use client'

import clsx from 'clsx'
import { X } from 'lucide-react'
import { AlertDialog, Dialog as Radix } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { buttonClass } from './button-class.ts'

const shade = 'fixed inset-0 z-40 animate-appear bg-shade'
const sheet = clsx(
  'fixed z-40 flex flex-col border border-line bg-raised shadow-float',
  'max-sm:inset-x-0 max-sm:bottom-0 max-sm:max-h-[calc(100dvh-1rem)] max-sm:rounded-t-sheet',
  'sm:top-[12dvh] sm:left-1/2 sm:max-h-[76dvh] sm:w-[calc(100vw-2rem)] sm:-translate-x-1/2 sm:rounded-sheet',
)
const widths = { sm: 'sm:max-w-md', md: 'sm:max-w-xl', lg: 'sm:max-w-4xl' }

/** Focus starts where one writes; with nothing to write, on the window itself, so that Enter does nothing by accident. */
function focusFirstField(event: Event) {
  const content = event.currentTarget
  if (!(content instanceof HTMLElement)) return
  event.preventDefault()
  const field = content.querySelector<HTMLElement>(
    '[data-autofocus], input:is([type=text], [type=email], [type=url], [type=search], :not([type])), textarea, select',
  )
  ;(field ?? content).focus({ preventScroll: true })
}

/** A window over the page: focus stays inside, Esc closes, focus returns to what opened it. A sheet from below on phones. */
export function Dialog({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  footer,
  width = 'sm',
  children,
}: {
  open?: boolean
  onOpenChange?: (open: boolean) => void
  trigger?: ReactNode
  title: ReactNode
  description?: ReactNode
  footer?: ReactNode
  width?: keyof typeof widths
  children?: ReactNode
}) {
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className={shade} />
        <Radix.Content
          data-modal
          onOpenAutoFocus={focusFirstField}
          className={clsx(sheet, widths[width])}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <div className="flex items-start gap-3 px-5 pt-4 pb-1">
            <div className="min-w-0 flex-1">
              <Radix.Title className="font-serif text-title">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-1 text-base text-ink-2">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <button
                type="button"
                aria-label="Close"
                className={buttonClass('quiet', 'md', 'w-(--control) shrink-0 px-0!')}
              >
                <X aria-hidden className="size-4" />
              </button>
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-3">{children}</div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Asks before an act that cannot be undone. `act` names it ("Stop 3 runs"), never "OK"; focus starts on the way out. */
export function ConfirmDialog({
  open,
  onOpenChange,
  trigger,
  title,
  act,
  danger = true,
  onConfirm,
  children,
}: {
  open?: boolean
  onOpenChange?: (open: boolean) => void
  trigger?: ReactNode
  title: ReactNode
  act: string
  danger?: boolean
  onConfirm: () => void | Promise<void>
  children?: ReactNode
}) {
  const [ownOpen, setOwnOpen] = useState(false)
  const [pending, setPending] = useState(false)
  const shown = open ?? ownOpen
  const change = (next: boolean) => {
    setOwnOpen(next)
    onOpenChange?.(next)
  }
  const confirm = async () => {
    setPending(true)
    try {
      await onConfirm()
      change(false)
    } finally {
      setPending(false)
    }
  }
  return (
    <AlertDialog.Root open={shown} onOpenChange={change}>
      {trigger && <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>}
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={shade} />
        <AlertDialog.Content data-modal className={clsx(sheet, 'sm:max-w-md')}>
          <div className="min-h-0 overflow-y-auto px-5 pt-4 pb-3">
            <AlertDialog.Title className="font-serif text-title">{title}</AlertDialog.Title>
            <AlertDialog.Description asChild>
              <div className="mt-2 text-base text-ink-2">{children}</div>
            </AlertDialog.Description>
          </div>
          <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
            <AlertDialog.Cancel asChild>
              <Button>Keep as it is</Button>
            </AlertDialog.Cancel>
            <Button tone={danger ? 'danger' : 'primary'} pending={pending} onClick={confirm}>
              {act}
            </Button>
          </footer>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
