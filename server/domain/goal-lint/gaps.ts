import { termsOf } from '../text/words.ts'
import { excerpt, type GoalRule, question, remark } from './finding.ts'

const material =
  '(?:files?|documents?|docs?|pdfs?|texts?|articles?|papers?|reports?|notes?|transcripts?|interviews?|e-?mails?|letters?|reviews?|spreadsheets?|tables?|csvs?|images?|photos?|screenshots?|slides?|contracts?|invoices?|recordings?|datasets?|data|essays?|code|log(?:s| files?)?|rows?|entries|tickets?|responses?|answers?|résumés?|resumes?|cvs?|posts?|paragraphs?|sentences?|drafts?|manuscripts?|minutes)'
const attached = new RegExp(
  String.raw`\b(?:the|my|our|these|this)\s+attached\b|\bsee (?:the )?attach(?:ed|ments?)\b|\bin the attachments?\b|\battached (?:is|are|you(?:['’]ll| will)? find|please find)\b|\bplease find attached\b|\b(?:the|my|our|these|this) uploaded ${material}\b|\b${material} (?:i|we)(?:['’]ve| have)? (?:attached|uploaded)\b|\b(?:i|we)(?:['’]ve| have)? (?:attached|uploaded|enclosed) (?:the|my|our|all|some|an?|two|three)\b|^attached ${material}\b`,
  'i',
)
const working =
  '(?:summari[sz]e|translate|proofread|review|edit|analy[sz]e|rewrite|shorten|fix|check|correct|compare|convert|extract|classify|tag|clean up|improve|read|polish|paraphrase|evaluate|grade|sort|merge|transcribe|reformat|condense|go through|look at|turn)'
const pointing = new RegExp(
  String.raw`(?:^|[.!?]\s+|\bplease\s+)${working}\b(?:\s+(?:all|each|every one|both|the main points|the key points))?(?:\s+of)?\s+(these|this|those|the following)\s+(?:\w+\s+){0,2}?${material}\b`,
  'i',
)

/** Material that the goal speaks of and that did not come with it. */
export const missingInputs: GoalRule = ({ title, brief, whole, inputs, items }) => {
  if (inputs > 0 || items > 0 || /https?:\/\/|www\./i.test(whole)) return []
  // A template, or a letter to be written, may itself say “attached”.
  const found = quotedAway(whole).match(attached)
  if (
    found &&
    !/\b(?:an?|the) (?:e-?mail|letter|message|reply|reminder|notice)s? (?:to|for)\b|\b(?:say|tell|mention|remind|inform)\b[^.\n]{0,40}\battached\b/i.test(
      whole,
    ) &&
    !/\b(?:write|draft|compose)\b[^.\n]{0,60}\b(?:e-?mails?|letters?|messages?|template|cover letter|reply)\b/i.test(
      whole,
    )
  )
    return [
      question(
        'input_missing',
        `It speaks of “${excerpt(found[0])}”, but nothing is attached. Which material is meant?`,
        [excerpt(found[0])],
      ),
    ]
  for (const text of [brief, title]) {
    const match = pointing.exec(text)
    if (!match) continue
    const after = text.slice(match.index + match[0].length)
    // The material may stand in the brief itself, or have been named before.
    const given =
      /:\s*\S|\n\s*\S|["“”«`]|\(\S/.test(after) ||
      after.trim().length > 240 ||
      /[.!?:]\s/.test(
        text
          .slice(0, match.index + 1)
          .trim()
          .slice(0, -1),
      ) ||
      (text === title && brief.length > 240) ||
      /["“”«`\n]/.test(brief.slice(0, -1).trim())
    if (!given)
      return [
        question(
          'input_missing',
          `It speaks of “${excerpt(match[0])}”, but nothing came with the goal. Which material is meant?`,
          [excerpt(match[0])],
        ),
      ]
  }
  return []
}

const nouns =
  'topic|name|company|company name|product|product name|date|city|country|client|client name|customer|customer name|subject|industry|audience|target audience|amount|url|language|location|price|team|project|project name|competitor|competitors|brand|year|month|person|recipient|author|position|role|event|deadline|field|keyword|keywords|issue|question'
const stand = new RegExp(
  [
    String.raw`(?<![\w\])])\[(?:(?:insert|enter|add|fill in|put|your|specify)\b[^\]\n]{0,60}|(?:the |a )?(?:${nouns})(?: here)?)\](?![(:\[])`,
    String.raw`<(?:(?:insert|enter|your|fill in|specify)\b[^>\n]{0,60}|(?:${nouns})(?: here)?)>`,
    String.raw`\{\{\s*[\w .-]{1,60}\s*\}\}`,
    String.raw`\{(?:${nouns})\}`,
    String.raw`(?<=\b(?:for|about|on|of|in|by|at|to|from|the|our|with|called|named) )XXX+\b(?! (?:large|l\b))`,
    String.raw`\bTBD\b`,
    String.raw`(?<=\b(?:for|about|on|of|in|by|at|to|from|the|our|with|called|named) )_{3,}`,
    String.raw`(?<=\b(?:for|about|on|of|in|by|at|to|from|called|named) )(?:\?{3,}|\.{4,})(?=\s|$)`,
    String.raw`\blorem ipsum\b`,
  ].join('|'),
  'gi',
)
// The goal is about such marks, or says what to do with them.
const speaksOfMarks =
  /\b(?:placeholders?|templates?|templating|variables?|mail[- ]merge|merge fields?|handlebars|mustache|jinja|html|xml|tags?|parameters?|regex|syntax|markup|fill[- ]in[- ]the[- ]blanks?|blanks?|cloze|gaps?|worksheet|quiz|forms?|boilerplate|snippets?|macros?|dummy text|filler)\b/i
const saysWhatToDo =
  /\b(?:write|mark(?:ed)?|use|put|leave|set|say|label(?:led)?|no|not|without|instead|contain|any|replace[ds]?|remove|find|list|count|search|flag|where|unknown|if|still|every|all|never)\b/i

/** Places that were left to be filled in: [topic], TBD, {{name}}, XXX. */
export const placeholders: GoalRule = ({ sentences, whole }) => {
  if (speaksOfMarks.test(whole)) return []
  const left = sentences.flatMap((sentence) => {
    const read = quotedAway(sentence)
    return [...read.matchAll(stand)].flatMap((match) => {
      const around = read.slice(0, match.index)
      const kept = /\b(?:leave|keep)\b|\bas $/i.test(around)
      return kept || (/^(?:tbd|lorem ipsum)$/i.test(match[0]) && saysWhatToDo.test(around)) ? [] : [match[0]]
    })
  })
  if (left.length === 0) return []
  const distinct = [...new Set(left)].slice(0, 5)
  const shown = distinct.map((mark) => `“${mark}”`).join(', ')
  return [
    question(
      'placeholder_left',
      `${shown} ${distinct.length === 1 ? 'is' : 'are'} still to be filled in. What belongs there?`,
      distinct,
    ),
  ]
}

// What stands in back-ticks or quotation marks is spoken of.
const quotedAway = (text: string) =>
  text.replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`|"[^"\n]{0,200}"|“[^”\n]{0,200}”/g, ' ')

const bareOrder =
  /^(?:please\s+|can you\s+|could you\s+|just\s+)*(?:make|improve|fix|finish|continue|update|redo|polish|shorten|translate|summari[sz]e|review|check|rewrite|change|edit|correct|enhance|optimi[sz]e|refactor|expand|simplify)\s+(?:it|this|that|them|these|those)(?:\s+(?:and|better|shorter|nicer|longer|again|up|please|now|good|great|faster|simpler|perfect|work|all|a bit|a lot|much|more|professional|into \w+|in \w+|for me|somehow))*\s*[.!?]*$/i
const emptyTitle =
  /^(?:(?:a |the |my |new )?(?:task|goal|test|help|request|to-?do|work|untitled|job|stuff|thing|something|improvements?|fix(?:es)?|edit|update|changes?|please|hi|hello|quick one|\d+)[\s!.]*)+$/i

/** An order about “it” where nothing says what it is. */
export const missingObject: GoalRule = ({ title, brief, inputs, items, acceptance }) => {
  if (inputs > 0 || items > 0 || acceptance.length > 0) return []
  const order = brief.trim()
  if (!bareOrder.test(order)) return []
  const known = new Set(termsOf(order))
  const says = termsOf(title).filter((term) => !known.has(term))
  if (says.length > 0 && !emptyTitle.test(title.trim()) && !bareOrder.test(title.trim())) return []
  return [
    question('object_missing', `“${excerpt(order)}”: nothing says what this is about. What should be worked on?`, [
      excerpt(order),
    ]),
  ]
}

/** A number of things in the text that is not the number of items that came. */
export const counts: GoalRule = ({ whole, items, inputs, limits }) => {
  const findings = []
  const steps = limits.steps
  if (typeof steps === 'number' && items > steps)
    findings.push(
      question(
        'limits_exclude',
        `There are ${items} items and at most ${steps} steps: each item takes at least one. Which number is meant?`,
        [`${items} items`, `${steps} steps`],
      ),
    )
  const said = /\b(?:these|the following|all) (\d{1,5}) (\w+)/i.exec(whole)
  const came = items || inputs
  if (said && came > 0 && Number(said[1]) !== came)
    findings.push(remark('count_differs', `It speaks of “${said[0]}”, and ${came} came with it.`, [said[0]]))
  return findings
}
