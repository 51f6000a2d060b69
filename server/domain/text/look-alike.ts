// Letters of other scripts that are drawn like Latin ones, pair by pair.
const drawnAlike = 'аaвbсcеeһhіiјjкkмmнhоoрpѕsтtуyхxԁdԛqԝwαaβbεeηnιiκkνvοoρpτtυuχxıiɑaɡgℓlⅼlօoսuհhոnքp'
const latin = new Map<string, string>()
for (let at = 0; at < drawnAlike.length; at += 2) latin.set(drawnAlike.charAt(at), drawnAlike.charAt(at + 1))

/**
 * How a name looks at a glance: in small letters without accents, decoration and invisible signs, white space as one
 * space, letters of other scripts as the Latin ones they pass for. Names with one look pass for each other.
 */
export function lookOf(name: string): string {
  const small = name.trim().toLowerCase()
  if (/^[!-~]+( [!-~]+)*$/.test(small)) return small
  const plain = small
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}\p{Cc}\p{Cs}\u3164\uffa0\u2800]/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
  return Array.from(plain, (letter) => latin.get(letter) ?? letter).join('')
}

const reserved = /^(the|muster)?(coordinator|muster|system|admin|administrator|owner)$/

/** Whether a name would pass for the coordinator, the product or somebody by their office, with digits for letters too. */
export const passesForOffice = (name: string): boolean =>
  reserved.test(
    lookOf(name)
      .replaceAll('0', 'o')
      .replaceAll('1', 'i')
      .replace(/[^a-z]/g, ''),
  )
