import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withThrowawayPostgres } from '../server/launch/throwaway.ts'
import { withEngine } from './engine.ts'
import { migrate } from './migrate.ts'
import { currentSchema, migratedSchema, migrationsDirectory } from './migrations.ts'

// npm run db:diff -- NAME writes the next migration: what leads from the schema of the last one to schema.prisma. It is
// tried on an empty database before it stays; edit it by hand where data must move, then start Muster.
const name = process.argv[2] ?? ''
if (!/^[a-z][a-z0-9_]{1,60}$/.test(name)) {
  console.error('Give the migration a name of small letters, digits and underscores: npm run db:diff -- add_reviews')
  process.exit(1)
}

const filters = { externalTables: [], externalEnums: [] }
const model = (file: string) => ({
  tag: 'schemaDatamodel' as const,
  files: [{ path: 'schema.prisma', content: readFileSync(file, 'utf8') }],
})

await withThrowawayPostgres(async (url) => {
  const from = existsSync(migratedSchema) ? model(migratedSchema) : { tag: 'empty' as const }
  const { stdout } = await withEngine(url('postgres'), readFileSync(currentSchema, 'utf8'), (engine) =>
    engine.diff({ from, to: model(currentSchema), script: true, exitCode: null, filters }),
  )
  mkdirSync(migrationsDirectory, { recursive: true })
  if (stdout === null || stdout.includes('This is an empty migration')) {
    copyFileSync(currentSchema, migratedSchema)
    console.log('The tables are as the last migration left them: nothing to write.')
    return
  }
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const directory = join(migrationsDirectory, `${stamp}_${name}`)
  mkdirSync(directory)
  writeFileSync(join(directory, 'migration.sql'), stdout)
  writeFileSync(join(migrationsDirectory, 'migration_lock.toml'), 'provider = "postgresql"\n')
  try {
    await migrate(url('postgres'))
  } catch (error) {
    rmSync(directory, { recursive: true })
    throw error
  }
  copyFileSync(currentSchema, migratedSchema)
  console.log(`Wrote ${directory}/migration.sql`)
})
