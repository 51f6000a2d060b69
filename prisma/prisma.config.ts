import { defineConfig } from 'prisma/config'

// Read by `prisma generate`. Migrations are written by npm run db:diff and applied at start, without this tool.
export default defineConfig({ schema: 'schema.prisma', migrations: { path: 'migrations' } })
