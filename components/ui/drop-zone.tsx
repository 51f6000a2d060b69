'use client'

import clsx from 'clsx'
import { Paperclip } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { announce } from './live-region.tsx'
import { fileSize } from './size.ts'

/** Takes files by drag, paste or pick. What is too large or too many is named in words and left out. */
export function DropZone({
  label,
  accept,
  multiple = true,
  maxBytes,
  disabled = false,
  onFiles,
  className,
  children,
}: {
  label: string
  accept?: string
  multiple?: boolean
  maxBytes?: number
  disabled?: boolean
  onFiles: (files: File[]) => void
  className?: string
  children?: ReactNode
}) {
  const picker = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const take = (list: FileList | null | undefined) => {
    const files = [...(list ?? [])]
    if (files.length === 0 || disabled) return
    const chosen = multiple ? files : files.slice(0, 1)
    const large = maxBytes === undefined ? [] : chosen.filter((file) => file.size > maxBytes)
    const words =
      large.length > 0
        ? `${large.map((file) => file.name).join(', ')}: over ${fileSize(maxBytes ?? 0)}, left out.`
        : null
    setRefusal(words)
    const fit = chosen.filter((file) => !large.includes(file))
    announce(
      [words, fit.length > 0 && `${fit.length} ${fit.length === 1 ? 'file' : 'files'} added`].filter(Boolean).join(' '),
    )
    if (fit.length > 0) onFiles(fit)
  }
  return (
    <section
      aria-label={label}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(!disabled)
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false)
      }}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
      onPaste={(event) => {
        if (event.clipboardData.files.length === 0) return
        event.preventDefault()
        take(event.clipboardData.files)
      }}
      className={clsx(
        'min-w-0 rounded-card',
        over && 'outline-2 outline-offset-2 outline-accent outline-dashed',
        className,
      )}
    >
      {children ?? (
        <div className="flex flex-wrap items-center gap-3 rounded-card border border-dashed border-line-strong bg-surface px-4 py-4 text-base text-ink-2">
          <Button
            icon={<Paperclip aria-hidden className="size-4" />}
            disabled={disabled}
            onClick={() => picker.current?.click()}
          >
            Choose {multiple ? 'files' : 'a file'}
          </Button>
          <span>
            or drop or paste {multiple ? 'them' : 'it'} here{maxBytes ? `, up to ${fileSize(maxBytes)} each` : ''}
          </span>
        </div>
      )}
      <input
        ref={picker}
        type="file"
        hidden
        multiple={multiple}
        {...(accept ? { accept } : {})}
        onChange={(event) => {
          take(event.target.files)
          event.target.value = ''
        }}
      />
      {refusal && (
        <p role="alert" className="mt-1.5 text-sm text-failed">
          {refusal}
        </p>
      )}
    </section>
  )
}
