import { Runs } from '../../../../../../components/agents/runs.tsx'

export default function Page() {
  return <Runs />
}
