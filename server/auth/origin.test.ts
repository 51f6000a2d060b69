import { expect, test } from 'vitest'
import { createOriginGuard } from './origin.ts'

const post = { url: '/api/v1/commands', method: 'POST' }
const live = { url: '/live/', method: 'GET' }
const site = createOriginGuard({ url: 'https://muster.example', host: '0.0.0.0', port: 3000 })

test('S17 S20 only our own Origin, to the letter, may change state or open a socket', () => {
  expect(site({ origin: 'https://muster.example' }, post)).toBe(true)
  const others = [
    'null',
    '',
    'http://muster.example',
    'https://muster.example:8443',
    'https://muster.example.evil',
    'https://evil-muster.example',
    'https://MUSTER.example',
    'https://muster.example/',
    'http://localhost:3000',
    'https://app.muster.example',
  ]
  for (const origin of others) {
    expect(site({ origin }, post), origin).toBe(false)
    expect(site({ origin }, live), origin).toBe(false)
    expect(site({ origin, authorization: 'Bearer mst_pat_x' }, post), origin).toBe(false)
  }
})

test('S18 without Origin only a bearer token will do, or a browser that reads from its own site', () => {
  expect(site({}, post)).toBe(false)
  expect(site({ authorization: 'Basic x' }, post)).toBe(false)
  expect(site({ authorization: 'Bearer mst_pat_x' }, post)).toBe(true)
  expect(site({ 'sec-fetch-site': 'same-origin' }, live)).toBe(true)
  expect(site({ 'sec-fetch-site': 'same-origin' }, post)).toBe(false)
  expect(site({ 'sec-fetch-site': 'cross-site' }, live)).toBe(false)
})

test('a server that listens on this machine alone is visited by each of its names', () => {
  const local = createOriginGuard({ url: 'http://127.0.0.1:3000', host: '127.0.0.1', port: 3000 })
  for (const origin of ['http://127.0.0.1:3000', 'http://localhost:3000', 'http://[::1]:3000'])
    expect(local({ origin }, post)).toBe(true)
  for (const origin of ['http://127.0.0.1:3001', 'https://localhost:3000', 'http://localhost'])
    expect(local({ origin }, post)).toBe(false)
})
