import type { Metadata } from 'next'
import { Playbooks } from '../../../../../components/settings/playbooks.tsx'

export const metadata: Metadata = { title: 'Playbooks' }

export default function Page() {
  return <Playbooks />
}
