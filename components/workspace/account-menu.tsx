'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Mark } from '../ui/mark.tsx'
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { readContrast, readTheme, type Theme, themeOptions } from '../ui/theme.ts'
import { applyTheme } from '../ui/theme-switch.tsx'
import { useWorkspace } from './workspace-context.tsx'

/** Ends the session on the server, then leaves; drafts stay on the device. */
async function signOut(): Promise<void> {
  const csrf = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string }
  await fetch('/api/auth/signout', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken: csrf.csrfToken, callbackUrl: '/sign-in', json: 'true' }),
  })
  location.assign('/sign-in')
}

/** The person: theme, other workspaces, sign out. */
export function AccountMenu({ trigger }: { trigger?: React.ReactNode }) {
  const { me, others, base } = useWorkspace()
  const router = useRouter()
  const [theme, setTheme] = useState<Theme>('system')
  useEffect(() => setTheme(readTheme(document.documentElement.dataset.theme)), [])
  return (
    <Menu
      side="top"
      trigger={
        trigger ?? (
          <button
            type="button"
            className="flex min-h-(--row) w-full items-center gap-2.5 rounded-control px-2 py-1 text-start text-sm hover:bg-sunken"
          >
            <Mark kind="person" name={me.name} size="sm" />
            <span className="min-w-0 flex-1 truncate font-medium">{me.name}</span>
            <span className="sr-only">Account</span>
          </button>
        )
      }
    >
      <p className="px-2 pt-1.5 pb-1 text-xs text-ink-3">{me.email}</p>
      <MenuChoice
        label="Theme"
        value={theme}
        options={themeOptions}
        onChange={(next) => {
          setTheme(next)
          applyTheme(next, readContrast(document.documentElement.dataset.contrast))
        }}
      />
      <MenuSeparator />
      <MenuItem onSelect={() => router.push(`${base}/you`)}>Sign-ins, password and keys</MenuItem>
      <MenuItem onSelect={() => router.push(`${base}/settings`)}>Workspace settings</MenuItem>
      {others.length > 0 && <MenuSeparator />}
      {others.map((other) => (
        <MenuItem key={other.id} onSelect={() => location.assign(`/w/${other.id}/inbox`)}>
          Go to {other.name}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem onSelect={() => void signOut()}>Sign out</MenuItem>
    </Menu>
  )
}
