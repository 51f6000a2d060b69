/** What a person chose for light and contrast; `system` leaves it to the device. */
export const themes = ['light', 'dark', 'system'] as const
export type Theme = (typeof themes)[number]
/** The choices as people read them. */
export const themeOptions: readonly { value: Theme; label: string }[] = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'system', label: 'System' },
]
export const contrasts = ['system', 'more'] as const
export type Contrast = (typeof contrasts)[number]

export const themeCookie = 'muster_theme'
export const contrastCookie = 'muster_contrast'

/** Takes a cookie's value, returns the theme; anything unknown means `system`. */
export function readTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? 'system'
}

/** Takes a cookie's value, returns the contrast; anything unknown means `system`. */
export function readContrast(value: string | undefined): Contrast {
  return contrasts.find((contrast) => contrast === value) ?? 'system'
}

/** The attributes <html> carries for a choice; `system` carries none, so the style sheet follows the device. */
export function themeAttributes(theme: Theme, contrast: Contrast) {
  return {
    ...(theme === 'system' ? {} : { 'data-theme': theme }),
    ...(contrast === 'system' ? {} : { 'data-contrast': contrast }),
  }
}
