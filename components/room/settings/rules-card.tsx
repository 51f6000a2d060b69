'use client'

import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { RoomView } from '../../../server/contract/snapshot.ts'
import type { ActionRule } from '../../../server/domain/actions/match-rule.ts'
import { actionPacks } from '../../../server/domain/actions/packs.ts'
import type { ActionPolicy } from '../../../server/domain/actions/policy.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Refusal } from '../../ui/refusal.tsx'
import { Select } from '../../ui/select.tsx'
import { toast } from '../../ui/toast.tsx'
import { refusalOf, send } from '../../workspace/commands.ts'
import { useRoom } from '../room-context.tsx'
import { RuleRow } from './rule-row.tsx'
import { isAboutSomething, moved, tidied } from './rule-words.ts'

/** The server refuses more. */
const mostRules = 100
type Draft = { id: number; rule: ActionRule }

const packs = [
  { value: 'careful', label: 'Careful: ask before anything leaves the folder' },
  { value: 'open', label: 'Open: deny only what cannot be taken back' },
  { value: 'closed', label: 'Closed: deny everything' },
] as const

let made = 0
const drafted = (rule: ActionRule): Draft => {
  made += 1
  return { id: made, rule }
}
const problemsIn = ({ problems }: Record<string, unknown>): string[] =>
  Array.isArray(problems) ? problems.filter((one) => typeof one === 'string') : []

/** The room's rules about risky steps, in the order they are asked; what is odd about them is said after saving. */
export function RulesCard({ room, mayUpdate }: { room: RoomView; mayUpdate: boolean }) {
  const [problems, setProblems] = useState<readonly string[]>([])
  const stands = JSON.stringify([room.actionPolicy, room.actionRules.map(tidied)])
  return (
    <Card title="Rules about risky steps">
      <div className="grid gap-3">
        <p className="text-sm text-ink-2">
          Asked from the top; one that denies wins over all. Commands hidden in others are found and judged too. What no
          rule decides follows the choice above.
        </p>
        <RulesForm key={stands} room={room} mayUpdate={mayUpdate} onSaved={setProblems} />
        {problems.length > 0 && (
          <Banner tone="needs" className="items-start! *:first:mt-0.5">
            <p className="font-medium">Saved. Look once more at these:</p>
            <ul className="list-disc ps-4">
              {problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </Banner>
        )}
      </div>
    </Card>
  )
}

function RulesForm({
  room,
  mayUpdate,
  onSaved,
}: {
  room: RoomView
  mayUpdate: boolean
  onSaved: (problems: readonly string[]) => void
}) {
  const { lane } = useRoom()
  const [list, setList] = useState<readonly Draft[]>(() => room.actionRules.map(drafted))
  const [otherwise, setOtherwise] = useState(room.actionPolicy)
  const [opened, setOpened] = useState<number | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const rules = list.map(({ rule }) => tidied(rule))
  const changed =
    JSON.stringify(rules) !== JSON.stringify(room.actionRules.map(tidied)) || otherwise !== room.actionPolicy
  const take = ({ rules, otherwise }: ActionPolicy) => {
    setList(rules.map(drafted))
    setOtherwise(otherwise)
    setOpened(null)
  }
  const save = async () => {
    setPending(true)
    const input = { roomId: room.id, actionRules: rules.map(asInput), actionPolicy: otherwise }
    const answer = await send('room.update', input, { until: lane })
    setPending(false)
    if (!answer.ok) return setRefused(refusalOf(answer))
    setRefused(null)
    toast('The rules are saved.', { tone: 'done' })
    onSaved(problemsIn(answer.result))
  }
  const isWhole = list.every(({ rule }) => isAboutSomething(rule))
  return (
    <>
      {list.length === 0 && <p className="text-sm text-ink-3">No rules: the choice above decides everything.</p>}
      {list.length > 0 && (
        <ol aria-label="Rules" className="max-h-96 overflow-y-auto rounded-control border border-line">
          {list.map(({ id, rule }, at) => (
            <RuleRow
              key={id}
              number={at + 1}
              rule={rule}
              open={mayUpdate && opened === id}
              mayUpdate={mayUpdate}
              onOpen={() => setOpened(opened === id ? null : id)}
              onChange={(next) => setList(list.map((one) => (one.id === id ? { id, rule: next } : one)))}
              onMove={(step) => setList(moved(list, at, step))}
              onRemove={() => setList(list.filter((one) => one.id !== id))}
            />
          ))}
        </ol>
      )}
      <Refusal text={refused} />
      {mayUpdate && (
        <div className="flex flex-wrap items-center gap-2">
          <Button tone="primary" pending={pending} disabled={!changed || !isWhole} onClick={() => void save()}>
            Save rules
          </Button>
          <Button
            icon={<Plus aria-hidden className="size-4" />}
            disabled={list.length >= mostRules}
            onClick={() => {
              const fresh = drafted({ effect: 'ask' })
              setList([...list, fresh])
              setOpened(fresh.id)
            }}
          >
            Add a rule
          </Button>
          <Select
            aria-label="Start from a pack of rules"
            value=""
            placeholder="Start from a pack…"
            className="max-w-72"
            options={packs}
            onChange={(event) => {
              const pack = packs.find((one) => one.value === event.target.value)
              if (pack) take(actionPacks[pack.value])
            }}
          />
          {otherwise !== room.actionPolicy && (
            <p className="basis-full text-sm text-ink-2">
              With it, what no rule decides is {decided[otherwise]}, once saved.
            </p>
          )}
        </div>
      )}
    </>
  )
}

const decided: Record<RoomView['actionPolicy'], string> = {
  ask: 'asked about',
  allow: 'allowed',
  deny: 'denied',
}
/** The contract's own lists may be changed by whoever holds them. */
const asInput = ({ does, ...rule }: ActionRule) => ({ ...rule, ...(does ? { does: [...does] } : {}) })
