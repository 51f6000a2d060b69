// Texts a person pastes into a program or a shell of their own.

export const nodeVerifier = `import { createHmac, timingSafeEqual } from 'node:crypto'

// True when the message is from us and not old. \`body\`: the bytes as they came, before any parsing.
export function genuine(secret, headers, body) {
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': given = '' } = headers
  if (!(Math.abs(Date.now() / 1000 - Number(at)) < 300)) return false
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signed = Buffer.from('v1,' + createHmac('sha256', key).update(\`\${id}.\${at}.\`).update(body).digest('base64'))
  return given.split(' ').some((one) => one.length === signed.length && timingSafeEqual(Buffer.from(one), signed))
}`

export const pythonVerifier = `import base64, hashlib, hmac, time

# True when the message is from us and not old. body: the bytes as they came, before any parsing.
def genuine(secret, headers, body):
    id, at = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - float(at)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = base64.b64encode(hmac.new(key, f"{id}.{at}.".encode() + body, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(one, "v1," + signed) for one in headers["webhook-signature"].split(" "))`

/** How the twenty-line agent is started; the port is the one in its address. */
export function startExample(url: string): string {
  const port = URL.canParse(url) ? new URL(url).port : ''
  return `SECRET='whsec_…' PORT=${port || '4000'} node twenty-lines.mjs`
}

/** A loop that asks for work with the agent's token; `origin` is our own address. */
export const pullLoop = (origin: string): string => `TOKEN='mst_agt_…' # put the agent's token here
while true; do
  curl -s -X POST '${origin}/api/v1/claims' -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' \\
    -d "{\\"claimId\\": \\"$(cat /proc/sys/kernel/random/uuid)\\", \\"waitSeconds\\": 20}"
  sleep 1
done`
