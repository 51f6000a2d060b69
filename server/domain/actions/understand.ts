import type { Deed } from './deeds/catalogue.ts'
import { looksLikeSql, sqlDeeds } from './deeds/of-sql.ts'
import { plainLetters } from './plain-letters.ts'
import { rehearse } from './shell/rehearse.ts'
import type { Unit } from './unit.ts'
import { lineOf } from './unit.ts'
import { readWindows } from './windows.ts'

// Far above any command that a person could judge.
const longest = 20_000

/** Every command in a text, however it is dressed: read as a shell, as PowerShell and as SQL would, in plain letters too. */
export function understand(whole: string): Unit[] {
  const text = whole.slice(0, longest).replaceAll('\0', '')
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
  if (whole.length > longest) add([bare(text.slice(0, 200), [], 'it is too long to be read')])
  return [...found.values()]
}

function readings(text: string): { sure: Unit[]; guessed: Unit[] } {
  if (looksLikeSql(text)) return { sure: [sqlUnit(text)], guessed: [] }
  const rounds = /(?:^|[\s;])(?:for|select)\s/.test(text) ? [0, 1, 2, 3] : [0]
  const sure = rounds.flatMap((round) => rehearse(text, 'unknown', round))
  const windows = readWindows(text).map(({ words, deeds, opaque }) => bare(words, deeds, opaque))
  const bomb = /([\w:.]+)\s*\(\)\s*\{\s*\1\s*\|\s*\1\s*&\s*\}\s*;?\s*\1|%0\s*\|\s*%0/.exec(text)
  return {
    sure: [...sure, ...windows, ...(bomb ? [bare(bomb[0], ['fork_bomb'], null)] : [])],
    guessed: text.includes('$') ? rounds.flatMap((round) => rehearse(text, 'empty', round)) : [],
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
