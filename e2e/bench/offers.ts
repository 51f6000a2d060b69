import { Agent, request } from 'undici'
import { createEgress } from '../../server/adapters/egress.ts'
import { deliverWebhook } from '../../server/adapters/webhook/deliver.ts'
import { newSecret, signatureHeader } from '../../server/adapters/webhook/signature.ts'
import type { AgentsAsks } from './agents.ts'
import { now, quiet, type Spread, spreadOf } from './measure.ts'
import { beside, startHelper } from './talk.ts'

/** Signed offers a second to 300 addresses: by the product's own client, and by `undici.request` with nothing around it. */
export type OfferFigures = { product: Offers; bare: Offers; faults: string[] }
type Offers = { perSecond: number; took: Spread }

const origins = 300
const each = 2000
const body = JSON.stringify({
  type: 'room.mentioned',
  timestamp: new Date().toISOString(),
  data: { room: { id: 'r', name: 'Swarm' }, message: { body: 'g'.repeat(600) } },
})

/** Both kinds by turns, one in flight to each address. */
export async function measureOffers(quietSeconds: number): Promise<OfferFigures> {
  const agents = startHelper<AgentsAsks>(beside('agents.ts'))
  const egress = createEgress({ allow: ['127.0.0.1'] })
  const dispatcher = new Agent({ connections: 2, pipelining: 1 })
  try {
    const ports = await agents.ask.listen({ agents: origins })
    const secrets = ports.map(() => newSecret())
    await agents.ask.know({ of: secrets, url: 'http://127.0.0.1:1' })
    const wrong = new Set<string>()
    const deliver = deliverWebhook({ egress, now: Date.now, validateCompleted: () => ({ ok: false, errors: [] }) })
    const byProduct = async (agent: number, id: string) => {
      const { verdict, reason } = await deliver({
        ...{ id, type: 'room.mentioned', body, version: 'bench' },
        url: `http://127.0.0.1:${ports[agent]}/hook`,
        secrets: [secrets[agent] ?? ''],
      })
      if (verdict.kind !== 'delivered') wrong.add(`${verdict.kind}: ${reason}`)
    }
    const bare = async (agent: number, id: string) => {
      const timestampSeconds = Math.floor(Date.now() / 1000)
      const headers = {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(timestampSeconds),
        'webhook-signature': signatureHeader({ id, timestampSeconds, body, secrets: [secrets[agent] ?? ''] }),
      }
      const url = `http://127.0.0.1:${ports[agent]}/hook`
      const answered = await request(url, { method: 'POST', headers, body, dispatcher })
      await answered.body.dump()
      if (answered.statusCode !== 202) wrong.add(`bare: ${answered.statusCode}`)
    }
    await quiet(quietSeconds)
    const turns = { product: [] as Offers[], bare: [] as Offers[] }
    // The first turn of each opens the connections and counts for nothing.
    for (let turn = 0; turn < 4; turn++) {
      turns.bare.push(await busy(bare, turn === 0 ? 1000 : each))
      turns.product.push(await busy(byProduct, turn === 0 ? 1000 : each))
    }
    const middle = (of: Offers[]) => of.slice(1).sort((a, b) => b.perSecond - a.perSecond)[1] as Offers
    return { product: middle(turns.product), bare: middle(turns.bare), faults: [...wrong] }
  } finally {
    await Promise.all([agents.stop(), egress.close(), dispatcher.close()])
  }
}

async function busy(send: (agent: number, id: string) => Promise<void>, ms: number): Promise<Offers> {
  const from = now()
  const took: number[] = []
  await Promise.all(
    Array.from({ length: origins }, async (_, agent) => {
      for (let n = 0; now() < from + ms; n++) {
        const sentAt = now()
        await send(agent, `evt_${agent}x${n}`)
        took.push(now() - sentAt)
      }
    }),
  )
  return { perSecond: Math.round((took.length * 1000) / (now() - from)), took: spreadOf(took) }
}
