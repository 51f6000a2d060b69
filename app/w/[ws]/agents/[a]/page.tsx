import { Overview } from '../../../../../components/agents/overview.tsx'

export default function Page() {
  return <Overview />
}
