'use client'

import clsx from 'clsx'
import { createContext, type ReactNode, useContext } from 'react'
import { absolute, clock, relative } from './moment.ts'
import { useNow } from './now.ts'

const ZoneContext = createContext<string | null>(null)

let device: string | null = null
/** The zone that was set, else the device's as soon as it is known: what the server writes is in UTC. */
function useZone(isMounted: boolean): string {
  const set = useContext(ZoneContext)
  if (set !== null || !isMounted) return set ?? 'UTC'
  device ??= Intl.DateTimeFormat().resolvedOptions().timeZone
  return device
}

/** The time zone (IANA name) every Time below is written in; null for the device's. */
export function ZoneProvider({ zone, children }: { zone: string | null; children: ReactNode }) {
  return <ZoneContext value={zone}>{children}</ZoneContext>
}

/** A moment (ISO string or ms): absolute from the server, relative after mount, absolute with zone on hover. */
export function Time({
  at,
  look = 'relative',
  className,
}: {
  at: string | number
  look?: 'relative' | 'absolute'
  className?: string
}) {
  const now = useNow('minute')
  const zone = useZone(now !== null)
  const moment = typeof at === 'number' ? at : Date.parse(at)
  if (Number.isNaN(moment)) return null
  const full = absolute(moment, zone)
  return (
    <time dateTime={new Date(moment).toISOString()} title={full} className={className}>
      {now === null || look === 'absolute' ? full : relative(moment, now, zone)}
    </time>
  )
}

/** Counts down to a moment once a second (`0:42`); `past` is shown from then on. */
export function Countdown({
  to,
  past = 'now',
  className,
}: {
  to: string | number
  past?: ReactNode
  className?: string
}) {
  const now = useNow('second')
  const zone = useZone(now !== null)
  const moment = typeof to === 'number' ? to : Date.parse(to)
  if (Number.isNaN(moment)) return null
  return (
    <time
      dateTime={new Date(moment).toISOString()}
      title={absolute(moment, zone)}
      className={clsx('tabular-nums', className)}
    >
      {now === null ? absolute(moment, zone) : moment <= now ? past : clock(moment - now)}
    </time>
  )
}
