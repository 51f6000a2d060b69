import type { Metadata } from 'next'
import { Hooks } from '../../../../../components/settings/hooks.tsx'

export const metadata: Metadata = { title: 'Hooks' }

export default function Page() {
  return <Hooks />
}
