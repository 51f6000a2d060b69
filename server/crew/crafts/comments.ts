import * as z from 'zod'
import type { Job } from '../craft.ts'
import type { Input } from '../inputs.ts'
import { findShapes } from '../notes.ts'

/** What a reviewer asks for; `quote` is the passage it is about, empty when it is about the whole. */
export type Comment = { quote: string; body: string }

const commentSchema = z.looseObject({ quote: z.string().default(''), body: z.string().min(1) })
const reviewSchema = z.looseObject({ comments: z.array(commentSchema), summary: z.string().nullish() })
const reviewName = /^(review|reviewer|comments?|feedback|changes?)\b/i

/** Takes a job; returns what reviewers asked for, from inputs that people or the coordinator gave and from the history, each once. */
export function commentsOf(job: Job): Comment[] {
  const given = job.inputs.read.filter(isReview)
  const found = given.flatMap((input) => commentsIn(input.text, [input]))
  for (const { outcome, reason } of job.history) {
    if (!reason || (typeof outcome === 'string' && !/reject|change|review/i.test(outcome))) continue
    const text = typeof reason === 'string' ? reason : JSON.stringify(reason)
    found.push(
      ...commentsIn(text, [{ id: 'history', name: 'history', mediaType: 'text/plain', origin: 'person', text }]),
    )
  }
  const once = new Map(found.map((comment) => [`${comment.quote}\n${comment.body}`, comment]))
  return [...once.values()]
}

/** Whether an input is a review of earlier work rather than material to write from. */
export function isReview(input: Input): boolean {
  if (input.origin === 'agent') return false
  const quotes = /^>\s/m.test(input.text)
  return (
    findShapes([input], reviewSchema).length > 0 ||
    (reviewName.test(input.name) && (quotes || input.text.length < 4000))
  )
}

function commentsIn(text: string, inputs: Input[]): Comment[] {
  const reviews = findShapes(inputs, reviewSchema).map(({ value }) => value)
  if (reviews.length > 0) {
    return reviews.flatMap(({ comments, summary }) => [
      ...comments.map(({ quote, body }) => ({ quote, body })),
      ...(summary?.trim() ? [{ quote: '', body: summary.trim() }] : []),
    ])
  }
  return text.split(/\n{2,}(?=>|[“"])/).flatMap(commentIn)
}

/** One block of plain text: `> passage` with what is wanted under it, `“passage”: what is wanted`, or only what is wanted. */
function commentIn(block: string): Comment[] {
  const marked = /^((?:>.*(?:\n|$))+)([\s\S]*)$/.exec(block.trim())
  if (marked) return bodied(marked[1]?.replace(/^>\s?/gm, '').trim() ?? '', marked[2] ?? '')
  const inline = [...block.matchAll(/^\W*[“"]([^”"\n]{8,})[”"]\s*[:–—-]\s*(.+)$/gm)]
  if (inline.length > 0) return inline.flatMap((match) => bodied(match[1] ?? '', match[2] ?? ''))
  return bodied('', block)
}

function bodied(quote: string, body: string): Comment[] {
  return body.trim() ? [{ quote, body: body.trim() }] : []
}
