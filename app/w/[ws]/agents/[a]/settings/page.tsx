import { AgentSettings } from '../../../../../../components/agents/agent-settings.tsx'

export default function Page() {
  return <AgentSettings />
}
