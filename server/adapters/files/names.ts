// Direction overrides and marks, zero-width characters, soft hyphens, tags: all that shows a name other than it is.
const invisible =
  /[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu

// Names that Windows opens as devices, with any extension.
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i

const longest = 200

/** A file name fit to show, to save and to put into a header: no path, no invisible or control characters, at most 200 characters. */
export function cleanName(name: string): string {
  const visible = name
    .slice(0, 10_000)
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}]/gu, '')
    .replace(invisible, '')
  const last = visible.split(/[/\\]/).findLast((part) => part.replace(/[.\s]/g, '') !== '') ?? ''
  const plain = last
    .replace(/[<>:"|?*]/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+/, '')
    .replace(/[. ]+$/, '')
  const safe = device.test(plain) ? `_${plain}` : plain
  return shorten(safe) || 'file'
}

// The extension stays: it is what people go by.
function shorten(name: string): string {
  if (name.length <= longest) return name
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? ''
  return name.slice(0, longest - extension.length).replace(/[\ud800-\udbff]$/, '') + extension
}

/** The extension of a name in lower case without its dot; empty for none. */
export function extensionOf(name: string): string {
  return /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? ''
}
