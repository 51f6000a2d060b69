import type { Metadata } from 'next'
import { General } from '../../../../components/settings/general.tsx'

export const metadata: Metadata = { title: 'Settings' }

export default function Page() {
  return <General />
}
