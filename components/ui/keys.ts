const appleNames: Record<string, string> = { $mod: '⌘', Meta: '⌘', Shift: '⇧', Alt: '⌥', Control: '⌃' }
const otherNames: Record<string, string> = { $mod: 'Ctrl', Meta: 'Win', Shift: 'Shift', Alt: 'Alt', Control: 'Ctrl' }
const keyNames: Record<string, string> = {
  Enter: '↵',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Space: 'Space',
}

/** Takes a binding (`$mod+k`, `g i`, `Shift+?`), returns the words for it on an Apple or another keyboard. */
export function spellKeys(keys: string, apple: boolean): string {
  return keys
    .split(' ')
    .map((press) => {
      const parts = press.split('+')
      const key = parts.pop() ?? ''
      const names = apple ? appleNames : otherNames
      const mods = parts
        .filter((part) => !(part === 'Shift' && /^[^a-z0-9]$/i.test(key)))
        .map((part) => names[part] ?? part)
      const shown = keyNames[key] ?? (key.length === 1 ? key.toUpperCase() : key)
      return apple ? [...mods, shown].join('') : [...mods, shown].join(' ')
    })
    .join(' then ')
}

/** A binding that a typing person would hit by accident: one without Ctrl, ⌘, Alt, and not a named key. */
export function isSingleKey(keys: string): boolean {
  return keys.split(' ').every((press) => {
    const parts = press.split('+')
    const key = parts.pop() ?? ''
    return !parts.some((mod) => mod !== 'Shift') && !/^(F\d+|Escape)$/.test(key)
  })
}
