import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

/** Where schema.prisma and the migrations live. */
export const prismaDirectory = fileURLToPath(new URL('.', import.meta.url))

const place = '@prisma/schema-engine-wasm/schema_engine_bg'

/** Lends `use` Prisma's schema engine as WebAssembly, bound to one database: the command line would download a native one. */
export function withEngine<T>(url: string, schema: string, use: (lent: engine.SchemaEngine) => Promise<T>): Promise<T> {
  const turn = lastTurn.then(() => lend(url, schema, use))
  lastTurn = turn.catch(() => undefined)
  return turn
}

// The engine is one instance and panics when two callers use it at once: they take turns.
let lastTurn: Promise<unknown> = Promise.resolve()

async function lend<T>(url: string, schema: string, use: (lent: engine.SchemaEngine) => Promise<T>): Promise<T> {
  await loaded()
  // The engine keeps its advisory lock as long as its connection, which an idle pool would keep for ten seconds.
  const pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool))
    const lent = await engine.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => undefined, adapter)
    try {
      return await use(lent)
    } finally {
      lent.free()
    }
  } finally {
    await pool.end()
  }
}

let loading: Promise<void> | null = null

function loaded(): Promise<void> {
  loading ??= load()
  return loading
}

// The package expects a bundler that imports wasm; Node 20 does not, so its two halves are joined here.
async function load(): Promise<void> {
  const directory = dirname(createRequire(import.meta.url).resolve(place))
  const bytes = new Uint8Array(await readFile(join(directory, 'schema_engine_bg.wasm')))
  const imports = Object.fromEntries(
    Object.entries(engine).map(([name, value]) => [name, /^__wbg_setTimeout/.test(name) ? quietTimer : value]),
  )
  const instance = await WebAssembly.instantiate(await WebAssembly.compile(bytes), { './schema_engine_bg.js': imports })
  engine.__wbg_set_wasm(instance.exports)
  const { __wbindgen_start: start } = instance.exports
  if (typeof start !== 'function') throw new Error('the schema engine has no start function')
  start()
}

// The engine never clears the ten seconds it grants its lock; a process must not wait for them before it ends.
const quietTimer = (callback: () => void, ms: number) => void setTimeout(callback, ms).unref()
