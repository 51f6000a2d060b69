import pg from 'pg'

/** One hint a lane at most this often, milliseconds: NOTIFY takes a lock that all commits share. */
const everyMs = 50
const reconnectMs = 1000
const channel = 'muster'

export type Hints = {
  /** Tells the other processes that a lane reached `seq`. Never inside a transaction of a batch. */
  reached(laneId: string, seq: number): void
  stop(): Promise<void>
}

/**
 * Wake-ups between processes on one database. A hint may be lost: the log is the truth, and every window compares its
 * cursor now and then.
 */
export function startHints(deps: {
  url: string
  pool: pg.Pool
  /** A fresh random name per process start. */
  process: string
  heard: (laneId: string, seq: number) => void
}): Hints {
  const waiting = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined
  let listener: pg.Client | undefined
  let stopped = false

  async function listen() {
    const client = new pg.Client({ connectionString: deps.url, connectionTimeoutMillis: 5000, keepAlive: true })
    listener = client
    const again = () => {
      if (listener !== client) return
      listener = undefined
      client.end().catch(() => undefined)
      if (!stopped) setTimeout(listen, reconnectMs).unref()
    }
    client.on('error', again)
    client.on('end', again)
    client.on('notification', ({ payload }) => {
      const [from, laneId = '', seq] = (payload ?? '').split(' ')
      if (from !== deps.process) deps.heard(laneId, Number(seq))
    })
    try {
      await client.connect()
      await client.query(`LISTEN ${channel}`)
    } catch {
      again()
    }
  }

  function flush() {
    timer = undefined
    const payloads = [...waiting].map(([laneId, seq]) => `${deps.process} ${laneId} ${seq}`)
    waiting.clear()
    deps.pool.query(`SELECT pg_notify('${channel}', p) FROM unnest($1::text[]) AS p`, [payloads]).catch(() => undefined)
  }

  void listen()
  return {
    reached(laneId, seq) {
      waiting.set(laneId, seq)
      timer ??= setTimeout(flush, everyMs)
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      const client = listener
      listener = undefined
      await client?.end().catch(() => undefined)
    },
  }
}
