import { readFileSync } from 'node:fs'
import pg from 'pg'
import { diskFault, Fault, wordsOf } from '../server/launch/fault.ts'
import { withEngine } from './engine.ts'
import { currentSchema, listMigrations } from './migrations.ts'

const leastVersion = 15

// Any number, the same in every Muster: who holds it migrates, the others wait.
const lock = 7_230_516

/**
 * Brings a database to the schema of this Muster and gives the names of the migrations it applied. Several processes may
 * ask at once; with `create` the database is made when it lacks. Throws a Fault when the database cannot be reached, is too old, or has been migrated by a newer Muster.
 */
export async function migrate(
  url: string,
  { directory, create = false }: { readonly directory?: string; readonly create?: boolean } = {},
): Promise<readonly string[]> {
  const list = listMigrations(directory)
  if (create) await createDatabase(url)
  const client = await connect(url)
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lock])
    await refuseUnfit(client, new Set(list.migrationDirectories.map(({ path }) => path)))
    return await apply(url, list)
  } catch (error) {
    throw diskFault(wordsOf(error), 'the database') ?? error
  } finally {
    await client.end()
  }
}

async function apply(url: string, migrationsList: ReturnType<typeof listMigrations>): Promise<readonly string[]> {
  const filters = { externalTables: [], externalEnums: [] }
  try {
    const { appliedMigrationNames } = await withEngine(url, readFileSync(currentSchema, 'utf8'), (engine) =>
      engine.applyMigrations({ migrationsList, filters }),
    )
    return appliedMigrationNames
  } catch (error) {
    throw (
      diskFault(wordsOf(error), 'the database') ??
      new Fault(`A migration failed; put back a copy of the database made before, and report this: ${wordsOf(error)}`)
    )
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    const { hostname, port, pathname } = new URL(url)
    const where = `${hostname}:${port || 5432}${pathname}`
    throw new Fault(
      `The database at ${where} cannot be used (${wordsOf(error)}); correct DATABASE_URL, or start that database.`,
    )
  }
}

async function createDatabase(url: string): Promise<void> {
  const server = new URL(url)
  const name = server.pathname.slice(1)
  server.pathname = '/postgres'
  const client = await connect(server.href)
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
}

async function refuseUnfit(client: pg.Client, known: ReadonlySet<string>): Promise<void> {
  const { rows: versions } = await client.query<{ version: number; name: string }>(
    "SELECT current_setting('server_version_num')::int / 10000 AS version, current_database() AS name",
  )
  const { version = 0, name = '' } = versions[0] ?? {}
  if (version < leastVersion) {
    throw new Fault(
      `The database is PostgreSQL ${version}, and Muster needs ${leastVersion} or newer; upgrade it, or unset DATABASE_URL to use the one that ships.`,
    )
  }
  const { rows: tables } = await client.query<{ present: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present",
  )
  if (tables[0]?.present !== true) return
  const { rows } = await client.query<{ name: string; halfway: boolean }>(
    'SELECT migration_name AS name, finished_at IS NULL AS halfway FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at',
  )
  const strange = rows.findLast((row) => !known.has(row.name))
  if (strange !== undefined) {
    throw new Fault(
      `The database ${name} was migrated by a newer Muster (${strange.name}); start that newer version, or put back a copy from before the upgrade.`,
    )
  }
  const halfway = rows.find((row) => row.halfway)
  if (halfway !== undefined) {
    throw new Fault(
      `The migration ${halfway.name} stopped halfway in the database ${name}; put back a copy from before it, then start again.`,
    )
  }
}
