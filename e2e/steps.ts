import { expect, type Page } from '@playwright/test'
import type { Desk } from './fixtures.ts'

/** What the guided example is about, and how long its crew may take: one of them is waited for 12 s on purpose. */
export const exampleTitle = 'Should Aldermoor keep its bike-sharing scheme?'
export const workMs = 150_000

/** Asks for the guided example and opens its room, with the plan on the screen and not yet started. */
export async function openExample(page: Page, desk: Desk): Promise<{ roomId: string }> {
  const { roomId = '' } = await desk.command('crew.invite', { workspaceId: desk.workspaceId })
  await openRoom(page, desk, roomId)
  await page.getByRole('link', { name: 'Look at the plan' }).click({ timeout: workMs })
  await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeVisible()
  return { roomId }
}

/** Opens a room's conversation. */
export async function openRoom(page: Page, desk: Desk, roomId: string): Promise<void> {
  await page.goto(`${desk.url}/w/${desk.workspaceId}/rooms/${roomId}`)
}

/** Presses start and waits until the work has come in for review. */
export async function workUntilReview(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(page.getByRole('banner').getByText('In review', { exact: true })).toBeVisible({ timeout: workMs })
}

/** From any face of the room to the review of its newest deliverable. */
export async function openReview(page: Page): Promise<void> {
  await face(page, 'Deliverables')
  await page.getByRole('link', { name: 'Review', exact: true }).first().click()
  await expect(page.getByRole('button', { name: /^Approve v/ })).toBeVisible()
}

/** Goes to one of the four faces of the room that is open. */
export async function face(page: Page, name: 'Conversation' | 'Plan' | 'Deliverables' | 'Activity'): Promise<void> {
  await page.getByRole('navigation', { name: 'Faces of this room' }).getByRole('link', { name }).click()
}

/** Approves the version on the screen, with the second press that is asked for. */
export async function approve(page: Page, version: string): Promise<void> {
  const button = page.getByRole('button', { name: `Approve ${version}` })
  await button.click()
  await expect(page.getByRole('group', { name: 'Confirm' })).toBeVisible()
  await expect(button).toBeFocused()
  await button.click()
  await expect(page.getByRole('region', { name: 'Decision' }).getByText('for exactly these bytes')).toBeVisible()
}

/** The setup link that a fresh server prints. */
export function setupLink(printed: string): string {
  const link = /http\S+\/setup\?token=\S+/.exec(printed)?.[0]
  if (link === undefined) throw new Error('no setup link was printed')
  return link
}
