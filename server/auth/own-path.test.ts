import { expect, test } from 'vitest'
import { ownPath } from './own-path.ts'

test('S11 only a path on our own site is somewhere to go after signing in', () => {
  for (const to of ['/w/1/inbox', '/w/1/rooms/2?goal=3#m', '/join/abc']) expect(ownPath(to)).toBe(to)
  const elsewhere = [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/%0a/../..//evil.example',
    'javascript:alert(1)',
    'evil.example',
    '',
    '/sign-in?to=/sign-in',
    '/api/v1/commands',
    `/${'x'.repeat(3000)}`,
    '/./\n/evil.example',
    '/..//evil.example',
    '/.//evil.example',
    undefined,
    ['/w/1', '/w/2'],
    { to: '/w/1' },
  ]
  for (const to of elsewhere) expect(ownPath(to, '/home'), String(to)).toBe('/home')
})
