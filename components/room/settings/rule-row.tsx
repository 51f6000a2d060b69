'use client'

import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react'
import { deedNames, deeds } from '../../../server/domain/actions/deeds/catalogue.ts'
import type { ActionRule, Effect } from '../../../server/domain/actions/match-rule.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Field } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Input } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import { effectWords, isAboutSomething, ruleWords } from './rule-words.ts'

const icon = 'size-4'
const effects = (Object.keys(effectWords) as Effect[]).map((value) => ({ value, label: effectWords[value] }))
const inks: Record<Effect, string> = { allow: 'text-done', ask: 'text-needs', deny: 'text-failed' }

/** One rule: a line to read, and a form once it is opened. */
export function RuleRow({
  number,
  rule,
  open,
  mayUpdate,
  onOpen,
  onChange,
  onMove,
  onRemove,
}: {
  number: number
  rule: ActionRule
  open: boolean
  mayUpdate: boolean
  onOpen: () => void
  onChange: (next: ActionRule) => void
  onMove: (step: 1 | -1) => void
  onRemove: () => void
}) {
  const line = (
    <>
      <span className="w-7 shrink-0 text-end font-mono text-xs text-ink-3">{number}</span>
      <span className={`w-12 shrink-0 text-sm font-medium ${inks[rule.effect]}`}>{effectWords[rule.effect]}</span>
      <span className="min-w-0 text-sm [overflow-wrap:anywhere]">{ruleWords(rule)}</span>
    </>
  )
  return (
    <li className="border-b border-line last:border-b-0">
      {mayUpdate ? (
        <button
          type="button"
          aria-expanded={open}
          onClick={onOpen}
          className="flex min-h-(--row) w-full items-baseline gap-2 px-2 py-1.5 text-start hover:bg-sunken/60 focus-visible:-outline-offset-2"
        >
          {line}
        </button>
      ) : (
        <p className="flex items-baseline gap-2 px-2 py-1.5">{line}</p>
      )}
      {open && <RuleForm number={number} rule={rule} onChange={onChange} onMove={onMove} onRemove={onRemove} />}
    </li>
  )
}

type FormProps = {
  number: number
  rule: ActionRule
  onChange: (next: ActionRule) => void
  onMove: (step: 1 | -1) => void
  onRemove: () => void
}

function RuleForm({ number, rule, onChange, onMove, onRemove }: FormProps) {
  const does = new Set(rule.does)
  return (
    <fieldset className="grid gap-3 bg-canvas px-3 pt-2 pb-3">
      <legend className="sr-only">Rule {number}</legend>
      <div className="flex flex-wrap items-end gap-2">
        <Field label="What then">
          <Select
            value={rule.effect}
            options={effects}
            onChange={(event) => {
              const chosen = effects.find((one) => one.value === event.target.value)
              if (chosen) onChange({ ...rule, effect: chosen.value })
            }}
          />
        </Field>
        <span className="ml-auto flex">
          <IconButton
            label={`Move rule ${number} up`}
            icon={<ArrowUp aria-hidden className={icon} />}
            onClick={() => onMove(-1)}
          />
          <IconButton
            label={`Move rule ${number} down`}
            icon={<ArrowDown aria-hidden className={icon} />}
            onClick={() => onMove(1)}
          />
          <IconButton
            label={`Remove rule ${number}`}
            icon={<Trash2 aria-hidden className={icon} />}
            onClick={onRemove}
          />
        </span>
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          label="Command"
          hint="A star stands for anything: git push *"
          error={isAboutSomething(rule) ? null : 'Say which command, tool or deed it is about.'}
        >
          <Input
            value={rule.pattern ?? ''}
            maxLength={400}
            className="font-mono"
            onChange={(event) => onChange({ ...rule, pattern: event.target.value })}
          />
        </Field>
        <Field label="Tool" hint="As agents name it: shell, send_mail">
          <Input
            value={rule.tool ?? ''}
            maxLength={120}
            className="font-mono"
            onChange={(event) => onChange({ ...rule, tool: event.target.value })}
          />
        </Field>
      </div>
      <details open={does.size > 0}>
        <summary className="min-h-6 text-sm text-ink-2">
          What it does{does.size > 0 ? `: ${does.size} chosen` : ', whatever the command is called'}
        </summary>
        <div className="mt-1 grid gap-x-4 sm:grid-cols-2">
          {deedNames.map((deed) => (
            <Checkbox
              key={deed}
              label={<span className="text-sm">{deeds[deed]}</span>}
              checked={does.has(deed)}
              onChange={() =>
                onChange({ ...rule, does: deedNames.filter((one) => (one === deed ? !does.has(one) : does.has(one))) })
              }
            />
          ))}
        </div>
      </details>
      <Field label="Why" optional hint="Agents and people are told.">
        <Input
          value={rule.note ?? ''}
          maxLength={400}
          onChange={(event) => onChange({ ...rule, note: event.target.value })}
        />
      </Field>
    </fieldset>
  )
}
