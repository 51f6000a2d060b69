/** A unit of measure: what it measures and how many base units one of it is; `shift` only for temperatures. */
export type Unit = { dimension: string; factor: number; shift?: number }

const table: readonly [dimension: string, factor: number, names: string, shift?: number][] = [
  ['length', 1e-3, 'mm millimetre millimeter'],
  ['length', 1e-2, 'cm centimetre centimeter'],
  ['length', 1, 'm metre meter'],
  ['length', 1e3, 'km kilometre kilometer'],
  ['length', 0.0254, 'inch inches'],
  ['length', 0.3048, 'ft foot feet'],
  ['length', 0.9144, 'yd yard'],
  ['length', 1609.344, 'mi mile'],
  ['area', 1, 'm² m2 square_metre square_meter'],
  ['area', 1e6, 'km² km2 square_kilometre square_kilometer'],
  ['area', 1e4, 'ha hectare'],
  ['area', 4046.856, 'acre'],
  ['area', 2_589_988, 'square_mile'],
  ['volume', 1e-3, 'ml millilitre milliliter'],
  ['volume', 1, 'l litre liter'],
  ['volume', 1e3, 'm³ m3 cubic_metre cubic_meter'],
  ['volume', 1e12, 'km³ km3 cubic_kilometre cubic_kilometer'],
  ['volume', 3.785412, 'gal gallon'],
  ['mass', 1e-6, 'mg milligram'],
  ['mass', 1e-3, 'g gram'],
  ['mass', 1, 'kg kilo kilogram'],
  ['mass', 1e3, 't tonne ton'],
  ['mass', 0.45359237, 'lb lbs pound'],
  ['mass', 0.028349523, 'oz ounce'],
  ['temperature', 1, '°C ℃ degree_Celsius', 0],
  ['temperature', 5 / 9, '°F ℉ degree_Fahrenheit', -32],
  ['temperature', 1, 'kelvin', -273.15],
  ['time', 1e-3, 'ms millisecond'],
  ['time', 1, 's sec second'],
  ['time', 60, 'min minute'],
  ['time', 3600, 'h hr hrs hour'],
  ['time', 86_400, 'day'],
  ['time', 604_800, 'week'],
  ['time', 2_629_800, 'month'],
  ['time', 31_557_600, 'year'],
  ['time', 315_576_000, 'decade'],
  ['bytes', 1, 'byte'],
  ['bytes', 1e3, 'kB KB kilobyte'],
  ['bytes', 1e6, 'MB megabyte'],
  ['bytes', 1e9, 'GB gigabyte'],
  ['bytes', 1e12, 'TB terabyte'],
  ['bytes', 1024, 'KiB'],
  ['bytes', 1024 ** 2, 'MiB'],
  ['bytes', 1024 ** 3, 'GiB'],
  ['speed', 1 / 3.6, 'km/h kph kmh'],
  ['speed', 0.44704, 'mph'],
  ['speed', 1, 'm/s'],
  ['speed', 0.514444, 'knot'],
  ['power', 1, 'W watt'],
  ['power', 1e3, 'kW kilowatt'],
  ['power', 1e6, 'MW megawatt'],
  ['power', 1e9, 'GW gigawatt'],
  ['energy', 1, 'Wh'],
  ['energy', 1e3, 'kWh'],
  ['energy', 1e6, 'MWh'],
  ['energy', 1e9, 'GWh'],
  ['energy', 1e12, 'TWh'],
  ['pressure', 100, 'hPa mbar millibar'],
  ['pressure', 1e5, 'bar'],
  ['frequency', 1, 'Hz hertz'],
  ['frequency', 1e3, 'kHz'],
  ['frequency', 1e6, 'MHz'],
  ['frequency', 1e9, 'GHz'],
  ['rotation', 1, 'rpm'],
  ['voltage', 1, 'V volt'],
  ['voltage', 1e3, 'kV'],
  ['percent', 1, '% percent per_cent pct'],
  ['points', 1, 'percentage_point pp'],
  ['money:EUR', 1, '€ EUR euro'],
  ['money:USD', 1, '$ USD US$ dollar'],
  ['money:GBP', 1, '£ GBP'],
  ['money:JPY', 1, '¥ JPY yen'],
  ['money:CHF', 1, 'CHF franc'],
  ['money:CNY', 1, 'CNY yuan'],
  ['money:INR', 1, '₹ INR rupee'],
  ['money:NOK', 1, 'NOK kroner krone'],
]

const units = new Map<string, Unit>()
for (const [dimension, factor, names, shift] of table)
  for (const name of names.split(' ')) units.set(name, { dimension, factor, ...(shift !== undefined && { shift }) })

/** Whether a lower-case word only names a unit of measure and so belongs to its number. */
export const isUnitWord = (word: string): boolean => unitWords.has(word)

const unitWords = new Set(
  [...units.keys()]
    .filter((name) => /^\p{L}{3,}$/u.test(name))
    .flatMap((name) => [name.toLowerCase(), `${name.toLowerCase()}s`]),
)

const plurals = /(?<=\p{L}{3})s\b/gu

/** The unit of that name or sign, in singular or plural; symbols keep their case (MB, mb), words need not. Null when unknown. */
export function unitNamed(written: string): Unit | null {
  const joined = written.trim().replace(/\s+/g, '_')
  const singular = joined.replace(plurals, '')
  const plain = singular.length > 3 ? singular.toLowerCase().replace('celsius', 'Celsius').replace('fahr', 'Fahr') : ''
  return units.get(joined) ?? units.get(singular) ?? units.get(plain) ?? units.get(joined.toLowerCase()) ?? null
}

/** A value of that unit in base units. */
export const inBase = (value: number, unit: Unit): number => (value + (unit.shift ?? 0)) * unit.factor

/** How many seconds a word like `day` or `months` stands for; null for other words. */
export function secondsOf(word: string): number | null {
  const unit = unitNamed(word)
  return unit?.dimension === 'time' ? unit.factor : null
}

/** The multiplier that a word or letter after a number stands for: thousand, million, bn, k; null for others. */
export const scaleNamed = (word: string): number | null => scales.get(word.toLowerCase()) ?? null

const scales = new Map([
  ['hundred', 1e2],
  ['thousand', 1e3],
  ['k', 1e3],
  ['million', 1e6],
  ['mn', 1e6],
  ['m', 1e6],
  ['billion', 1e9],
  ['bn', 1e9],
  ['b', 1e9],
  ['trillion', 1e12],
])
