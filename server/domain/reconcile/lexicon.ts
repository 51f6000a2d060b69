import type { Meaning } from './meaning.ts'
import { readKinds, readOpposites, type Side } from './opposites.ts'

const set = (words: string) => new Set(words.trim().split(/\s+/))

/** Words that name nothing; those that lead a phrase are kept with the word they lead. */
export const stopWords = set(`
among amongst between beyond against throughout a about all almost also an and any approximately are around as at be been being both but by can could did do does during each
either every for from had has have he her his how i if in into is it its itself just may me might more most must my nearly not
no none nor of off on once only onto or other our out over own per roughly shall she should since so some such than that the
their them then there these they this those through to too toward towards under until upon us very via was we were what when
where which while who whom whose why will with within without would yet you your again further still however
therefore thus indeed overall moreover meanwhile whereas although though according same just below above at`)

/** Words that hold a sentence together: shared they say little, missing they say nothing. */
const supporting = set(`
hold reach stand stood amount total come came cover measure carry run ran take took taken make made account comprise consist
receive get got give gave given see seen saw record report find found show shown state say said note remain become became lie
lay locate situate provide offer bring brought put set go went number figure rate level size value extent now current
today already recent day week month year time hour minute people person entire whole last end close stay kept keep date half
percent per cent million thousand billion annual yearly measure come certain different number use main about require need
deliver respective know have describe list follow exactly year-on-year basis note serve happen exist across point metre
kilometre diameter elevation altitude locate well place around together amount stayed went approximately official first`)

// The first word of each line stands for the others.
const synonyms = `
revenue turnover
staff employ employee employees workforce worker headcount personnel
inhabitant population resident live
found establish founding
begin start commence began begun
end expire finish conclude terminate over
build construct erect built dates
cost price priced
weight weigh mass
height high tall
length long
width wide
depth deep
hold capacity contain
release issue publish
die death
bear born birth
effect force
maximum max peak highest top
minimum min lowest
average mean
annual yearly
home household
firm company business enterprise
car vehicle automobile
client customer
pupil student
rain rainfall precipitation
snow snowfall
salary wage pay
penalty fine
appoint name
design architect
write written wrote author
buy purchase acquire acquisition bought
ceo chief-executive
harvest yield
produce output production
answer respond respondent reply
visitor guest
passenger traveller
lead led head
marry wed
hire recruit
plan scheme
area surface
speed velocity
trip journey
shop store
temperature temp
gust gusts
double twice
meet met
`

/** Words that narrow what a figure is about: one side alone has it, and the two are not about the same thing. */
const narrowing = set(`
minimum average median net gross male female man men woman women adult child children youth young urban rural north south east
west northern southern eastern western upper lower inner outer second third fourth fifth import export imports exports
direct indirect planned expected expect forecast target projected project assume assumption budget unless would winter summer
spring autumn weekday weekend monthly weekly daily hourly quarterly nominal metropolitan domestic foreign international retail
wholesale online indoor outdoor front rear left right single double capita new hire hired early late excluding except
without partial preliminary provisional proposed training test validation control treatment basic professional premium standard annex appendix
chapter section roof wing branch department cellar basement attic tributary suburb`)

/** Verbs and nouns whose date is itself the fact, not the time a figure is for. */
const events = set(`
found open sign launch complete begin end close due deadline bear die release approve erupt eruption discover invent elect
appoint resign marry effect force build plant come meet hold last held place run carry arrive depart introduce
adopt merge dissolve deliver submit schedule reach inaugurate crown conquer ratify abolish destroy finish ship stop retire take conduct`)

/** Events that take a figure: with one, a date beside it is the time it is for. */
const measuring = set('reach run carry hold held deliver ship meet take')

const agentive = set(
  'compose design discover invent write found paint direct win won lead own make made supply release approve develop create manufacture sculpt',
)
const placed = set(
  'bear die headquarters headquarter base locate store stored hold bury lie flow situate found stand sign',
)
const offices = set(
  'capital ceo executive president chair chairman chairwoman director mayor owner minister king queen captain winner leader editor currency',
)

export type Lexicon = {
  /** The term that stands for a word and its synonyms. */
  termOf: (word: string) => string
  /** What words mean, as far as they were met. */
  meanings: Map<string, Meaning>
  opposites: ReadonlyMap<string, Side>
  kinds: ReadonlyMap<string, number>
  supporting: ReadonlySet<string>
  narrowing: ReadonlySet<string>
  events: ReadonlySet<string>
  measuring: ReadonlySet<string>
  agentive: ReadonlySet<string>
  placed: ReadonlySet<string>
  offices: ReadonlySet<string>
}

// Words are kept while they are few: a server reads texts for months.
export const mostWords = 50_000

const made = new WeakMap<(word: string) => string, Lexicon>()

/** The vocabulary in stems; made once for a stemming function, which must be pure. */
export function lexiconOf(stem: (word: string) => string): Lexicon {
  const known = made.get(stem)
  if (known) return known
  const standsFor = new Map<string, string>()
  for (const line of synonyms.trim().split('\n')) {
    const [first = '', ...others] = line.split(' ').map(stem)
    for (const other of others) standsFor.set(other, first)
  }
  const terms = new Map<string, string>()
  const termOf = (word: string) => {
    const plain = word.toLowerCase().replace(/['’]s?$/, '')
    const cached = terms.get(plain)
    if (cached !== undefined) return cached
    const stemmed = stem(plain)
    if (terms.size > mostWords) terms.clear()
    const term = standsFor.get(stemmed) ?? standsFor.get(plain) ?? stemmed
    terms.set(plain, term)
    return term
  }
  const inTerms = (words: ReadonlySet<string>) => new Set([...words].map(termOf))
  const lexicon: Lexicon = {
    termOf,
    meanings: new Map(),
    opposites: readOpposites(stem),
    kinds: readKinds(stem),
    supporting: inTerms(supporting),
    narrowing: inTerms(narrowing),
    events: inTerms(events),
    measuring: inTerms(measuring),
    agentive: inTerms(agentive),
    placed: inTerms(placed),
    offices: inTerms(offices),
  }
  made.set(stem, lexicon)
  return lexicon
}
