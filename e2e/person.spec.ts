import { expect } from '@playwright/test'
import { test } from './fixtures.ts'
import { openRoom, workMs } from './steps.ts'

test('J6 a task given to a person is done in the browser and goes through the same checks', async ({
  openWindow,
  owner,
  desk,
}) => {
  const { roomId = '' } = await desk.command('room.create', { workspaceId: desk.workspaceId, name: 'by hand' })
  const person = await openWindow(await desk.member('Mira Okafor', roomId))
  const snapshot = await desk.get<{ participants: { id: string; name: string }[] }>(`/api/v1/rooms/${roomId}/snapshot`)
  const assignee = snapshot.participants.find(({ name }) => name === 'Mira Okafor')?.id
  await desk.command('goal.create', {
    roomId,
    title: 'A welcome note',
    brief: 'Two sentences for new colleagues, with a heading "Welcome".',
    autonomy: 'run',
    plan: {
      tasks: [
        {
          key: 'note',
          title: 'Write the welcome note',
          brief: 'Two sentences under a heading.',
          skills: [],
          assignee,
          output: { kind: 'document', mediaType: 'text/markdown', sections: ['Welcome'] },
        },
      ],
      deliverable: 'note',
    },
  })

  // It is in the person's inbox, and opens where the work is done.
  await person.goto(`${desk.url}/w/${desk.workspaceId}/inbox`)
  await person
    .getByRole('link', { name: /Write the welcome note/ })
    .first()
    .click()
  const work = person.getByRole('region', { name: 'Your work' })
  await work.getByLabel('Your result').fill('# Hello\n\nTODO')
  await work.getByRole('button', { name: 'Hand in' }).click()

  // The first try fails the same checks an agent's would, with the reason, and can be done again.
  await expect(work.getByText(/^Sent back: .*placeholder/i)).toBeVisible({ timeout: workMs })
  await expect(work.getByLabel('Your result')).toHaveValue('# Hello\n\nTODO')
  await work.getByLabel('Your result').fill('# Welcome\n\nYour desk is ready. Ask anybody anything.\n')
  await work.getByRole('button', { name: 'Hand in' }).click()

  await openRoom(owner, desk, roomId)
  await owner.getByRole('article').getByRole('link', { name: 'Review' }).click()
  await expect(owner.getByRole('main')).toContainText('Your desk is ready.')
  await expect(owner.getByRole('complementary', { name: 'About this version' })).toContainText('Mira Okafor')
})
