import { DeliverablesFace } from '../../../../../../components/room/deliverables/deliverables-face.tsx'

export default function Page() {
  return <DeliverablesFace />
}
