import { describe, expect, it } from 'vitest'
import { runCheck, sampleFile } from './sample-material.ts'

const mine = 'a'.repeat(64)
const other = 'd'.repeat(64)
const response = 'Fixed the bug. All 42 tests pass.'
const run = { name: 'npm test', versionSha256: mine, passed: true, output: '42 passed, 0 failed' }

describe('evidence', () => {
  it('F35 a claim that tests passed without evidence is unverified and does not satisfy the check', () => {
    expect(runCheck('evidence', { response })).toMatchObject({
      status: 'unverified',
      required: true,
      summary: 'It says “tests pass”, but no evidence came with it.',
    })
  })

  it.each([
    ['names no version', { name: 'npm test', passed: true, output: 'ok' }],
    ['shows no output', { ...run, output: ' ' }],
    ['does not say whether it passed', { name: 'npm test', versionSha256: mine, output: 'ok' }],
  ])('F35 evidence that %s proves nothing', (_, given) => {
    expect(runCheck('evidence', { response, evidence: [given] })?.status).toBe('unverified')
  })

  it('F36 evidence for another version is void and shown', () => {
    const result = runCheck('evidence', { response, evidence: [{ ...run, versionSha256: other }] })
    expect(result).toMatchObject({ status: 'failed', required: true, evidence: [{ label: 'npm test', ok: false }] })
    expect(result?.summary).toContain('belongs to another version (dddddddddddd…) and is void')
  })

  it('evidence for exactly these bytes, or for one of the files, passes', () => {
    expect(runCheck('evidence', { response, evidence: [run] })?.status).toBe('passed')
    const files = [sampleFile('x'.repeat(50), { sha256: other })]
    expect(
      runCheck('evidence', { response, files, evidence: [{ ...run, versionSha256: `sha256:${other}` }] })?.status,
    ).toBe('passed')
  })

  it('evidence that contradicts its own claim fails', () => {
    expect(runCheck('evidence', { response, evidence: [{ ...run, passed: false }] })?.status).toBe('failed')
    const result = runCheck('evidence', { response, evidence: [{ ...run, output: '40 passed, 2 failed' }] })
    expect(result?.summary).toContain('“2 failed” in its own output')
  })

  it.each([
    'Tests do not pass yet.',
    'I could not run the tests, they never passed.',
    'If the tests pass, merge it.',
    'A test of taste.',
  ])('%j claims nothing', (text) => expect(runCheck('evidence', { response: text })).toBeUndefined())

  it('"42 tests passed, 0 failed" is a claim', () => {
    expect(runCheck('evidence', { response: '0 failed; 42 tests passed' })?.status).toBe('unverified')
  })

  it('a task that asks for evidence gets an answer even without a claim', () => {
    expect(runCheck('evidence', {}, { required: true })?.status).toBe('unverified')
  })
})
