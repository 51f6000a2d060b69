import clsx from 'clsx'
import {
  AtSign,
  CircleHelp,
  Coins,
  FileCheck,
  History,
  ListChecks,
  type LucideIcon,
  MessageCircleQuestion,
  PenLine,
  Scale,
  ShieldQuestion,
  TriangleAlert,
} from 'lucide-react'
import { toneInk } from '../ui/tone.ts'
import { type Kind, kindLooks } from './kinds.ts'

const icons: Record<Kind, LucideIcon> = {
  review: FileCheck,
  question: MessageCircleQuestion,
  goal_question: CircleHelp,
  conflict: Scale,
  stale: History,
  budget: Coins,
  needs_human: TriangleAlert,
  work: PenLine,
  plan: ListChecks,
  action: ShieldQuestion,
  mention: AtSign,
}

/** What sort of thing waits, at a glance; its word stands beside it. */
export function KindIcon({ kind }: { kind: Kind }) {
  const Icon = icons[kind]
  return <Icon aria-hidden className={clsx('mt-0.5 size-4', toneInk[kindLooks[kind].tone])} />
}
