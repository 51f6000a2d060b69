import { termsOf } from '../text/words.ts'
import { clash, excerpt, type GoalFindingCode, type GoalRule, isFirm } from './finding.ts'

type Opposition = { code: GoalFindingCode; forbids: RegExp; wants: RegExp }

const not = String.raw`(?:\bno|\bwithout(?: any)?|\bdo not (?:use|include|add|cite|give|list|show|write)(?: any)?|\bdon['’]t (?:use|include|add|cite|give|list|show|write)(?: any)?|\bnever (?:use|include|add|cite)|\bavoid(?: all| any)?|\bmust not (?:contain|include|have|use)(?: any)?|\bomit(?: all| any)?|\bleave out(?: all| any)?)`
const wants = String.raw`(?:\bwith(?: its| their| an?)?|\bhas(?: an?)?|\binclud(?:e|es|ing)(?: an?| its| their| the)?|\buse|\badd(?: an?| the)?|\bgive(?: an?| the| its| their)?|\blist(?: the| all| its| your)?|\bcontains?(?: an?)?|\bmust have(?: an?)?|\bshow(?: an?)?|\bas(?: an?)?|\bin an?|\bin)`
// What follows narrows the thing down: “no sources older than 2020” is no ban on sources.
const plainEnd = String.raw`(?=\s*(?:$|[.,;:!?)\n]|\b(?:at all|please|needed|necessary|required|whatsoever|anywhere|and)\b))`

const thing = (what: string) => ({
  forbids: new RegExp(`${not} (?:${what})${plainEnd}`, 'i'),
  wants: new RegExp(String.raw`${wants} (?:[a-z-]+ ){0,3}?(?:${what})\b`, 'i'),
})

const oppositions: readonly Opposition[] = [
  {
    code: 'sources_exclude',
    forbids: new RegExp(
      String.raw`${not} (?:sources?|citations?|references?|sources? or references?|citing sources?)${plainEnd}|\b(?:do not|don['’]t|never) cite(?: anything| anyone| sources?)?${plainEnd}`,
      'i',
    ),
    wants:
      /\b(?:every|each|all) (?:single )?(?:claims?|facts?|statements?|figures?|numbers?|sentences?)\b[^.\n]{0,50}\b(?:sourced?s?|citations?|cited|references?)\b|\bcite (?:your|the|all|every|at least \w+) (?:\w+ )?sources?\b|\bwith (?:its|their|at least \w+) sources?\b|\bincludes? (?:a list of )?(?:your |all |the )?(?:sources|references|citations)\b|\b(?:list|name|give|quote) (?:your|all|the|its|their) sources?\b/i,
  },
  { code: 'formats_exclude', ...thing('tables?') },
  { code: 'formats_exclude', ...thing('bullet points?|bullets|bulleted lists?|bullet lists?') },
  { code: 'formats_exclude', ...thing('images?|pictures?|photos?|illustrations?') },
  { code: 'formats_exclude', ...thing('charts?|graphs?|diagrams?') },
  { code: 'formats_exclude', ...thing('headings?|headlines|section headings?') },
  { code: 'formats_exclude', ...thing('emojis?') },
  { code: 'formats_exclude', ...thing('footnotes?') },
  { code: 'formats_exclude', ...thing('code|code examples?|code blocks?') },
  {
    code: 'formats_exclude',
    forbids: /\bplain text only\b|\bonly plain text\b|\bno (?:markdown|formatting|markup)(?=\s*(?:$|[.,;:!?)\n]))/i,
    wants:
      /\b(?:in|as|use|using|with) (?:well-formed |valid |github )?(?:markdown|html|bold (?:text|headings?)|rich text)\b|\bas (?:a )?(?:pdf|word document|spreadsheet|slides?|slide deck)\b/i,
  },
]

/** Wishes that exclude each other: no sources and every claim with its source; no tables and a table. */
export const opposites: GoalRule = ({ sentences }) => {
  const firm = sentences.filter(isFirm)
  for (const { code, forbids, wants: asks } of oppositions) {
    const banned = firm.flatMap((sentence) => matchIn(forbids, sentence, true))[0]
    if (!banned) continue
    const wanted = firm.flatMap((sentence) =>
      matchIn(asks, sentence.replace(new RegExp(forbids, 'gi'), ' | '), false),
    )[0]
    if (wanted) return [clash(code, banned, wanted)]
  }
  return onlyFormats(firm)
}

// “No claim without a source” asks for sources; what is wanted must not stand under a “not”.
function matchIn(pattern: RegExp, sentence: string, ban: boolean): string[] {
  const match = pattern.exec(sentence)
  if (!match) return []
  const before = sentence.slice(Math.max(0, match.index - 60), match.index)
  const negated =
    /\b(?:no|not|never|nothing|none|nobody|don['’]t|avoid|without|isn['’]t|neither|nor|omit)\b[^.;|]*$/i.test(before)
  const partly =
    /^[^.;]{0,80}\b(?:in|from|of) the (?:introduction|intro|summary|abstract|appendix|title|body|first|main|conclusion)\b/i.test(
      sentence.slice(match.index),
    )
  return negated ||
    (ban && /^without/i.test(match[0]) && /\b(?:claims?|facts?|statements?|figures?)\b/i.test(before)) ||
    partly
    ? []
    : [excerpt(match[0])]
}

const formats: Readonly<Record<string, RegExp>> = {
  JSON: /json/i,
  CSV: /csv/i,
  PDF: /pdf/i,
  Word: /word document|docx/i,
  Excel: /excel|xlsx/i,
  Markdown: /markdown/i,
  HTML: /html/i,
  slides: /slide deck|slides|powerpoint|pptx/i,
  'plain text': /plain text/i,
}
const formatName = '(json|csv|pdf|word document|docx|excel|xlsx|markdown|html|powerpoint|pptx|plain text)'
const only = new RegExp(
  String.raw`\b(?:only|nothing but|exclusively|purely|strictly)(?: as| in| valid| a| an)*\s+${formatName}\b(?! (?:files?|links?|tags?|from|in|attached))|\b${formatName}(?: file| format)? only\b|\bmust be (?:a |an )?(?:valid |single )?${formatName}(?: file| document| format)?(?=\s*(?:$|[.,;:!)\n]))`,
  'i',
)
const deliverAs = new RegExp(
  String.raw`\b(?:deliver(?:ed)?|submit(?:ted)?|write|written|output|respond|answer|return(?:ed)?|formatted|export(?:ed)?|send|produce|report|result|summary)\b[^.;\n]{0,50}?\b(?:as|in) (?:a |an )?(?:valid |well-formed |single )?${formatName}\b`,
  'i',
)

// What a program reads and writes is not what is delivered.
const ofMachine =
  /\b(?:responses?|errors?|requests?|records?|messages?|endpoints?|api|program(?:me)?|software|system|tool|app|script|parser|server) (?:are|is|returns?|outputs?|accepts?|answers?|must|should|sends?|writes?)\b/i

// One format alone, and another one all the same.
function onlyFormats(sentences: readonly string[]) {
  const formatOf = (match: RegExpExecArray) =>
    Object.keys(formats).find((name) => formats[name]?.test(match.slice(1).find(Boolean) ?? '')) ?? ''
  for (const sentence of sentences) {
    const alone = only.exec(sentence)
    if (
      !alone ||
      /\b(?:input|read|parse|accepts?|source|files? are|not only)\b/i.test(sentence) ||
      ofMachine.test(sentence)
    )
      continue
    for (const other of sentences) {
      const wanted = deliverAs.exec(other) ?? only.exec(other)
      if (
        !wanted ||
        ofMachine.test(other) ||
        /\b(?:and|both|also|as well|convert|from|not|never|no)\b/i.test(`${sentence} ${other}`) ||
        formatOf(wanted) === formatOf(alone)
      )
        continue
      return [clash('formats_exclude', excerpt(alone[0]), excerpt(wanted[0]))]
    }
  }
  return []
}

const tongue =
  '(English|German|French|Spanish|Italian|Portuguese|Dutch|Polish|Russian|Chinese|Mandarin|Japanese|Korean|Arabic|Turkish|Swedish|Danish|Norwegian|Finnish|Czech|Greek|Ukrainian|Hindi)'
const languageEnd = String.raw`(?=\s*(?:$|[.,;:!?)\n]|only\b|language\b))`
const written = [
  new RegExp(
    String.raw`(?:^|[,;:] |\b(?:please|and|must|should|to) )(?:write|answer|reply|respond|draft|phrase)\b[^.;\n]{0,60}?\bin (?:plain |simple |clear |formal |british |american )?${tongue}${languageEnd}`,
    'gi',
  ),
  new RegExp(
    String.raw`(?:^|\b(?:it|this|everything|all|(?:the|my|our|your) (?:\w+ )?(?:text|report|letter|(?:e-?)?mail|article|answer|document|brief|page|reply|speech|summary|result|output|deliverable|memo|website|essay|notice)) )(?:must|should|has to|needs to|is to) be (?:written |entirely |all |completely )*in (?:plain |simple |clear |british |american )?${tongue}${languageEnd}`,
    'gi',
  ),
  new RegExp(
    String.raw`\b(?:only|entirely|exclusively|everything) in ${tongue}${languageEnd}|\bin ${tongue} only\b|\b(?:output )?language: ?${tongue}\b`,
    'gi',
  ),
]

/** Languages that exclude each other, where nothing speaks of a translation or of both. */
export const languages: GoalRule = ({ sentences, whole }) => {
  if (
    /\b(?:translat\w+|bilingual|both|versions?|also|as well|original|quot\w+|multilingual|second language|learners?|languages|learn|teach|course|vocabulary|lessons?|exercises?|dialogues?|subtitles?|captions?|sections?|chapters?|columns?|names?|terms?)\b/i.test(
      whole,
    )
  )
    return []
  const found = sentences.filter(isFirm).flatMap((sentence) =>
    /\band (?:in )?(?:English|German|French|Spanish|Italian|Portuguese|Dutch|Chinese|Japanese)\b|\b(?:summary|abstract|title|not)\b/i.test(
      sentence,
    ) && !/\bmust|should/.test(sentence)
      ? []
      : written.flatMap((pattern) =>
          [...sentence.matchAll(pattern)].map((match) => ({
            tongue: (match.slice(1).find(Boolean) ?? '').toLowerCase(),
            quote: excerpt(match[0]),
          })),
        ),
  )
  const other = found.find((each) => each.tongue !== found[0]?.tongue)
  return found[0] && other ? [clash('languages_exclude', found[0].quote, other.quote)] : []
}

const bans =
  /\b(?:do not|don['’]t|never|must not|should not|shall not|avoid)\s+(?:mention(?:ing)?|includ(?:e|ing)|cover(?:ing)?|discuss(?:ing)?|nam(?:e|ing)|talk(?:ing)? about|writ(?:e|ing) about|address(?:ing)?|describ(?:e|ing)|refer(?:ring)? to)\s+(?:the |any |our |a |an )?([^.;:,!?\n]{2,80})/gi
const asks =
  /(?:^|[,;:]\s*|\b(?:must|should|shall|has to|have to|needs to|and|please|to)\s+)(mention|include|cover|discuss|name|talk about|write about|address|describe|compare|explain|summari[sz]e|list)s?\s+(?:the |our |all |every |its |their )?([^.;:!?\n]{2,200})/gi
// Where a ban or wish holds for a part, or goes on to say more, it may be meant otherwise.
const limited =
  /\b(?:in the|in section|by name|too|more than|only|yet|before|after|again|directly|publicly|until|when|where|that|which|who|than|but|internal|specific|exact|details?)\b/i

// How it is written, not what about: other rules read these.
const ofForm =
  /^(?:any )?(?:sources?|citations?|references?|tables?|charts?|graphs?|diagrams?|images?|photos?|pictures?|footnotes?|headings?|bullets?|bullet points|emojis?|code)\b/i

/** Things that must not be mentioned and must be covered. */
export const topics: GoalRule = ({ sentences }) => {
  const firm = sentences.filter(isFirm)
  const banned = firm.flatMap((sentence) =>
    [...sentence.matchAll(bans)].map((match) => ({ about: match[1] ?? '', quote: excerpt(match[0]) })),
  )
  for (const ban of banned) {
    if (limited.test(ban.about) || ofForm.test(ban.about)) continue
    const bare = headOf(ban.about)
    if (bare === '') continue
    for (const sentence of firm)
      for (const match of sentence.matchAll(asks)) {
        const before = sentence.slice(Math.max(0, match.index - 40), match.index + match[0].indexOf(match[1] ?? ''))
        if (/\b(?:not|n['’]t|never|avoid|without)\s*$|\b(?:not|never|n['’]t)\b[^,;]{0,20}$/i.test(before)) continue
        const named = (match[2] ?? '')
          .split(/,|\band\b/)
          .find((part) => headOf(part) === bare && !/\b(?:of the competitors|in the|only if)\b/i.test(part))
        if (named) return [clash('topics_exclude', ban.quote, excerpt(match[0].replace(/^[,;:\s]+/, '')))]
      }
  }
  return []
}

// The words of a phrase before its first preposition, without endings.
function headOf(phrase: string): string {
  const head =
    phrase
      .trim()
      .split(/\s+(?:of|in|for|to|from|with|by|on|per|between|at|about|against|and|or|within|across)\s+/i)[0] ?? ''
  return termsOf(head)
    .map((term) => term.replace(/ies$/, 'y').replace(/(?<=[^s])s$/, ''))
    .join(' ')
}
