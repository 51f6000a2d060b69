import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { test } from './fixtures.ts'
import { approve, exampleTitle, openExample, openReview, workMs, workUntilReview } from './steps.ts'
import { unzip } from './unzip.ts'

test('J5 a comment on a sentence brings a version that answers it; compared, approved and downloaded', async ({
  owner: page,
  desk,
}) => {
  await openExample(page, desk)
  await workUntilReview(page)
  await openReview(page)
  const side = page.getByRole('complementary', { name: 'About this version' })
  const sentence = await claimToRemove(page)

  // A claim opens the quoted words where they stand in the source file.
  await side.getByRole('button', { name: sentence.slice(0, 40) }).click()
  await expect(side.locator('mark')).toBeVisible()
  await expect(side.getByText('Found in the source')).toBeVisible()
  await side.getByRole('button', { name: 'All sources' }).click()

  await selectWords(page, sentence)
  await page.getByRole('button', { name: 'Comment', exact: true }).click()
  await page.getByLabel('Comment on the selected words').fill('Remove this sentence, please.')
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await page.getByRole('button', { name: 'Ask for changes' }).click()
  await page.getByRole('group', { name: 'Confirm' }).getByRole('button', { name: 'Ask for changes' }).click()

  await page.getByRole('button', { name: 'See what changed' }).click({ timeout: workMs })
  await expect(page.getByText('What changed from v1 to v2')).toBeVisible()
  // The passage goes and the change is told; what came instead may stand between its words.
  const gone = page.getByRole('main').getByRole('deletion')
  await expect(gone.first()).toBeVisible()
  expect((await gone.allTextContents()).join(' ')).toContain(sentence.split(' ').at(-1))

  await page.getByRole('radio', { name: 'Read' }).click()
  await approve(page, 'v2')
  for (const [name, format] of [
    ['Markdown', 'md'],
    ['HTML', 'html'],
    ['Word (DOCX)', 'docx'],
  ] as const) {
    const text = await download(page, name, format)
    expect(text, format).toContain(exampleTitle)
    expect(text, format).toContain('184,300')
    expect(text, format).not.toContain(sentence)
  }
})

/** A claim that stands in the text once, so that it can be seen to be gone. */
async function claimToRemove(page: Page): Promise<string> {
  const claims = page.getByRole('complementary').locator('li .line-clamp-2')
  await expect(claims.first()).toBeVisible()
  const text = ((await page.getByRole('main').textContent()) ?? '').replace(/\s+/g, ' ')
  const once = (await claims.allTextContents()).filter((claim) => claim.length > 40 && text.split(claim).length === 2)
  const [first] = once.slice(1)
  if (first === undefined) throw new Error('no claim stands in the text once')
  return first
}

/** Selects words of the document with the mouse, as a reader does. */
async function selectWords(page: Page, words: string): Promise<void> {
  const ends = await page.getByRole('main').evaluate((root, wanted) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(wanted) ?? -1
      if (at < 0) continue
      const range = document.createRange()
      range.setStart(node, at)
      range.setEnd(node, at + wanted.length)
      node.parentElement?.scrollIntoView({ block: 'center' })
      const lines = [...range.getClientRects()]
      const [first, last] = [lines[0], lines.at(-1)]
      if (!first || !last) break
      return [
        { x: first.left + 0.5, y: first.top + first.height / 2 },
        { x: last.right - 0.5, y: last.top + last.height / 2 },
      ]
    }
    return null
  }, words)
  const [from, to] = ends ?? []
  if (!from || !to) throw new Error(`“${words}” is not in the text`)
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y, { steps: 4 })
  await page.mouse.up()
}

/** Downloads the version on the screen; answers the file's text, as its own format holds it. */
async function download(page: Page, name: string, format: string): Promise<string> {
  await page.getByRole('button', { name: 'Download' }).click()
  const coming = page.waitForEvent('download')
  await page.getByRole('menuitem', { name }).click()
  const file = await coming
  expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${format}$`))
  const bytes = readFileSync(await file.path())
  if (format !== 'docx') return bytes.toString('utf8')
  const document = unzip(bytes).get('word/document.xml') ?? ''
  return document.replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '')
}
