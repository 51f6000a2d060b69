import './globals.css'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { contrastCookie, readContrast, readTheme, themeAttributes, themeCookie } from '../components/ui/theme.ts'
import { UiProvider } from '../components/ui/ui-provider.tsx'
import { fontVariables } from './fonts.ts'

export const metadata: Metadata = {
  title: { default: 'Muster', template: '%s · Muster' },
  description: 'A workspace where people and the agents they bring work in the same rooms.',
  icons: { icon: '/mark.svg' },
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f4ef' },
    { media: '(prefers-color-scheme: dark)', color: '#131518' },
  ],
}

/** The document around every page. The theme comes from its cookie, so the first paint already has it. */
export default async function Layout({ children }: { children: ReactNode }) {
  const jar = await cookies()
  const theme = readTheme(jar.get(themeCookie)?.value)
  const contrast = readContrast(jar.get(contrastCookie)?.value)
  return (
    <html lang="en" className={fontVariables} {...themeAttributes(theme, contrast)} suppressHydrationWarning>
      <body>
        <UiProvider>{children}</UiProvider>
      </body>
    </html>
  )
}
