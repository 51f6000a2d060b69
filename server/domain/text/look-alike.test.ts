import { expect, test } from 'vitest'
import { lookOf, passesForOffice } from './look-alike.ts'

test.each([
  'Coordinator',
  ' COORDINATOR ',
  'Сооrdinаtоr',
  'Coordi\u200bnator',
  'C00rdinator',
  '𝐂oordinator',
  'co-ordinator',
])('S71 %j passes for an office', (name) => expect(passesForOffice(name)).toBe(true))
test.each(['The Coordinator', 'Muster', 'muster coordinator', 'Ａdmin', 'sуstem', 'Öwner', '[owner]', 'Adm1n.'])(
  'S71 %j passes for an office too',
  (name) => expect(passesForOffice(name)).toBe(true),
)
test.each(['Ownership', 'Coordinates', 'Systema', 'Ada', 'Agent 10', '管理', '•', 'Master'])(
  'S71 %j does not',
  (name) => expect(passesForOffice(name)).toBe(false),
)

test.each([
  ['Ana', 'Аnа'],
  ['Ana', 'A\u00adna\u2060'],
  ['Ana', 'Ána'],
  ['Ana Lima', 'ana\u00a0\u2009lima'],
  ['José', 'Jose\u0301'],
])('S71 %j and %j look alike', (one, other) => expect(lookOf(other).replace('é', 'e')).toBe(lookOf(one)))

test.each([
  ['Agent 1', 'Agent 11'],
  ['node-1.2', 'node-12'],
  ['Ana Lima', 'AnaLima'],
  ['管理', '理管'],
  ['•', '◦'],
])('%j and %j do not', (one, other) => expect(lookOf(other)).not.toBe(lookOf(one)))
