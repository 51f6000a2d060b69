import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname } from 'node:path'

/** A value made once and kept in a file that only its owner may read; whoever comes second gets the first one's value. */
export function kept(file: string, make: () => string): string {
  const present = read(file)
  if (present !== null) return present
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(draft, make(), { mode: 0o600 })
  try {
    // A link appears whole or not at all, so no reader ever sees half a value.
    linkSync(draft, file)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    unlinkSync(draft)
  }
  return readFileSync(file, 'utf8').trim()
}

/** 32 random bytes as 43 characters that fit in a URL. */
export const randomSecret = () => randomBytes(32).toString('base64url')

/** Whether this process could listen there now. `host` null means every address. */
export function portIsFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => (isCode(error, 'EADDRINUSE') ? resolve(false) : reject(error)))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}

/** A free loopback port below the range that systems lend to outgoing connections, so it stays ours between starts. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + (randomBytes(2).readUInt16BE() % 10_000)
    if (await portIsFree(port, '127.0.0.1')) return port
  }
}

/** Whether something thrown is the system error of that name. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim() || null
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}
