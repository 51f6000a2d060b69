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

  it('I25 evidence for one file of several does not cover the version', () => {
    const files = [sampleFile('a', { name: 'a.ts', sha256: other }), sampleFile('b', { name: 'b.ts' })]
    const forOne = { ...run, versionSha256: other }
    expect(runCheck('evidence', { response, files, evidence: [forOne] })).toMatchObject({
      status: 'unverified',
      required: true,
      summary: 'It says “tests pass”, but no evidence covers “b.ts”.',
    })
    const forOther = { ...run, versionSha256: 'b'.repeat(64) }
    expect(runCheck('evidence', { response, files, evidence: [forOne, forOther] })?.status).toBe('passed')
    expect(runCheck('evidence', { response, files, evidence: [forOne, run] })?.status).toBe('passed')
  })

  it('F36 void evidence is not healed by good evidence beside it', () => {
    const result = runCheck('evidence', { response, evidence: [run, { ...run, versionSha256: 'e'.repeat(64) }] })
    expect(result).toMatchObject({ status: 'failed', evidence: [{ ok: true }, { ok: false, status: 'failed' }] })
  })

  it.each(['no tests found', '0 passed', 'Process exited with code 1', 'AssertionError: expected 1', '3 errors'])(
    'evidence whose output says %j contradicts itself',
    (output) => expect(runCheck('evidence', { response, evidence: [{ ...run, output }] })?.status).toBe('failed'),
  )

  it('one word is no output', () => {
    expect(runCheck('evidence', { response, evidence: [{ ...run, output: 'passed' }] })?.status).toBe('unverified')
  })

  it.each(['CI is green.', 'It passes all unit tests.', 'Tests: 42/42', 'The build passed.'])(
    '%j claims as much',
    (text) => expect(runCheck('evidence', { response: text })).toMatchObject({ status: 'unverified', required: true }),
  )

  it('a task may ask for it without binding it', () => {
    expect(runCheck('evidence', { response }, { required: false })).toMatchObject({
      status: 'unverified',
      required: false,
    })
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
