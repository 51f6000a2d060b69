import { tinykeys } from 'tinykeys'
import { isSingleKey } from './keys.ts'

export type Binding = {
  keys: readonly string[]
  label: string
  group: string
  inFields: boolean
  run: (event: KeyboardEvent) => void
}

export type ShortcutDesk = ReturnType<typeof shortcutDesk>

const offKey = 'muster:single-keys'
const typing =
  'input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=true]'
const editing = /\$mod\+[zxcva]$/
const closed = '[role=menu], [role=listbox], [data-modal]'

function mayRun(event: KeyboardEvent, keys: string, binding: Binding, singleOn: boolean): boolean {
  if (event.defaultPrevented || event.isComposing) return false
  const target = event.target instanceof Element ? event.target : null
  if (!isSingleKey(keys)) return binding.inFields || !(editing.test(keys) && target?.closest(typing))
  if (!singleOn && !/^(Enter|Escape|Arrow\w+|\?|Shift\+\?)$/.test(keys)) return false
  if (target?.closest(typing)) return binding.inFields
  return binding.inFields || !(target?.closest(closed) || document.querySelector('[data-modal]'))
}

/** Keeps the bindings of a page and one listener for all of them; what is bound last runs first. */
export function shortcutDesk() {
  let bindings: readonly Binding[] = []
  let target: Window | null = null
  let stop = () => {}
  const listeners = new Set<() => void>()
  let singleOn = typeof localStorage === 'undefined' || localStorage.getItem(offKey) !== 'off'

  const renew = () => {
    stop()
    stop = () => {}
    if (target) {
      const all = new Set(bindings.flatMap((binding) => binding.keys))
      stop = tinykeys(
        target,
        Object.fromEntries([...all].map((keys) => [keys, (event: KeyboardEvent) => press(keys, event)])),
      )
    }
    for (const listener of listeners) listener()
  }
  const press = (keys: string, event: KeyboardEvent) => {
    const binding = bindings.findLast((candidate) => candidate.keys.includes(keys))
    if (!binding || !mayRun(event, keys, binding, singleOn)) return
    event.preventDefault()
    binding.run(event)
  }

  return {
    listen(window: Window) {
      target = window
      renew()
      return () => {
        target = null
        renew()
      }
    },
    bind(binding: Binding) {
      bindings = [...bindings, binding]
      renew()
      return () => {
        bindings = bindings.filter((other) => other !== binding)
        renew()
      }
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    list: () => bindings,
    singleKeys: () => singleOn,
    setSingleKeys(on: boolean) {
      singleOn = on
      localStorage.setItem(offKey, on ? 'on' : 'off')
      for (const listener of listeners) listener()
    },
  }
}
