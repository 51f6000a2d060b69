'use client'

import { useState } from 'react'
import { fileSize } from '../ui/size.ts'
import { failureOf, type Got, offline } from '../workspace/http.ts'

/** What one file may weigh, as agent-protocol.md 3 sets it for artifacts. */
export const maxFileBytes = 10_485_760

/** `warnings` say what is odd about a file that was taken all the same, such as rows of a table that do not fit. */
export type Upload = {
  key: string
  name: string
  size: number
  fileId: string | null
  error: string | null
  warnings: readonly string[]
}
type Taken = { fileId: string; warnings: readonly string[] }

/** What a message says of a file that goes with it: a link by its whole address, which agents and people elsewhere can follow. */
export function fileLink(origin: string, roomId: string, file: { name: string; fileId: string }): string {
  const address = new URL(`/api/v1/rooms/${roomId}/files/${file.fileId}`, origin)
  return `- [${file.name.replace(/[\\[\]`*_<>]/g, '\\$&')}](${address})`
}

/** Brings one file into the room; answers its id, or what is wrong in words. */
export async function uploadFile(roomId: string, file: File): Promise<Got<Taken>> {
  try {
    const response = await fetch(`/api/v1/rooms/${roomId}/files?name=${encodeURIComponent(file.name)}`, {
      method: 'PUT',
      headers: { 'content-type': file.type || 'application/octet-stream' },
      body: file,
    })
    if (!response.ok) return await failureOf(response)
    const body = (await response.json()) as Partial<Taken> & { result?: Partial<Taken> }
    const { fileId, warnings = [] } = body.result ?? body
    return fileId
      ? { ok: true, value: { fileId, warnings } }
      : { ok: false, code: 'internal', detail: 'The server kept no file.' }
  } catch {
    return offline
  }
}

/** Files on their way into the room, one after another; what failed stays in the list with its reason. */
export function useUploads(roomId: string, onDone?: (fileId: string, name: string) => void) {
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const change = (key: string, next: Partial<Upload>) =>
    setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...next } : one)))
  const add = async (files: readonly File[]) => {
    const fresh = files.map((file) => ({ file, key: crypto.randomUUID() }))
    setUploads((all) => [
      ...all,
      ...fresh.map(({ file, key }) => ({
        key,
        name: file.name,
        size: file.size,
        fileId: null,
        error: null,
        warnings: [],
      })),
    ])
    for (const { file, key } of fresh) {
      if (file.size > maxFileBytes) {
        change(key, { error: `has ${fileSize(file.size)}; a file may have ${fileSize(maxFileBytes)}.` })
        continue
      }
      const got = await uploadFile(roomId, file)
      if (got.ok) {
        change(key, got.value)
        onDone?.(got.value.fileId, file.name)
      } else change(key, { error: got.detail })
    }
  }
  return {
    uploads,
    add,
    remove: (key: string) => setUploads((all) => all.filter((one) => one.key !== key)),
    clear: () => setUploads([]),
  }
}
