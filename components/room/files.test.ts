import { expect, test } from 'vitest'
import { fileLink } from './files.ts'

test('a file that goes with a message is a link by its whole address, whatever its name', () => {
  expect(fileLink('http://127.0.0.1:3210', 'room_1', { name: 'votes [draft]_v2.csv', fileId: 'file_9' })).toBe(
    '- [votes \\[draft\\]\\_v2.csv](http://127.0.0.1:3210/api/v1/rooms/room_1/files/file_9)',
  )
})
