import type { ReactNode } from 'react'
import { Deliveries } from '../../../../../../components/agents/deliveries.tsx'

/** The list stays while one delivery after another is opened beside it. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <>
      <Deliveries />
      {children}
    </>
  )
}
