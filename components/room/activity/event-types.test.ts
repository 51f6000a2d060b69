import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { isQuiet, kindOf, toldTypes } from './sentences.ts'
import type { ActivityEvent } from './telling.ts'

const server = fileURLToPath(new URL('../../../server', import.meta.url))
const named = /^[a-z]+\.[a-z_]+$/

/** The words between an opening bracket and the comma that ends the argument after `skipped` others. */
function argument(source: string, from: number, skipped: number): string {
  let [depth, begin, left] = [0, from, skipped]
  for (let at = from; at < source.length; at += 1) {
    const sign = source[at] ?? ''
    if ('([{'.includes(sign)) depth += 1
    const closes = ')]}'.includes(sign)
    if ((sign === ',' && depth === 0) || (closes && depth === 0)) {
      if (left === 0 || closes) return source.slice(begin, at).trim()
      left -= 1
      begin = at + 1
    } else if (closes) depth -= 1
  }
  return ''
}

/** Types in an argument: literals, both ends of a choice, a template's ends; null when it is a name for something else. */
function typesIn(words: string, source: string): string[] | null {
  const literals = [...words.matchAll(/'([^']+)'/g)].map(([, word]) => word ?? '').filter((word) => named.test(word))
  if (literals.length > 0) return literals
  if (/^`action\.\$\{\w+\}`$/.test(words)) return ['action.allowed', 'action.denied']
  if (words !== 'type') return null
  // A decision of the domain may name it.
  const decided = [...source.matchAll(/ from '(?:\.\.\/)+(domain\/[\w/-]+\.ts)'/g)]
  const sources = [source, ...decided.map(([, path]) => readFileSync(join(server, path ?? ''), 'utf8'))]
  return [...sources.join('\n').matchAll(/\btype: '([^']+)'/g)]
    .map(([, word]) => word ?? '')
    .filter((word) => named.test(word))
}

const emitted = new Map<string, string>()
const unread: string[] = []
for (const folder of ['commands', 'coordinator']) {
  for (const file of readdirSync(join(server, folder), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts') || file === 'kit.ts') continue
    const source = readFileSync(join(server, folder, file), 'utf8')
    for (const call of source.matchAll(/(unit\.emit|\btell)\(/g)) {
      const words = argument(source, call.index + call[0].length, call[1] === 'tell' ? 2 : 0)
      const types = typesIn(words, source)
      if (!types || types.length === 0) unread.push(`${folder}/${file}: ${words}`)
      for (const type of types ?? []) emitted.set(type, `${folder}/${file}`)
    }
  }
}

test('every type of event that commands and the coordinator emit can be read from the source', () => {
  expect(unread).toEqual([])
  expect(emitted.size).toBeGreaterThan(90)
  for (const type of ['action.denied', 'schedule.switched_off', 'agent.breaker_opened', 'plan.revised', 'rows.changed'])
    expect([...emitted.keys()]).toContain(type)
})

test('every type of event has a sentence', () => {
  const missing = [...emitted].filter(([type]) => !toldTypes.includes(type))
  expect(missing.map(([type, file]) => `${type} (${file})`)).toEqual([])
})

test('no sentence is kept for a type that nobody emits', () => {
  // What older logs hold: never emitted any more, still told.
  const kept = new Set(['goal.failed'])
  expect(toldTypes.filter((type) => !emitted.has(type) && !kept.has(type))).toEqual([])
})

test('what the coordinator does is a decision of some kind, or is left out unless asked for', () => {
  const by = (type: string): ActivityEvent => ({
    seq: 1,
    at: 0,
    type,
    actor: { kind: 'coordinator', id: 'coordinator', name: 'Coordinator' },
    data: {},
  })
  const own = [...emitted].filter(([, file]) => file.startsWith('coordinator/')).map(([type]) => type)
  expect(own.filter((type) => kindOf(by(type)) === null && !isQuiet(type))).toEqual([])
})
