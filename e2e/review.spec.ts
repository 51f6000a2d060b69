import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { test } from './fixtures.ts'
import { agentThatSays, stopAgents } from './saying.ts'
import { approve, exampleTitle, openExample, openReview, workMs, workUntilReview } from './steps.ts'
import { unzip } from './unzip.ts'

test.afterEach(stopAgents)

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

test('a contradiction in what a deliverable is made from names its tasks and their makers, and says afterwards how it was left', async ({
  owner: page,
  desk,
}) => {
  const { roomId = '' } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'Two banks' })
  const length = (metres: number) => `The Tower Bridge in London is ${metres} metres long.`
  await agentThatSays(desk, { roomId, name: 'east-eye', skill: 'east', text: length(244) })
  await agentThatSays(desk, { roomId, name: 'west-eye', skill: 'west', text: length(144) })
  const whole = 'Two sources disagree about how long the Tower Bridge is: 244 or 144 metres.'
  await agentThatSays(desk, { roomId, name: 'joiner', skill: 'joining', text: whole })
  const task = (key: string, title: string, skill: string, needs: string[] = []) => ({
    ...{ key, title, brief: 'How long is it?', skills: [skill], needs },
  })
  const tasks = [
    task('east', 'Measured from the east', 'east'),
    task('west', 'Measured from the west', 'west'),
    task('whole', 'Both together', 'joining', ['east', 'west']),
  ]
  const plan = { tasks, deliverable: 'whole' }
  await desk.command('goal.create', { roomId, title: 'Tower Bridge', brief: 'Its length.', autonomy: 'run', plan })
  await page.goto(`${desk.url}/w/${desk.workspaceId}/rooms/${roomId}/files`)
  await page.getByRole('link', { name: 'Review', exact: true }).first().click({ timeout: workMs })
  const part = page
    .getByRole('complementary', { name: 'About this version' })
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: /^Contradictions/ }) })
  const value = (metres: string) => part.getByRole('listitem').filter({ hasText: metres }).last()
  await expect(value('244 metres')).toContainText('east-eye', { timeout: workMs })
  await expect(value('144 metres')).toContainText('T-2 Measured from the west')
  await expect(part).toContainText('Not settled')
  await expect(part).toContainText('Approving leaves open ones as they are')
  await approve(page, 'v1')
  await expect(part).toContainText('Left as it is')
  await expect(part).toContainText('Left open by ana: version 1 was approved as it is; no value was chosen')
  // What was left can still be settled, and the approval taken back for it.
  await part.getByRole('button', { name: 'This holds: 244 metres' }).click()
  await part.getByLabel('Why 244 metres holds').fill('Measured twice.')
  await part.getByRole('button', { name: 'Settle it' }).click()
  await expect(part).toContainText('Chosen by ana: Measured twice.')
  await expect(part).toContainText('v1 names what does not hold.')
  await part.getByRole('button', { name: 'Roll back v1…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Roll back v1?' })
  await expect(dialog.getByLabel('Reason')).toHaveValue(/244 metres holds .* not 144 metres/)
  await dialog.getByRole('button', { name: 'Keep it approved' }).click()
  await value('244 metres').getByRole('link', { name: 'T-1 Measured from the east' }).click()
  await expect(page).toHaveURL(new RegExp(`/rooms/${roomId}/tasks/`))
})

/** A claim that stands in the text once, so that it can be seen to be gone. */
async function claimToRemove(page: Page): Promise<string> {
  const claims = page.getByRole('complementary').locator('li .line-clamp-2')
  await expect(claims.first()).toBeVisible()
  let found = ''
  const look = async () => {
    const text = ((await page.getByRole('main').textContent()) ?? '').replace(/\s+/g, ' ')
    const once = (await claims.allTextContents()).filter((claim) => claim.length > 40 && text.split(claim).length === 2)
    found = once[1] ?? ''
    return found
  }
  await expect.poll(look, { message: 'a claim stands in the text once' }).not.toBe('')
  return found
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
