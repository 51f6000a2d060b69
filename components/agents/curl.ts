import type { DeliveryDetail } from '../../server/contract/views.ts'

/** A text as one word of a POSIX shell. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

const own = new Set(['webhook-id', 'webhook-timestamp', 'webhook-signature', 'content-length', 'host', 'connection'])

/** A delivery as a shell script that signs it anew and sends it with curl. The secret is left for the reader to put in. */
export function asCurl(url: string, delivery: Pick<DeliveryDetail, 'requestHeaders' | 'requestBody'>): string {
  const { requestHeaders, requestBody } = delivery
  const kept = Object.entries(requestHeaders).filter(([name]) => !own.has(name.toLowerCase()))
  return [
    `SECRET='whsec_…' # put the webhook secret here`,
    `ID=${shellWord(requestHeaders['webhook-id'] ?? 'evt_copy')}`,
    'AT=$(date +%s)',
    `BODY=${shellWord(requestBody)}`,
    `KEY=$(printf %s "\${SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')`,
    `SIGNATURE=$(printf %s "$ID.$AT.$BODY" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | base64)`,
    `curl -i ${shellWord(url)} \\`,
    ...kept.map(([name, value]) => `  -H ${shellWord(`${name}: ${value}`)} \\`),
    '  -H "webhook-id: $ID" -H "webhook-timestamp: $AT" -H "webhook-signature: v1,$SIGNATURE" \\',
    '  --data-binary "$BODY"',
  ].join('\n')
}
