// biome-ignore-all lint/style/noProcessEnv: this example stands alone
// A whole agent: answers the ping, takes an attempt, completes it. Run: SECRET=whsec_… PORT=4000 node twenty-lines.mjs
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import { env } from 'node:process'

const key = Buffer.from(env.SECRET.replace('whsec_', ''), 'base64')
createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString()
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': given = '' } = request.headers
  const signed = Buffer.from(`v1,${createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')}`)
  const fits = (one) => one.length === signed.length && timingSafeEqual(Buffer.from(one), signed)
  const fresh = Math.abs(Date.now() / 1000 - Number(at)) < 300
  if (!fresh || !given.split(' ').some(fits)) return response.writeHead(401).end()
  const { type, data } = JSON.parse(body)
  if (type === 'agent.ping') return response.end(JSON.stringify({ challenge: data.challenge }))
  response.writeHead(202).end(JSON.stringify({ status: 'accepted' }))
  if (type !== 'attempt.requested') return
  const text = `# ${data.task.title}\n\nAn agent of twenty lines read this brief: ${data.task.brief}\n`
  const parts = [{ text, mediaType: 'text/markdown', filename: 'answer.md' }]
  const result = { response: 'I read the brief and wrote it down.', artifacts: [{ name: 'answer.md', parts }] }
  const headers = { authorization: `Bearer ${data.attempt.token}`, 'content-type': 'application/json' }
  const url = new URL(`/api/v1/attempts/${data.attempt.id}/complete`, data.callback.base)
  await fetch(url, { method: 'POST', headers, body: JSON.stringify(result) }).catch(console.error)
}).listen(Number(env.PORT), '127.0.0.1')
