'use client'

import { useState } from 'react'
import { Segmented } from './segmented.tsx'
import { type Contrast, contrastCookie, type Theme, themeCookie, themeOptions } from './theme.ts'

const yearSeconds = 31_536_000

/** Writes the choice where the server reads it and shows it at once; other windows hear of it. */
export function applyTheme(theme: Theme, contrast: Contrast, tellOthers = true): void {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
  if (contrast === 'system') delete root.dataset.contrast
  else root.dataset.contrast = contrast
  if (!tellOthers) return
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  for (const [name, value] of [
    [themeCookie, theme],
    [contrastCookie, contrast],
  ]) {
    // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in every browser we serve
    document.cookie = `${name}=${value}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax${secure}`
  }
  const channel = new BroadcastChannel(themeCookie)
  channel.postMessage({ theme, contrast })
  channel.close()
}

/** Light, dark or the device's own; and more contrast. Start it with what the server read from the cookies. */
export function ThemeSwitch({
  theme: first,
  contrast: firstContrast,
  full = false,
}: {
  theme: Theme
  contrast: Contrast
  full?: boolean
}) {
  const [theme, setTheme] = useState(first)
  const [contrast, setContrast] = useState(firstContrast)
  return (
    <div className="flex flex-wrap gap-3">
      <Segmented
        label="Theme"
        value={theme}
        options={themeOptions}
        onChange={(next) => {
          setTheme(next)
          applyTheme(next, contrast)
        }}
      />
      {full && (
        <Segmented
          label="Contrast"
          value={contrast}
          options={[
            { value: 'system', label: 'Normal' },
            { value: 'more', label: 'More contrast' },
          ]}
          onChange={(next) => {
            setContrast(next)
            applyTheme(theme, next)
          }}
        />
      )}
    </div>
  )
}
