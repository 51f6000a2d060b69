/** Takes a number of bytes, returns it in words people use: `812 B`, `4.1 kB`, `12 MB`. */
export function fileSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  const shown = unit === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)
  return `${shown} ${units[unit]}`
}
