import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const server = join(import.meta.dirname, '../..')
// The starter agents stand outside the server; tests and their listeners play the outside world.
const exempt = /^(crew|testing|drills)\/|\.test\.tsx?$|\/fixtures\/|^adapters\/egress(\.ts|\/)/

const clients = [
  /(?<![.\w])fetch\s*\(/,
  /\b(globalThis|global|window)\.fetch\b/,
  /\bhttps?2?\.(request|get|connect)\s*\(/,
  /import\s+(?!type\b)[^;'"]*\b(request|get)\b[^;'"]*from\s+['"](node:)?https?2?['"]/,
  /from\s+['"](undici|axios|got|ky|needle|superagent|node-fetch|cross-fetch)(\/[^'"]*)?['"]/,
  /import\(\s*['"](undici|axios|got|ky|node-fetch)['"]/,
  /new\s+(WebSocket|EventSource|XMLHttpRequest)\s*\(/,
]

const withoutComments = (source: string) => source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
const offends = (source: string) => clients.find((client) => client.test(withoutComments(source)))

describe('the only HTTP client', () => {
  it('S60 no file of the server but the egress module can make a request', () => {
    const files = readdirSync(server, { recursive: true, encoding: 'utf8' })
      .map((path) => relative(server, join(server, path)).replaceAll('\\', '/'))
      .filter((path) => /\.tsx?$/.test(path) && !exempt.test(path))
    expect(files.length).toBeGreaterThan(3)
    const offenders = files.filter((path) => offends(readFileSync(join(server, path), 'utf8')))
    expect(offenders).toEqual([])
  })

  it.each([
    "await fetch('https://a.example')",
    'const got = await globalThis.fetch(url)',
    'http.request(url)',
    "import { request } from 'node:https'",
    "import { Agent } from 'undici'",
    "const { request } = await import('undici')",
    "new WebSocket('wss://a.example')",
  ])('S60 the rule sees %s', (source) => {
    expect(offends(source)).toBeDefined()
  })

  it.each([
    '// fetch(url) is not used here',
    'await store.fetch(1)',
    "import { createServer } from 'node:http'",
    "import type { IncomingMessage } from 'node:http'",
    'new URL(request.url)',
  ])('S60 the rule leaves alone %s', (source) => {
    expect(offends(source)).toBeUndefined()
  })
})
