'use client'

import { useState } from 'react'
import { Banner } from '../ui/banner.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { refusalOf, send } from '../workspace/commands.ts'

/** Brings the starter crew and the guided example, then opens its room; answers a sentence when that did not work. */
export async function startShowMe(workspaceId: string): Promise<string | null> {
  const answer = await send('crew.invite', { workspaceId })
  if (!answer.ok) return refusalOf(answer)
  const { roomId } = answer.result
  location.assign(typeof roomId === 'string' ? `/w/${workspaceId}/rooms/${roomId}` : `/w/${workspaceId}/rooms`)
  return null
}

/** Goes to the empty list of rooms, where the first one is made. */
export function startEmpty(workspaceId: string): void {
  location.assign(`/w/${workspaceId}/rooms`)
}

/** The ways to begin that somebody has: of the example and of agents, whoever may bring them; of looking around, everybody. */
export function FirstRun({ workspaceId, mayBring }: { workspaceId: string; mayBring: boolean }) {
  const [chosen, setChosen] = useState<'show' | 'empty' | null>(null)
  const [complaint, setComplaint] = useState<string | null>(null)
  return (
    <div className="grid gap-4">
      {complaint && (
        <Banner tone="failed" urgent>
          {complaint}
        </Banner>
      )}
      {mayBring && (
        <>
          <Card title="Show me">
            <div className="grid justify-items-start gap-3">
              <p className="text-base text-ink-2">
                A starter crew joins a first room and works on a small goal in front of you. One of them fails on
                purpose, so you see what happens then. The work takes about a minute.
              </p>
              <Button
                tone="primary"
                autoFocus
                pending={chosen === 'show'}
                onClick={async () => {
                  setChosen('show')
                  setComplaint(null)
                  const wrong = await startShowMe(workspaceId)
                  if (wrong === null) return
                  setChosen(null)
                  setComplaint(wrong)
                }}
              >
                Show me
              </Button>
            </div>
          </Card>
          <Card title="Bring an agent">
            <div className="grid justify-items-start gap-3">
              <p className="text-base text-ink-2">
                Your own program works here too: register its address, prove it, and put it in a room.
              </p>
              <ButtonLink href={`/w/${workspaceId}/agents/new`}>Bring an agent</ButtonLink>
            </div>
          </Card>
        </>
      )}
      <Card title={mayBring ? 'Start empty' : 'Look around'}>
        <div className="grid justify-items-start gap-3">
          <p className="text-base text-ink-2">
            {mayBring
              ? 'Make your own room, then bring your people and your agents.'
              : 'You follow the rooms you were added to: what is planned, who does what, what comes out.'}
          </p>
          <Button
            pending={chosen === 'empty'}
            onClick={() => {
              setChosen('empty')
              startEmpty(workspaceId)
            }}
          >
            {mayBring ? 'Start empty' : 'See the rooms'}
          </Button>
        </div>
      </Card>
    </div>
  )
}
