import type { Deed } from './deeds/catalogue.ts'
import { looksLikeSql, sqlDeeds } from './deeds/of-sql.ts'
import { plainLetters } from './plain-letters.ts'
import { rehearse } from './shell/rehearse.ts'
import type { Unit } from './unit.ts'
import { lineOf } from './unit.ts'
import { readWindows } from './windows.ts'

const longest = 60_000

/** Every command in a text, however it is dressed: read as a shell, as PowerShell and as SQL would, in plain letters too. */
export function understand(text: string): Unit[] {
  const found = new Map<string, Unit>()
  const add = (units: readonly Unit[], change: Partial<Unit> = {}) => {
    for (const unit of units) {
      const full = { ...unit, ...change, via: [...(change.via ?? []), ...unit.via] }
      const key = `${lineOf(full)}\n${full.does.join()}\n${full.opaque !== null}`
      const before = found.get(key)
      if (!before || (before.guessed && !full.guessed)) found.set(key, full)
    }
  }
  const asWritten = readings(text)
  add(asWritten.sure)
  add(asWritten.guessed, { guessed: true, via: ['unset variables left empty'] })
  // A shell takes the letters as they are; who reads them may not.
  const plain = plainLetters(text)
  if (plain !== text) {
    const { sure, guessed } = readings(plain)
    add([...sure, ...guessed], { guessed: true, via: ['look-alike letters'] })
  }
  if (text.length > longest) add([bare(text.slice(0, 200), [], 'it is too long to be read')])
  return [...found.values()]
}

function readings(text: string): { sure: Unit[]; guessed: Unit[] } {
  const part = text.slice(0, longest)
  if (looksLikeSql(part)) return { sure: [sqlUnit(part)], guessed: [] }
  const rounds = /(?:^|[\s;])(?:for|select)\s/.test(part) ? [0, 1, 2, 3] : [0]
  const sure = rounds.flatMap((round) => rehearse(part, 'unknown', round))
  const windows = readWindows(part).map(({ words, deeds, opaque }) => bare(words, deeds, opaque))
  const bomb = /([\w:.]+)\s*\(\)\s*\{\s*\1\s*\|\s*\1\s*&\s*\}\s*;?\s*\1|%0\s*\|\s*%0/.exec(part)
  return {
    sure: [...sure, ...windows, ...(bomb ? [bare(bomb[0], ['fork_bomb'], null)] : [])],
    guessed: part.includes('$') ? rounds.flatMap((round) => rehearse(part, 'empty', round)) : [],
  }
}

/** An SQL text as one unit. */
export function sqlUnit(text: string): Unit {
  const { deeds, dynamic } = sqlDeeds(text)
  return bare(
    text.replace(/\s+/g, ' ').trim().slice(0, 400),
    deeds,
    dynamic ? 'it builds its statements while it runs' : null,
  )
}

function bare(words: readonly string[] | string, does: readonly Deed[], opaque: string | null): Unit {
  return {
    words: typeof words === 'string' ? words.split(' ') : words,
    unsure: [],
    via: [],
    does,
    opaque,
    guessed: false,
    at: 0,
  }
}
