import type { ColumnType } from './tables.ts'

// Arrays as PostgreSQL's own binary parameters: nothing is escaped here and nothing is unescaped there.

/** The element types by their catalogue numbers. */
const oids: Record<ColumnType, number> = {
  text: 25,
  int: 23,
  float: 701,
  bool: 16,
  json: 3802,
  time: 1184,
  bytes: 17,
}
/** Moments count in microseconds from here, Unix milliseconds. */
const epochMs = Date.UTC(2000, 0, 1)
const jsonbVersion = 1
/** Shared while one array is written; what is given out is a copy. */
let scratch = Buffer.allocUnsafe(1 << 16)
let at = 0

function room(bytes: number) {
  if (at + bytes <= scratch.length) return
  const larger = Buffer.allocUnsafe(Math.max(scratch.length * 2, at + bytes))
  scratch.copy(larger, 0, 0, at)
  scratch = larger
}

function int32(value: number) {
  room(4)
  at = scratch.writeInt32BE(value, at)
}

/** Text with its length before it; `first` is a byte that goes before the text. */
function text(value: string, first?: number) {
  // No character takes more than three bytes for each of its units.
  room(5 + value.length * 3)
  const from = at
  at += 4
  if (first !== undefined) at = scratch.writeUInt8(first, at)
  at += scratch.write(value, at)
  scratch.writeInt32BE(at - from - 4, from)
}

function time(ms: number) {
  const micros = (Math.trunc(ms) - epochMs) * 1000
  const high = Math.floor(micros / 2 ** 32)
  room(12)
  at = scratch.writeInt32BE(8, at)
  at = scratch.writeInt32BE(high, at)
  at = scratch.writeUInt32BE(micros - high * 2 ** 32, at)
}

function bytes(value: Uint8Array) {
  room(4 + value.length)
  at = scratch.writeInt32BE(value.length, at)
  scratch.set(value, at)
  at += value.length
}

const write: Record<ColumnType, (value: unknown) => void> = {
  text: (value) => text(String(value)),
  json: (value) => text(JSON.stringify(value), jsonbVersion),
  time: (value) => time(value as number),
  bytes: (value) => bytes(value as Uint8Array),
  int(value) {
    int32(4)
    int32(Math.round(value as number))
  },
  float(value) {
    int32(8)
    room(8)
    at = scratch.writeDoubleBE(value as number, at)
  },
  bool(value) {
    int32(1)
    room(1)
    at = scratch.writeUInt8(value ? 1 : 0, at)
  },
}

/** One column of many rows as a binary array parameter; what is null or absent is NULL, moments are Unix milliseconds. */
export function binaryArray(type: ColumnType, rows: readonly object[], column: string): Buffer {
  at = 0
  const one = write[type]
  const header = rows.length === 0 ? [0, 0, oids[type]] : [1, 1, oids[type], rows.length, 1]
  for (const value of header) int32(value)
  for (const row of rows) {
    const value = (row as Record<string, unknown>)[column]
    if (value === null || value === undefined) int32(-1)
    else one(value)
  }
  return Buffer.from(scratch.subarray(0, at))
}
