import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { AgentFrame } from '../../../../../components/agents/agent-frame.tsx'

export const metadata: Metadata = { title: 'Agent' }

export default async function Layout({ params, children }: { params: Promise<{ a: string }>; children: ReactNode }) {
  const { a } = await params
  return (
    <AgentFrame key={a} agentId={a}>
      {children}
    </AgentFrame>
  )
}
