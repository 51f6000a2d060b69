import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './children.ts'

/** One fingerprint of the contents of files and whole folders of the checkout; a place that lacks counts as empty. */
export function stampOf(places: readonly string[], counts: (path: string) => boolean = () => true): string {
  const hash = createHash('sha256')
  for (const path of places.flatMap(filesIn).filter(counts).sort()) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0')
  }
  return hash.digest('hex')
}

/** The content of a stamp left by an earlier run, or null. */
export function readStamp(path: string): string | null {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : null
}

/** Every file in a folder of the checkout, or the file itself; nothing when it lacks. */
export function filesIn(place: string): string[] {
  const path = join(root, place)
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [place]
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(place, name))
    .filter((name) => statSync(join(root, name)).isFile())
}
