import { PlanFace } from '../../../../../../components/room/plan/plan-face.tsx'

export default function Page() {
  return <PlanFace />
}
