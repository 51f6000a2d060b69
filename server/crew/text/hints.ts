/** What the usual words of a brief mean in the words of sources; any other word speaks for itself. */
const hints: [name: RegExp, words: string][] = [
  [
    /cost|money|budget|financ|price|pay/i,
    'cost costs euro euros dollars money fee fees budget paid pay pays price spend fund expense afford supplement',
  ],
  [
    /risk|problem|issue|concern|challenge|weak/i,
    'risk problem complaint concern fail failure theft accident vandalism lost unclear limit above late empty poor',
  ],
  [
    /recommend|decision|decide|next step|option|propos/i,
    'recommend recommends propose proposes decision decide ask asks extension renew contract should plan plans',
  ],
  [
    /\b(use[drs]?|usage|ridership|demand|traffic|uptake)\b/i,
    'trips riders users members use used visits busiest ridership median',
  ],
  [
    /think|opinion|view|survey|resident|customer|satisf/i,
    'survey respondents residents said say approve support complaint answered prefer rather opinion want spent call matters feel',
  ],
  [
    /background|history|context|introduction/i,
    'opened began started founded history owns since contract town population',
  ],
  [/method|data|approach/i, 'survey sample asked answered weighted margin error response counted measured'],
  [/safety|security/i, 'safety safe accident injury theft police vandalism lock'],
  [
    /crash|fail|\blos[et]\b|lost|recover|durab|reliab/i,
    'crash crashes fail fails failed failure failures recover recovers recovery resume resumes restart interrupted lost durable durability guarantee atomic commits safety',
  ],
  [/\bretr(?:y|ies)|again|attempt/i, 'retry retries retried attempt attempts backoff again redrive letter'],
  [
    /takes? to (?:run|operate|use)|to run\b|operat|deploy|install|require|set ?up|need/i,
    'run runs running require requires required need needs install installing configure connect deploy higher version infrastructure server additional',
  ],
]

/** Takes a heading or a question; returns the words in which sources are likely to answer it, or an empty text. */
export function hintsFor(asked: string): string {
  return hints
    .filter(([name]) => name.test(asked))
    .map(([, words]) => words)
    .join(' ')
}

/** A source that says itself what it does not know. */
export const saysUnknown =
  /\b(do(?:es)? not (?:yet )?know|not yet (?:been )?(?:studied|known|decided|agreed|tested)|(?:has|have) not (?:yet )?(?:studied|tested|decided|asked)|no \w+ has been (?:agreed|decided|found)|cannot say|did not ask|remains? (?:open|unclear|unknown)|(?:is|are) (?:unclear|unknown|not known))\b/i
