import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { PrismaClient } from '../../prisma/generated/client.ts'

const clients = new WeakMap<pg.Pool, PrismaClient>()

/** Prisma's own 5 s would end a server at its start where the machine is busy for that long. Milliseconds. */
const transactionOptions = { maxWait: 60_000, timeout: 60_000 }

/** Prisma on a pool that is open already: for what people do at their own pace. Hot statements are hand-written. */
export function prismaOn(pool: pg.Pool): PrismaClient {
  const known = clients.get(pool)
  if (known) return known
  const client = new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions })
  clients.set(pool, client)
  return client
}
