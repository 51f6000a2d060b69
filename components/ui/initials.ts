/** Takes a name, returns one or two characters that tell it apart: `Ana Lopes` AL, `scout-5` S5, `writer` WR, `李雷` 李. */
export function initials(name: string): string {
  const words = name.match(/\p{L}+|\p{N}+/gu) ?? []
  const first = words[0]
  if (!first) return '?'
  if (/^\p{Script=Han}|^\p{Script=Hiragana}|^\p{Script=Katakana}|^\p{Script=Hangul}/u.test(first))
    return [...first][0] ?? '?'
  const last = words.length > 1 ? words.at(-1) : undefined
  const tail =
    last === undefined ? [...first].slice(1, 2) : /^\p{N}/u.test(last) ? [...last].slice(-2) : [...last].slice(0, 1)
  return ([...first].slice(0, 1).join('') + tail.join('')).toUpperCase()
}
