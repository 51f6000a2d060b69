import type { Egress } from './egress.ts'

/** An OpenAI-compatible endpoint, as the operator set it. */
export type ModelAccess = { baseUrl: string; apiKey: string; model: string }
export type ChatMessage = { role: 'system' | 'user' | 'assistant'; content: string }
export type ChatAnswer = { ok: true; text: string } | { ok: false; reason: string }

const answerWithinMs = 120_000
const mostBytes = 4 * 1024 * 1024

/**
 * Asks a model for one JSON value (POST {baseUrl}/chat/completions, https://platform.openai.com/docs/api-reference/chat).
 * Answers its text, or why there is none; never throws.
 */
export const createChat =
  (egress: Pick<Egress, 'request'>, { baseUrl, apiKey, model }: ModelAccess) =>
  async (messages: readonly ChatMessage[]): Promise<ChatAnswer> => {
    const answer = await egress.request({
      url: `${baseUrl.replace(/\/$/, '')}/chat/completions`,
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({
        model,
        messages,
        max_completion_tokens: 16_000,
        response_format: { type: 'json_object' },
      }),
      maxBytes: mostBytes,
      timeouts: { headersMs: answerWithinMs, overallMs: answerWithinMs },
    })
    if (answer.kind === 'failed') return { ok: false, reason: answer.reason }
    if (answer.status !== 200) return { ok: false, reason: `the model's endpoint answered ${answer.status}` }
    const text = textOf(new TextDecoder().decode(answer.body))
    return text === null ? { ok: false, reason: "the model's endpoint answered in another shape" } : { ok: true, text }
  }

function textOf(body: string): string | null {
  try {
    const content: unknown = JSON.parse(body)?.choices?.[0]?.message?.content
    return typeof content === 'string' && content.trim() !== '' ? content : null
  } catch {
    return null
  }
}
