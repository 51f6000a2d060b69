import { ActivityFace } from '../../../../../../components/room/activity/activity-face.tsx'

export default function Page() {
  return <ActivityFace />
}
