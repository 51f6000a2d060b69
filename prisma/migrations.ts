import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg'
import { prismaDirectory } from './engine.ts'

export const migrationsDirectory = join(prismaDirectory, 'migrations')

/** The schema that all migrations together lead to. */
export const migratedSchema = join(migrationsDirectory, 'schema.prisma')

export const currentSchema = join(prismaDirectory, 'schema.prisma')

/** The migrations of a directory, oldest first, as the engine wants them. */
export function listMigrations(directory = migrationsDirectory): MigrationList {
  const names = existsSync(directory) ? readdirSync(directory, { withFileTypes: true }) : []
  const lock = join(directory, 'migration_lock.toml')
  return {
    baseDir: directory,
    lockfile: { path: 'migration_lock.toml', content: existsSync(lock) ? readFileSync(lock, 'utf8') : null },
    shadowDbInitScript: '',
    migrationDirectories: names
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort()
      .map((path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok', value: readFileSync(join(directory, path, 'migration.sql'), 'utf8') },
        },
      })),
  }
}
