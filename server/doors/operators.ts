import type { IncomingHttpHeaders } from 'node:http'
import type pg from 'pg'
import type { Door } from './http.ts'

export type OperatorDeps = {
  pool: pg.Pool
  figures: () => Record<string, number>
  mayRead: (headers: IncomingHttpHeaders, remoteAddress: string) => Promise<boolean>
}

/** What operators ask: alive, ready, figures (Prometheus text; loopback or bearer). */
export function createOperatorDoors({ pool, figures, mayRead }: OperatorDeps): Door[] {
  return [
    { method: 'GET', path: '/healthz', handle: () => ({ status: 200, json: { status: 'ok' } }) },
    {
      method: 'GET',
      path: '/readyz',
      async handle() {
        try {
          await pool.query('SELECT 1 FROM lane LIMIT 1')
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
        if (!(await mayRead(headers, remoteAddress))) return { status: 404, json: { status: 'not found' } }
        const lines = Object.entries(figures()).map(([name, value]) => `# TYPE ${name} gauge\n${name} ${value}`)
        return { status: 200, headers: { 'content-type': 'text/plain; version=0.0.4' }, bytes: `${lines.join('\n')}\n` }
      },
    },
  ]
}
