import type { Metadata } from 'next'
import { You } from '../../../../components/workspace/you.tsx'

export const metadata: Metadata = { title: 'You' }

export default function Page() {
  return <You />
}
