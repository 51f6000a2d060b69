import { Conversation } from '../../../../../components/room/conversation/conversation.tsx'

export default function Page() {
  return <Conversation />
}
