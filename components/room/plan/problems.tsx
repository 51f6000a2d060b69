'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { useMay } from '../../workspace/workspace-context.tsx'

const AddAgent = dynamic(() => import('../people/add-agent.tsx').then((part) => part.AddAgent), { ssr: false })

/** What stands against starting a plan, and the nearest way out. */
export function Problems({ list }: { list: readonly string[] }) {
  const mayAdd = useMay('room.add_participant')
  const [adding, setAdding] = useState(false)
  return (
    <Banner tone="needs" className="items-start! rounded-none border-x-0 border-t-0 *:first:mt-0.5">
      <p className="font-medium">The plan cannot start yet.</p>
      <ul className="list-disc ps-4">
        {list.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
      {mayAdd && (
        <Button size="sm" className="mt-1.5" onClick={() => setAdding(true)}>
          Add an agent
        </Button>
      )}
      {adding && <AddAgent open onOpenChange={(open) => open || setAdding(false)} />}
    </Banner>
  )
}
