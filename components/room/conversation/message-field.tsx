'use client'

import clsx from 'clsx'
import { type KeyboardEvent, type Ref, useId, useLayoutEffect, useRef, useState } from 'react'
import { Mark } from '../../ui/mark.tsx'
import { floatClass } from '../../ui/menu.tsx'
import { TextareaGrow } from '../../ui/textarea-grow.tsx'
import { markOf } from '../../workspace/who.tsx'
import { useParticipants } from '../room-context.tsx'
import { insertMention, mentionAt, mentionCandidates } from './mention.ts'

const coordinator = { id: 'coordinator', kind: 'coordinator', name: 'coordinator' } as const

/** A text area for messages: @ offers names, Enter sends (on a keyboard), Shift+Enter breaks the line. */
export function MessageField({
  value,
  onChange,
  onSend,
  onTyping,
  label,
  placeholder,
  ref,
}: {
  value: string
  onChange: (text: string) => void
  onSend: () => void
  onTyping?: () => void
  label: string
  placeholder?: string
  ref?: Ref<HTMLTextAreaElement>
}) {
  const listId = useId()
  const field = useRef<HTMLTextAreaElement | null>(null)
  const [caret, setCaret] = useState(0)
  const placed = useRef<number | null>(null)
  // In the same breath as the text changes: the next key may already be on its way.
  useLayoutEffect(() => {
    if (placed.current === null) return
    field.current?.focus()
    field.current?.setSelectionRange(placed.current, placed.current)
    placed.current = null
  })
  const [at, setAt] = useState(0)
  const [closed, setClosed] = useState(false)
  const everybody = [coordinator, ...useParticipants()]
  const mention = closed ? null : mentionAt(value, caret)
  const options = mention ? mentionCandidates(everybody, mention.query) : []
  const chosen = options[Math.min(at, options.length - 1)]
  const choose = (name: string) => {
    const next = insertMention(value, caret, name)
    onChange(next.text)
    setCaret(next.caret)
    placed.current = next.caret
  }
  const inList = (event: KeyboardEvent): boolean => {
    if (!chosen) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setAt((at + step + options.length) % options.length)
    else if (event.key === 'Enter' || event.key === 'Tab') choose(chosen.name)
    else if (event.key === 'Escape') setClosed(true)
    else return false
    return true
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    if (inList(event)) {
      event.preventDefault()
      event.stopPropagation()
      return
    }
    const mod = event.metaKey || event.ctrlKey
    const thumbs = matchMedia('(pointer: coarse)').matches
    if (event.key !== 'Enter' || event.shiftKey || (thumbs && !mod)) return
    event.preventDefault()
    onSend()
  }
  return (
    <div className="relative min-w-0 flex-1">
      <TextareaGrow
        bare
        rows={1}
        maxRows={10}
        ref={(area) => {
          field.current = area
          if (typeof ref === 'function') ref(area)
          else if (ref) ref.current = area
        }}
        value={value}
        placeholder={placeholder}
        aria-label={label}
        aria-haspopup="listbox"
        aria-controls={options.length > 0 ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={chosen ? `${listId}-${chosen.id}` : undefined}
        onChange={(event) => {
          onChange(event.target.value)
          setCaret(event.target.selectionStart)
          setAt(0)
          setClosed(false)
          onTyping?.()
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onBlur={() => setClosed(true)}
        onKeyDown={onKeyDown}
      />
      {options.length > 0 && (
        <div
          id={listId}
          role="listbox"
          aria-label="People and agents"
          className={clsx(floatClass, 'absolute bottom-full left-0 mb-2 max-h-72 w-72 max-w-full overflow-y-auto p-1')}
        >
          {options.map((option) => (
            <div
              key={option.id}
              id={`${listId}-${option.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={option === chosen}
              onPointerDown={(event) => {
                event.preventDefault()
                choose(option.name)
              }}
              className="flex min-h-(--control-sm) cursor-default items-center gap-2 rounded-control px-2 text-sm aria-selected:bg-sunken aria-selected:outline-2 aria-selected:-outline-offset-2 aria-selected:outline-focus"
            >
              <Mark kind={markOf[option.kind]} name={option.name} size="sm" />
              <span className="min-w-0 flex-1 truncate">{option.name}</span>
              <span className="text-xs text-ink-3">{option.kind === 'member' ? 'person' : option.kind}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
