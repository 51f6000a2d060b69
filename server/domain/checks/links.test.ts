import { describe, expect, it } from 'vitest'
import type { Material } from './check.ts'
import { runCheck, sampleFile } from './sample-material.ts'

const page = (text: string, name = 'index.html') => sampleFile(text, { name, mediaType: 'text/html' })
const check = (text: string, parts: Partial<Material> = {}, options = {}) =>
  runCheck('links', { files: [sampleFile(text)], ...parts }, options)

describe('links', () => {
  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java\tscript:alert(1))'.replace('\t', '&#9;'),
    '[x](&#106;avascript:alert(1))',
    '[x](&#x6A;avascript&colon;alert(1))',
    '[x](javascript&Tab;:alert(1))',
    '[x](java%73cript:alert(1))',
    '[x](java\u200bscript:alert(1))',
    '[x](\u0001javascript:alert(1))',
    '[x](vbscript:msgbox)',
    '[x](data:text/html,<script>)',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '![x](data:image/svg+xml,<svg onload=1>)',
    '[x]: javascript:alert(1)',
    '<a href="java\nscript:alert(1)">x</a>',
    "<iframe src='data:text/html,x'></iframe>",
    '<form action=javascript:alert(1)>',
  ])('S46 %j fails and binds', (text) => {
    expect(check(`Some text.\n\n${text}`)).toMatchObject({
      status: 'failed',
      required: true,
      evidence: [{ line: 3, ok: false, status: 'failed' }],
    })
  })

  it.each([
    ['an anchor without heading', '# One\n\n[x](#two)', 'No heading or id'],
    ['nothing', '[x]()', 'leads nowhere'],
    ['an incomplete address', '[x](https://)', 'no complete address'],
    ['blanks inside', '[x](<https://a b.org>)', 'no complete address'],
    ['a strange scheme', '[x](file:///etc/passwd)', 'scheme file:'],
    ['no mail address', '[x](mailto:me)', 'no mail address'],
  ])('a link with %s fails and does not bind', (_, text, words) => {
    const result = check(text)
    expect(result).toMatchObject({ status: 'failed', required: false })
    expect(result?.summary).toContain(words)
  })

  it.each([
    ['a stand-in host', '[x](https://www.example.com/a)', 'stands in for a real one'],
    ['a host to be filled in', 'See https://your-domain.com/x.', 'stands in for a real one'],
    ['a machine of one’s own', '[x](http://localhost:3000/)', 'own network'],
    ['a host in Cyrillic letters', '[x](https://аpple.com)', 'look like others'],
    ['a host before an @', '[x](https://bank.org@evil.org/)', 'leads to evil.org'],
    ['words that show another host', '[https://bank.org](https://evil.org/)', 'shows bank.org and leads to evil.org'],
    ['a file that is not delivered with it', '[x](figures/a.png)', 'holds no file'],
  ])('a link with %s needs a look', (_, text, words) => {
    const result = check(text)
    expect(result).toMatchObject({ status: 'unverified', required: false })
    expect(result?.summary).toContain(words)
  })

  it.each([
    '[x](https://www.w3.org/TR/html/ "title")',
    '<https://www.w3.org/>',
    'https://en.wikipedia.org/wiki/Muster_(military).',
    '[x](https://en.wikipedia.org/wiki/Muster_(military))',
    '[www.w3.org](https://w3.org/a)',
    '[see notes.md](https://w3.org)',
    '# A B\n\n[x](#a-b)',
    '# What’s new? (2.0)\n\n[x](#whats-new-20)',
    '# A\n# A\n[x](#a-1)',
    '<a id="here"></a>\n\n[x](#here) [y](#top)',
    '[x](mailto:ann@muster.org?subject=hi)',
    '![x](data:image/png;base64,iVBOR)',
    '[^1] and [x][1]\n\n[1]: https://w3.org\n[^1]: note',
    '[call](tel:+49301234567)',
  ])('%j passes', (text) => expect(check(text)).toMatchObject({ status: 'passed' }))

  it('code is not looked at, and a document without links has nothing to judge', () => {
    expect(check('`[x](javascript:1)`\n\n```\n[x](#nowhere)\n```')).toBeUndefined()
    expect(check('No link.', {}, { required: true })?.status).toBe('passed')
  })

  it('files of a website are found from where the link stands', () => {
    const files = [
      page(
        '<h1 id="top">Home</h1><a href="about.html#team">About</a><img src="/img/a.png"><a href="docs/">Docs</a><script src="app.js"></script>',
      ),
      page('<h2 id="team">Team</h2><a href="./index.html">Home</a><a href="#team">x</a>', 'about.html'),
      page('<a href="../about.html">x</a><a href="../img/a.png?v=2">x</a>', 'docs/index.html'),
      sampleFile(null, { name: 'img/a.png', mediaType: 'image/png' }),
      sampleFile('let a', { name: 'app.js', mediaType: 'text/javascript' }),
    ]
    expect(check('', { files })).toMatchObject({ status: 'passed' })
    const broken = check('', {
      files: [
        ...files,
        page('<a href="gone.html">x</a><a href="about.html#nobody">y</a><a href="IMG/a.png">z</a>', 'b.html'),
      ],
    })
    expect(broken?.evidence.filter((each) => !each.ok).map((each) => each.detail)).toEqual([
      'The version holds no file “gone.html”.',
      'No heading or id of “about.html” is “nobody”.',
      'The file is there in other letters than “IMG/a.png”.',
    ])
  })

  it('a button that waits for a script is no attack', () => {
    expect(check('', { files: [page('<a href="javascript:void(0)">x</a>')] })).toMatchObject({
      status: 'unverified',
      required: false,
    })
  })

  it('what pages answered counts where somebody visited them', () => {
    const fetched = new Map([
      ['https://w3.org/a', { status: 404 }],
      ['https://w3.org/b', { status: 503 }],
      ['https://w3.org/c', { status: 200 }],
    ])
    expect(check('[a](https://w3.org/a)', { fetched })).toMatchObject({ status: 'failed', required: false })
    expect(check('[b](https://w3.org/b)', { fetched })).toMatchObject({ status: 'unverified' })
    expect(check('[c](https://w3.org/c)', { fetched })?.evidence[0]?.detail).toBe('The page answers 200.')
  })

  it('a task that asks for it binds it', () => {
    expect(check('[x](#gone)', {}, { required: true })).toMatchObject({ status: 'failed', required: true })
  })

  it('every link is shown, the broken ones first', () => {
    const result = check('[a](https://w3.org)\n[b](#gone)\n[c](https://example.com)')
    expect(result?.evidence.map(({ status, line }) => [status, line])).toEqual([
      ['failed', 2],
      ['unverified', 3],
      ['passed', 1],
    ])
    expect(result?.summary).toMatch(/^1 of 3 links cannot stand: No heading/)
  })
})
