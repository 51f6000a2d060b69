'use client'

import { ChevronDown } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { isEnded } from '../../server/domain/goal.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../ui/menu.tsx'
import { toastUndo } from '../ui/toast.tsx'
import { act } from '../workspace/commands.ts'
import { goalLooks, shortId } from '../workspace/states.ts'
import { useMay } from '../workspace/workspace-context.tsx'
import { openGoalForm } from './goal-form/open.ts'
import { useGoal, useGoals } from './room-context.tsx'

const GoalTerms = dynamic(() => import('./goal-terms.tsx').then((part) => part.GoalTerms), { ssr: false })
const StopGoal = dynamic(() => import('./stop-goal.tsx').then((part) => part.StopGoal), { ssr: false })
const SavePlaybook = dynamic(() => import('./save-playbook.tsx').then((part) => part.SavePlaybook), { ssr: false })

const changed = {
  'goal.pause': 'The goal is paused: nothing new is handed out.',
  'goal.resume': 'The goal goes on.',
} as const

/** Which goal is on screen, and what can be done with it. */
export function GoalMenu() {
  const goals = useGoals()
  const goal = useGoal()
  const [stopping, setStopping] = useState(false)
  const [saving, setSaving] = useState(false)
  const [terms, setTerms] = useState(false)
  const maySave = useMay('playbook.save')
  const maySteer = useMay('goal.steer')
  const mayPost = useMay('goal.create')
  const search = useSearchParams()
  if (!goal) return null
  const choose = (goalId: string) => {
    const next = new URLSearchParams(search)
    next.set('goal', goalId)
    window.history.pushState(null, '', `${location.pathname}?${next}`)
  }
  // Either can be taken back from its toast while it is in sight.
  const change = async (to: 'goal.pause' | 'goal.resume') => {
    const answer = await act(to, { goalId: goal.id })
    const back = to === 'goal.pause' ? 'goal.resume' : 'goal.pause'
    if (answer.ok) toastUndo(changed[to], () => void act(back, { goalId: goal.id }, { done: changed[back] }))
  }
  const others = goals.filter((one) => one.id !== goal.id).slice(0, 12)
  return (
    <>
      <Menu trigger={<IconButton label="Goals" size="sm" icon={<ChevronDown aria-hidden className="size-4" />} />}>
        {maySteer && goal.status === 'running' && (
          <MenuItem keys="p" onSelect={() => void change('goal.pause')}>
            Pause this goal
          </MenuItem>
        )}
        {maySteer && goal.status === 'paused' && (
          <MenuItem keys="p" onSelect={() => void change('goal.resume')}>
            Go on with this goal
          </MenuItem>
        )}
        {maySteer && !isEnded(goal.status) && (
          <MenuItem danger onSelect={() => setStopping(true)}>
            Stop this goal…
          </MenuItem>
        )}
        <MenuItem onSelect={() => setTerms(true)}>Budget and recovery…</MenuItem>
        {maySave && goal.planVersion > 0 && <MenuItem onSelect={() => setSaving(true)}>Save as playbook…</MenuItem>}
        {mayPost && (
          <MenuItem keys="c" onSelect={() => openGoalForm()}>
            New goal
          </MenuItem>
        )}
        {others.length > 0 && <MenuSeparator />}
        {others.length > 0 && <MenuLabel>Other goals of this room</MenuLabel>}
        {others.map((one) => (
          <MenuItem key={one.id} hint={goalLooks[one.status].word} onSelect={() => choose(one.id)}>
            <span className="font-mono text-xs text-ink-3">{shortId.goal(one.number)}</span> {one.title}
          </MenuItem>
        ))}
      </Menu>
      {terms && <GoalTerms goal={goal} open onOpenChange={setTerms} />}
      {saving && <SavePlaybook goal={goal} open onOpenChange={setSaving} />}
      {stopping && <StopGoal goal={goal} onOpenChange={setStopping} />}
    </>
  )
}
