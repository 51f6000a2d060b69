import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pictureSize, tooLargeToDraw } from './picture.ts'

const of = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', '').padEnd(80, '0'), 'hex'))
const pictures = {
  png: '89504e470d0a1a0a 0000000d 49484452 00007530 00007530 08060000',
  gif: '474946383961 ffff ffff 00 00 00',
  jpeg: 'ffd8 ffe0 0010 4a46494600010100000100010000 ff ffc0 0011 08 7530 7530 03',
  'jpeg with a thumbnail': 'ffd8 ffe1 0008 ffd8ffc01108 ffc2 0011 08 7530 7530 03',
  'webp, extended': '52494646 00000000 57454250 56503858 0a000000 10000000 2f7500 2f7500',
  'webp, plain': '52494646 00000000 57454250 56503820 00000000 000000 9d012a ff3f ff3f',
  'webp, lossless': '52494646 00000000 57454250 5650384c 00000000 2f ffffff0f',
}

test.each(Object.entries(pictures))('S50 the size of a %s is read from its header, and it is too large', (_, hex) => {
  const { width = 0, height = 0 } = pictureSize(of(hex)) ?? {}
  expect([30_000, 65_535, 16_383, 16_384]).toContain(width)
  expect(height).toBe(width)
  expect(tooLargeToDraw(of(hex))).toBe(true)
})

test('a photograph is not too large, and what is no picture has no size', () => {
  expect(pictureSize(of(pictures.png.replace('00007530 00007530', '00001770 00000fa0')))).toEqual({
    ...{ width: 6000, height: 4000 },
  })
  expect(tooLargeToDraw(of(pictures.png.replace('00007530 00007530', '00001770 00000fa0')))).toBe(false)
  for (const hex of ['', 'ffd8', 'ffd8 ffe0 0000', '504b0304', pictures.jpeg.slice(0, 40)])
    expect(tooLargeToDraw(of(hex).subarray(0, 20 + hex.length / 2))).toBe(false)
})

test('whatever bytes follow a beginning, reading the size ends and does not throw', () => {
  const beginnings = fc.constantFrom(...Object.values(pictures).map((hex) => hex.slice(0, 34)))
  fc.assert(
    fc.property(beginnings, fc.uint8Array({ maxLength: 200 }), (hex, rest) => {
      const bytes = Buffer.concat([Buffer.from(hex.replaceAll(' ', ''), 'hex'), rest])
      expect(typeof tooLargeToDraw(bytes)).toBe('boolean')
    }),
  )
})
