import { describe, expect, it } from 'vitest'
import { runCheck, sampleFile } from './sample-material.ts'
import { maskSecrets } from './secrets.ts'

// Put together here so that no scanner takes this file for a leak.
const samples = [
  ['private key', `-----BEGIN RSA ${'PRIVATE'} KEY-----`],
  ['AWS access key', `AKIA${'IOSFODNN7EXAMPLE'}`],
  ['GitHub token', `ghp_${'a1B2'.repeat(9)}`],
  ['GitHub token', `github_pat_${'11ABCDEFG0'.repeat(4)}`],
  ['webhook secret', `whsec_${'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'}`],
  ['Muster token', `mst_agt_${'Zx81'.repeat(8)}`],
  ['Slack token', `xoxb-${'1234567890'}-abcdefghij`],
  ['Stripe key', `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`],
  ['API key', `sk-${'proj-a1b2c3d4e5f6g7h8i9j0k1l2'}`],
] as const

describe('secrets', () => {
  it.each(samples)('F48 a %s fails the version and is shown masked', (label, secret) => {
    const result = runCheck('secrets', { files: [sampleFile(`Intro\n\nUse ${secret} to log in.`)] })
    expect(result).toMatchObject({
      status: 'failed',
      required: true,
      evidence: [{ label, line: 3, file: 'report.md', ok: false }],
    })
    if (label !== 'private key') expect(JSON.stringify(result)).not.toContain(secret)
  })

  it('the response is read too', () => {
    const result = runCheck('secrets', { response: `key ${samples[1][1]}` })
    expect(result).toMatchObject({ status: 'failed', evidence: [{ file: 'response' }] })
  })

  it.each([
    'the mst_agt_ prefix',
    'whsec_… is how it starts',
    'a risk-based approach-with-many-hyphenated-words-inside',
    'sha256: abc',
    'AKIA',
  ])('plain talk such as %j is no secret', (text) =>
    expect(runCheck('secrets', { files: [sampleFile(text)] })?.status).toBe('passed'),
  )

  it('a preview keeps the text and loses the secret, the body of a private key with it', () => {
    const key = `${samples[0][1]}\nMIIEow\nAAAB\n-----END RSA ${'PRIVATE'} KEY-----`
    const masked = maskSecrets(`before ${samples[2][1]} between ${key} after`)
    expect(masked).toMatch(/^before ghp_… \(40 characters\) between -----BEGIN RSA PRIVATE KEY-----….* after$/)
    expect(masked).not.toContain('MIIEow')
  })
})
