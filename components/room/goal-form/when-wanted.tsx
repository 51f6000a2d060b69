'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { goalFormState } from './open.ts'

const GoalForm = dynamic(() => import('./goal-form.tsx').then((part) => part.GoalForm), { ssr: false })

/** The goal form, loaded when it is first opened. */
export function GoalFormWhenWanted() {
  const open = useStore(goalFormState, (state) => state.open)
  const [wanted, setWanted] = useState(false)
  useEffect(() => {
    if (open) setWanted(true)
  }, [open])
  return wanted ? <GoalForm /> : null
}
