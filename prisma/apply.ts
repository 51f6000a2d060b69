import { Fault } from '../server/launch/fault.ts'
import { migrate } from './migrate.ts'

// npm run db:migrate brings the database of DATABASE_URL up to date, for those who do it apart from starting.
const url = process.env.DATABASE_URL
if (!url) {
  console.error('Say which database: DATABASE_URL=postgres://user:password@host:5432/database npm run db:migrate')
  process.exit(1)
}
try {
  const applied = await migrate(url)
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`)
} catch (error) {
  console.error(error instanceof Fault ? error.message : error)
  process.exit(1)
}
