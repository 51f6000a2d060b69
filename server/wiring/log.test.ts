import { expect, test } from 'vitest'
import { createLog, takeConsole, toldError } from './log.ts'

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  write(createLog('info', { write: (line) => void lines.push(line) }))
  return lines.join('')
}

const hostile = 'a\r\n{"level":60,"msg":"forged"}\n\u001b[31mred\u009b2J\u0007'

test('S83 what stands in a value neither begins a line of the log nor speaks to the terminal that shows it', () => {
  const text = logged((log) => {
    log.error({ err: new Error(hostile), reference: hostile, said: hostile }, hostile)
    log.error({ err: Object.assign(new Error('x'), { code: hostile, table: hostile }) }, 'two')
  })
  const lines = text.trimEnd().split('\n')
  expect(lines).toHaveLength(2)
  for (const line of lines) {
    expect(line).not.toMatch(/\p{Cc}/u)
    expect(JSON.parse(line).level).toBe(50)
  }
  expect(JSON.parse(lines[0] ?? '').msg).toBe(hostile)
})

test('S83 a place in an error’s own words is not taken for a place in the program', () => {
  const told = toldError(new Error('one\n    at forged (/etc/passwd:1:1)'))
  expect(told).toMatchObject({ type: 'Error' })
  expect(JSON.stringify(Object(told).at)).not.toContain('forged')
})

test('S82 an error is told by its kind and place, without the row or the text it is about', () => {
  const refusedRow = Object.assign(new Error('new row for relation "message" violates check constraint "short"'), {
    ...{ code: '23514', severity: 'ERROR', table: 'message', constraint: 'short' },
    detail: 'Failing row contains (1, my password).',
    where: 'COPY message, line 1: my password',
    parameters: ['my password'],
  })
  const wrongValue = Object.assign(new Error('invalid input syntax for type uuid: "my password"'), { code: '22P02' })
  const unread = (() => {
    try {
      return JSON.parse('{"my password": }')
    } catch (error) {
      return error
    }
  })()
  const carrying = new Error(`called with mst_pat_${'x'.repeat(40)}`, { cause: refusedRow })
  const text = logged((log) => {
    for (const err of [refusedRow, wrongValue, unread, carrying, 'mst_agt_yyyyyyyyyyyy']) log.error({ err }, 'a bug')
  })
  for (const hidden of ['my password', 'xxxx', 'yyyy']) expect(text).not.toContain(hidden)
  for (const kept of ['23514', 'violates check constraint', 'log.test.ts', '22P02', 'uuid', 'SyntaxError'])
    expect(text).toContain(kept)
})

test('S82 S83 what a library prints is a line of the log like any other, errors without their values', () => {
  const { log, info, debug, warn, error } = console
  const text = logged((into) => {
    takeConsole(into)
    const refused = Object.assign(new Error('duplicate key'), { detail: 'Key (email)=(ana@northwind.example)' })
    console.error('page', refused, `mst_pat_${'x'.repeat(40)}\n\u001b[31mred`)
    console.log('ready in 3 ms')
    Object.assign(console, { log, info, debug, warn, error })
  })
  expect(text.split('\n')).toHaveLength(2)
  expect(JSON.parse(text)).toMatchObject({ level: 50, said: 'page mst_pat_•••\n\u001b[31mred' })
  expect(text).toContain('duplicate key')
  for (const hidden of ['ana@northwind', 'xxxx', '\u001b']) expect(text).not.toContain(hidden)
})
