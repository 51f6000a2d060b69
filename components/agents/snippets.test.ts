import { execFile } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { nodeVerifier, pythonVerifier } from './snippets.ts'

const run = promisify(execFile)
const secret = `whsec_${randomBytes(32).toString('base64')}`
const body = '{"type":"agent.ping","data":{"challenge":"ü"}}'
function headersAt(at: number, key = secret) {
  const raw = Buffer.from(key.slice('whsec_'.length), 'base64')
  const signature = createHmac('sha256', raw).update(`evt_1.${at}.${body}`).digest('base64')
  return { 'webhook-id': 'evt_1', 'webhook-timestamp': String(at), 'webhook-signature': `v1,AAAA v1,${signature}` }
}
const now = () => Math.floor(Date.now() / 1000)
const cases = () => [
  { headers: headersAt(now()), right: true },
  { headers: headersAt(now() - 3600), right: false },
  { headers: headersAt(now(), `whsec_${randomBytes(32).toString('base64')}`), right: false },
]

test('the Node verifier one copies takes what is genuine and refuses the old and the forged', async () => {
  for (const { headers, right } of cases()) {
    const call = `${nodeVerifier}\nconsole.log(genuine(${JSON.stringify(secret)}, ${JSON.stringify(headers)}, Buffer.from(${JSON.stringify(body)})))`
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', call])
    expect(stdout.trim()).toBe(String(right))
  }
})

test('so does the Python one', async () => {
  const python = await run('python3', ['--version']).catch(() => null)
  if (!python) return
  for (const { headers, right } of cases()) {
    const call = `${pythonVerifier}\nprint(genuine(${JSON.stringify(secret)}, ${JSON.stringify(headers)}, ${JSON.stringify(body)}.encode()))`
    const { stdout } = await run('python3', ['-c', call])
    expect(stdout.trim().toLowerCase()).toBe(String(right))
  }
})
