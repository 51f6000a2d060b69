// Letters of other scripts that look like Latin ones; full-width and mathematical letters fall to NFKC.
const lookAlikes: ReadonlyMap<string, string> = new Map(
  `аa бb вb гr еe ёe ѐe зz іi їi јj кk мm нh оo рp сc тt уy ѵv хx ѕs ԁd ԛq ԝw һh ӏl ьb пn шw
   АA ВB ЕE ЗZ ІI ЈJ КK МM НH ОO РP СC ТT УY ХX ЅS ԛq Ԛq ԜW ҺH
   αa βb γy εe ηn ιi κk νv οo ρp σo τt υu χx ωw ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX
   ıi ȷj ɑa ɡg ɩi ʀr ɪi ʟl ᴀa ᴄc ᴅd ᴇe ᴊj ᴋk ᴍm ᴏo ᴘp ᴛt ᴜu ᴠv ᴡw ᴢz ƅb ցg հh ոn օo սu ѡw
   ⁄/ ∕/ ⧸/ ╱/ ∖\\ ⧵\\ ‐- ‑- ‒- –- —- −- ˗- ﹣- ∣| ǀ| ｜| ʼ' ‘' ’' “" ”" ″" ∗* ∙. ․. ꞉: ∶:`
    .split(/\s+/)
    .filter((pair) => [...pair].length === 2)
    .map((pair) => [...pair] as [string, string]),
)

// Soft hyphens, fillers, zero-width and direction marks, variation selectors, tags.
const invisible =
  /\u00ad|\u034f|\u061c|[\u115f\u1160]|[\u17b4\u17b5]|[\u180b-\u180e]|[\u200b-\u200f]|[\u202a-\u202e]|[\u2060-\u206f]|[\ufe00-\ufe0f]|\ufeff|[\u{e0000}-\u{e01ef}]/gu

// Breaks and blanks that look like a new line and a space, and that folding leaves.
const lineBreaks = /[\u0085\u2028\u2029]/g
const blanks = /[\u1680\u2000-\u200a\u3000]/g

/** The text in plain Latin letters: compatibility forms, blanks and line breaks folded, look-alikes replaced, accents put on top and invisible characters gone. */
export function plainLetters(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: plain ASCII needs no work
  if (/^[\x00-\x7f]*$/.test(text)) return text
  const folded = text
    .normalize('NFKC')
    .replace(invisible, '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(lineBreaks, '\n')
    .replace(blanks, ' ')
  let plain = ''
  for (const letter of folded) plain += lookAlikes.get(letter) ?? letter
  return plain
}
