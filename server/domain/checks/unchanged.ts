import type { Check } from './check.ts'
import { failed, passed } from './read-material.ts'

/** The version differs from every version a person sent back. */
export const unchanged: Check = ({ rejected, versionSha256 }) => {
  if (rejected.length === 0) return null
  const same = rejected.find(({ sha256 }) => sha256 === versionSha256)
  if (!same) return passed('It differs from every version that was sent back.')
  return failed('It is the same, byte for byte, as a version that was sent back.', [
    { label: versionSha256.slice(0, 12), detail: same.summary || 'This version was sent back.', ok: false },
  ])
}
