import type { Metadata } from 'next'
import { Roles } from '../../../../../components/settings/roles.tsx'

export const metadata: Metadata = { title: 'Roles' }

export default function Page() {
  return <Roles />
}
