import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8')
const pairs = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/gi)].map(([, name, light, dark]) => [
    name ?? '',
    { light: light ?? '', dark: dark ?? '' },
  ]),
)
const schemes = ['light', 'dark'] as const

function luminance(hex: string): number {
  const channel = (from: number) => {
    const value = Number.parseInt(hex.slice(from, from + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

function colour(name: string, scheme: 'light' | 'dark'): string {
  const pair = pairs.get(name)
  if (!pair) throw new Error(`no token --${name}`)
  return pair[scheme]
}

function contrast(ink: string, ground: string, scheme: 'light' | 'dark'): number {
  const one = luminance(colour(ink, scheme))
  const two = luminance(colour(ground, scheme))
  return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05)
}

const grounds = ['canvas', 'surface', 'raised', 'sunken']
const states = ['queued', 'running', 'needs', 'failed', 'done', 'review']
const inks = ['ink-1', 'ink-2', 'ink-3', 'accent', 'human', 'agent', ...states]
const across = (ones: readonly string[], others: readonly string[]) =>
  ones.flatMap((one) => others.map((other) => [one, other] as const))

const text = [
  ...across(inks, grounds),
  ...['human', 'agent', 'accent', ...states].map((ink) => [ink, `${ink}-soft`] as const),
  ...across(['ink-1', 'ink-2'], ['accent-soft', 'human-soft', 'agent-soft', ...states.map((state) => `${state}-soft`)]),
  ['on-accent', 'accent'] as const,
  ['on-accent', 'accent-hover'] as const,
  ['add-ink', 'add-bg'] as const,
  ['del-ink', 'del-bg'] as const,
  // Tooltips and the skip link turn the page's pair around.
  ['canvas', 'ink-1'] as const,
]

describe.each(schemes)('in the %s theme', (scheme) => {
  test.each(text)('UX84 %s reads on %s at 4.5:1 or more', (ink, ground) => {
    expect(contrast(ink, ground, scheme)).toBeGreaterThanOrEqual(4.5)
  })

  test.each(across(['line-strong', 'focus', 'accent', 'failed'], grounds))(
    'UX84 a control edge or ring in %s shows on %s at 3:1 or more',
    (edge, ground) => {
      expect(contrast(edge, ground, scheme)).toBeGreaterThanOrEqual(3)
    },
  )

  test.each(['add-bg', 'del-bg'])('UX84 body ink reads on %s at 7:1 or more', (ground) => {
    expect(contrast('ink-1', ground, scheme)).toBeGreaterThanOrEqual(7)
  })
})

test('UX84 every colour that the style sheet names has both its themes', () => {
  const aliases = [...css.matchAll(/--color-([\w-]+): var\(--([\w-]+)\);/g)].map(([, name]) => name ?? '')
  const drawn = ['shade', 'thread', 'soft-edge']
  expect(aliases.length).toBeGreaterThan(30)
  expect(aliases.filter((name) => !pairs.has(name) && !drawn.includes(name))).toEqual([])
})
