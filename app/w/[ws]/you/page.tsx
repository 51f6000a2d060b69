import type { Metadata } from 'next'
import { ChangePassword } from '../../../../components/settings/change-password.tsx'
import { DeleteAccount } from '../../../../components/settings/delete-account.tsx'
import { OwnRecord } from '../../../../components/settings/own-record.tsx'
import { SignIns } from '../../../../components/settings/sign-ins.tsx'
import { You } from '../../../../components/workspace/you.tsx'

export const metadata: Metadata = { title: 'You' }

export default function Page() {
  return (
    <You>
      <SignIns />
      <ChangePassword />
      <OwnRecord />
      <DeleteAccount />
    </You>
  )
}
