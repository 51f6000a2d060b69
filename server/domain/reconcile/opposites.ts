// One line a group, its sides between bars. Irregular forms are spelt out: stemming does not know them.
const table = `
increase rise rose risen grow grew grown climb raise higher expand up | decrease fall fell fallen drop decline shrink shrank shrunk lower reduce reduction down | unchanged flat stable constant steady
allow allowed permit permitted legal lawful | forbid forbidden prohibit prohibited ban banned illegal unlawful
approve approved accept ratify adopt uphold upheld | reject refuse overturn overturned dismiss
pass succeed success successful | fail failure unsuccessful
profit earn gain win won | loss lose lost
open opened | closed close shut
mandatory compulsory obligatory required | optional voluntary
active | extinct dormant inactive
include included | exclude excluded
enable enabled | disable disabled
hard harder | soft softer
fast faster quick quicker | slow slower
warm warmer hot hotter | cold colder cool cooler
improve better improvement | worsen worse deteriorate
destroy destroyed | spare spared
cheap cheaper | expensive dearer
large larger bigger | small smaller
longer | shorter
older | younger
earlier | later
wet | dry
positive | negative
strong stronger | weak weaker
safe | dangerous unsafe
present | absent
edible | poisonous
temporary | permanent
empty | full
heavy heavier | light lighter
true | false
confirm confirmed | deny denied refute
sufficient enough | insufficient
majority | minority
surplus | deficit
before prior | after
above | below beneath
deeper | shallower
wider | narrower
visible | hidden
possible | impossible
support supported | oppose opposed
common frequent widespread | rare uncommon infrequent scarce
healthy | sick ill
alive living | dead
occupied | vacant
guilty | innocent
accurate correct | inaccurate incorrect wrong
timely punctual | late delayed
noisy loud | silent
`

/** The group of up and down. */
export const upAndDown = 0

// What a subject can be only one of; they count only where a sentence says so ("is red", "made of steel").
const kinds = `
red green blue yellow black white orange brown grey gray purple pink
copper slate steel aluminium aluminum plastic wood wooden glass stone brick concrete leather iron gold silver bronze marble rubber paper cotton wool
gas liquid solid
monthly weekly daily annually quarterly
manual automatic
`

export type Side = { group: number; side: number; sides: number }

/** For each stem which side of which pair of opposites it is. */
export function readOpposites(stem: (word: string) => string): Map<string, Side> {
  const found = new Map<string, Side>()
  for (const [group, line] of table.trim().split('\n').entries()) {
    const sides = line.split('|')
    for (const [side, words] of sides.entries())
      for (const word of words.trim().split(' ')) found.set(stem(word), { group, side, sides: sides.length })
  }
  return found
}

/** For each stem of a kind its kind's number. */
export function readKinds(stem: (word: string) => string): Map<string, number> {
  return new Map(
    kinds
      .trim()
      .split('\n')
      .flatMap((line, kind) => line.split(' ').map((word) => [stem(word), kind] as const)),
  )
}

/** Whether one of two words is the other with a denying prefix: soluble, insoluble. */
export function isDenial(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return short.length > 3 && long.endsWith(short) && /^(?:un|in|im|il|ir|non|dis)-?$/.test(long.slice(0, -short.length))
}
