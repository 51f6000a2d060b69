'use client'

import clsx from 'clsx'
import { createContext, type ReactNode, useContext } from 'react'
import { absolute, clock, relative } from './moment.ts'
import { useNow } from './now.ts'

const ZoneContext = createContext('UTC')

/** The time zone (IANA name) every Time below is written in. */
export function ZoneProvider({ zone, children }: { zone: string; children: ReactNode }) {
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
  const zone = useContext(ZoneContext)
  const now = useNow('minute')
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
  const zone = useContext(ZoneContext)
  const now = useNow('second')
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
