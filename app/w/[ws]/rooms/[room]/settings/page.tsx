import { SettingsFace } from '../../../../../../components/room/settings/settings-face.tsx'

export default function Page() {
  return <SettingsFace />
}
