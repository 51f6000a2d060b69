import { createHmac } from 'node:crypto'
import { request } from 'node:http'
import { connect } from 'node:net'

// A program that knows nothing of ours but the page that describes the doors: it speaks HTTP by hand and signs by hand.

// biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is read as it is
type Json = any
export type Heard = { status: number; headers: Record<string, string | string[] | undefined>; text: string; json: Json }
type More = {
  token?: string | null
  /** Text and bytes go as they are, all else as JSON. */
  body?: unknown
  headers?: Record<string, string | null>
  /** In pieces, without a length. */
  chunked?: true
}

/** One request over a connection of its own. A header that is null is left out. */
export function say(url: string, method: string, path: string, more: More = {}): Promise<Heard> {
  const { token = null, body, chunked } = more
  const bytes = body === undefined ? null : bytesOf(body)
  const wanted: Record<string, string | null> = {
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(bytes ? { 'content-type': 'application/json' } : {}),
    ...(chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(bytes?.length ?? 0) }),
    ...more.headers,
  }
  const headers = Object.fromEntries(Object.entries(wanted).flatMap(([name, value]) => (value ? [[name, value]] : [])))
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, method, path, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json: jsonOf(text) })
      })
    })
    asked.on('error', reject)
    if (bytes) asked.write(bytes)
    asked.end()
  })
}

const bytesOf = (body: unknown): Buffer =>
  Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))

function jsonOf(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Bytes as they are on a bare connection; all that came until the server hung up. */
export function sayRaw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    let heard = ''
    const socket = connect(Number(port), hostname, () => socket.write(text))
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1')
    })
    socket.on('close', () => resolve(heard))
    socket.on('error', reject)
  })
}

/** A JSON object of exactly so many bytes, its last field filled up. */
export function ofSize(bytes: number, fields: object, last: string): string {
  const empty = Buffer.byteLength(JSON.stringify({ ...fields, [last]: '' }))
  return JSON.stringify({ ...fields, [last]: 'x'.repeat(bytes - empty) })
}

/** `v1,…` by Standard Webhooks 1.0.0: HMAC-SHA256 of `id.timestamp.body` with the 32 bytes of a `whsec_` secret. */
export const signed = (secret: string, id: string, timestamp: number | string, body: string): string =>
  `v1,${createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64')}`
