import * as z from 'zod'
import { readLink, signLink, type TokenKey } from '../auth/tokens.ts'
import { sha256 } from '../contract/fields.ts'
import { refuse } from '../contract/problems.ts'
import { type LinkHolder, linkedContent } from '../queries/linked-content.ts'
import { contentHeaders, shownAs } from './file-headers.ts'
import { type Door, problemReply } from './http.ts'

const linkKind = 'file'
/** How long a link opens, in seconds. */
export const linkSeconds = 300

const linkPayload = z.object({
  sha256,
  name: z.string(),
  mediaType: z.string(),
  holder: z.union([
    z.object({ userId: z.string(), roomId: z.string() }),
    z.object({ attemptId: z.string() }),
    z.null(),
  ]),
})

/** The key that signs links, and the present in Unix ms. */
export type ContentKeys = { linkKey: TokenKey; now: () => number }

/** The path of a file's bytes, for five minutes and, where a holder is named, only while that one may read them. */
export function contentLink(
  file: { sha256: string; name: string; mediaType: string },
  holder: LinkHolder,
  { linkKey, now }: ContentKeys,
): string {
  const { sha256, name, mediaType } = file
  const expiresAtSeconds = Math.floor(now() / 1000) + linkSeconds
  return `/api/v1/content/${signLink(linkKind, { sha256, name, mediaType, holder }, expiresAtSeconds, linkKey)}`
}

/** `GET /api/v1/content/{token}`: bytes by link. Only `pageOrigin` may frame them; several are parted by spaces. */
export function createContentDoor({ linkKey, now, pageOrigin }: ContentKeys & { pageOrigin: string }): Door {
  return {
    method: 'GET',
    path: '/api/v1/content/:token',
    async handle({ params }) {
      const signed = linkPayload.safeParse(readLink(linkKind, params.token ?? '', now() / 1000, linkKey))
      const bytes = signed.success ? await linkedContent(signed.data.sha256, signed.data.holder) : null
      if (!signed.success || !bytes) {
        return problemReply(
          refuse('not_found', 'This link is not valid or no longer. Open the file again from its page.'),
        )
      }
      return {
        status: 200,
        headers: contentHeaders(signed.data, shownAs(signed.data.mediaType, bytes), pageOrigin),
        bytes,
      }
    },
  }
}
