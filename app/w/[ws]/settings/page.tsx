import type { Metadata } from 'next'
import { Cautions } from '../../../../components/settings/cautions.tsx'
import { General } from '../../../../components/settings/general.tsx'
import { cautionsIn } from '../../../../server/auth/page-session.ts'

export const metadata: Metadata = { title: 'Settings' }

export default async function Page({ params }: { params: Promise<{ ws: string }> }) {
  const { ws } = await params
  return (
    <>
      <Cautions sentences={await cautionsIn(ws)} />
      <General />
    </>
  )
}
