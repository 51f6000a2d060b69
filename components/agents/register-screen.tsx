'use client'

import clsx from 'clsx'
import { type ReactNode, useState } from 'react'
import { ButtonLink } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Heading } from '../ui/heading.tsx'
import { useAddress } from '../workspace/address.ts'
import { WorkspaceFrame } from '../workspace/frame.tsx'
import { useRow } from '../workspace/live.ts'
import { useMay, useWorkspace } from '../workspace/workspace-context.tsx'
import { AddressPart } from './register-address.tsx'
import { ProvePart } from './register-prove.tsx'
import { SecretPart, type Shown } from './register-secret.tsx'

/** Adding an agent: one screen of three parts that light up one after the other. `example` is the text of the twenty-line agent. */
export function RegisterScreen({ example }: { example: string | null }) {
  const { base, lane } = useWorkspace()
  const mayRegister = useMay('agent.register')
  const { get, set } = useAddress()
  const agent = useRow(lane, 'agents', get('agent'))
  const [shown, setShown] = useState<Shown | null>(null)
  const [stored, setStored] = useState(false)
  if (!mayRegister) {
    return (
      <WorkspaceFrame>
        <Empty
          kind="no-right"
          title="Members add agents"
          action={<ButtonLink href={`${base}/agents`}>See the agents</ButtonLink>}
        >
          You look on here. An admin can change your role.
        </Empty>
      </WorkspaceFrame>
    )
  }
  // After a reload the secret is gone from this page; that it was stored can only be believed.
  const secretDone = agent !== undefined && (stored || shown === null)
  const proven = agent?.status === 'active'
  return (
    <WorkspaceFrame
      header={
        <div className="px-4 py-3 max-md:px-3">
          <Heading level={1}>Add an agent</Heading>
          <p className="text-sm text-ink-2">It is ready when it has answered a test, not when a form is saved.</p>
        </div>
      }
    >
      <ol className="relative mx-auto grid w-full max-w-3xl grid-cols-[minmax(0,1fr)] gap-4 px-4 py-5 max-md:px-3">
        <Part number={1} title="Address" lit={!agent} done={agent !== undefined}>
          <AddressPart
            agent={agent}
            onRegistered={(agentId, once) => {
              setShown(once)
              setStored(false)
              set({ agent: agentId })
            }}
          />
        </Part>
        <Part number={2} title="Secret" lit={agent !== undefined && !secretDone} done={secretDone}>
          <SecretPart agent={agent} shown={shown} stored={stored} onStored={setStored} example={example} />
        </Part>
        <Part number={3} title="Prove it" lit={secretDone && !proven} done={proven === true}>
          <ProvePart agent={agent} ready={secretDone} />
        </Part>
      </ol>
    </WorkspaceFrame>
  )
}

function Part({
  number,
  title,
  lit,
  done,
  children,
}: {
  number: number
  title: string
  lit: boolean
  done: boolean
  children: ReactNode
}) {
  return (
    <li
      aria-current={lit ? 'step' : undefined}
      className={clsx(
        'grid grid-cols-[2rem_minmax(0,1fr)] gap-x-3 rounded-card border p-4 max-sm:grid-cols-[minmax(0,1fr)] max-sm:gap-y-2',
        lit ? 'border-accent bg-surface' : 'border-line',
      )}
    >
      <span
        aria-hidden
        className={clsx(
          'grid size-7 place-items-center rounded-full border text-sm font-semibold',
          done
            ? 'border-done bg-done-soft text-done'
            : lit
              ? 'border-accent text-accent'
              : 'border-line-strong text-ink-3',
        )}
      >
        {done ? <Glyph name="●" /> : number}
      </span>
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
        <Heading level={2} look="section" className="leading-7!">
          {title}
          <span className="sr-only">{done ? ', done' : lit ? ', now' : ', later'}</span>
        </Heading>
        {children}
      </div>
    </li>
  )
}
