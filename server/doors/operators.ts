import type { IncomingHttpHeaders } from 'node:http'
import type pg from 'pg'
import { refuse } from '../contract/problems.ts'
import { type Door, problemReply } from './http.ts'

export type OperatorDeps = {
  pool: pg.Pool
  figures: () => Record<string, number>
  mayRead: (headers: IncomingHttpHeaders, remoteAddress: string) => Promise<boolean>
}

const readiness = `SELECT current_setting('transaction_read_only') AS frozen, EXISTS (SELECT FROM lane) AS migrated`

/** What operators ask: alive, ready, figures (Prometheus text; loopback or bearer). */
export function createOperatorDoors({ pool, figures, mayRead }: OperatorDeps): Door[] {
  return [
    { method: 'GET', path: '/healthz', handle: () => ({ status: 200, json: { status: 'ok' } }) },
    {
      method: 'GET',
      path: '/readyz',
      async handle() {
        try {
          const { rows } = await within(4000, pool.query<{ frozen: string }>(readiness))
          if (rows[0]?.frozen === 'on')
            return { status: 503, json: { status: 'not ready', reason: 'the database takes no writes' } }
          return { status: 200, json: { status: 'ready' } }
        } catch {
          return {
            status: 503,
            json: { status: 'not ready', reason: 'the database cannot be reached or is not migrated' },
          }
        }
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      async handle({ headers, remoteAddress }) {
        if (!(await mayRead(headers, remoteAddress)))
          return problemReply(refuse('not_found', 'There is nothing at this address.'))
        const lines = Object.entries(figures()).map(([name, value]) => `# TYPE ${name} gauge\n${name} ${value}`)
        return { status: 200, headers: { 'content-type': 'text/plain; version=0.0.4' }, bytes: `${lines.join('\n')}\n` }
      },
    },
  ]
}

/** The answer, or an error when it takes longer. */
function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), ms)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
