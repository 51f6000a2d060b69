import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import pg from 'pg'
import { expect, test } from 'vitest'
import { scoreParts } from '../../server/domain/matching/score.ts'
import { EventStream } from './event-stream.ts'
import { testServer } from './scene.ts'
import { until } from './until.ts'

const scene = testServer()
const tasks = (count: number) => ({
  tasks: Array.from({ length: count }, (_, i) => ({
    key: `t${i}`,
    title: `Task ${i}`,
    brief: 'Write.',
    ...(i >= 6 ? { needs: [`t${i - 6}`] } : {}),
  })),
})
const claim = (calls: { post(path: string, body: unknown): Promise<{ status: number }> }, claimId: string) =>
  calls.post('/api/v1/claims', { claimId })

test('agents hear of a task that is open for bids, say how well it suits them, and the best bidder gets it', async () => {
  const roomId = await scene().room()
  const puller = await scene().pullAgent({ rooms: [roomId] })
  const other = await scene().pullAgent({ rooms: [roomId] })
  const stranger = await scene().pullAgent()
  const stream = await EventStream.open(scene().server.url, puller.token)
  const goalId = await scene().goal(roomId, { matching: { bidSeconds: 8 } })
  const open = await stream.got('task.open')
  const { taskId, closesAt } = open.data.data
  expect(closesAt - open.data.at).toBe(8000)
  expect((await claim(puller.calls, 'too early')).status).toBe(204)
  const bids = `/api/v1/tasks/${taskId}/bids`
  const told = await puller.calls.post(bids, { fit: 0.9, note: 'I know bridges' })
  expect(told).toMatchObject({ status: 200, json: { closesAt: new Date(closesAt).toISOString() } })
  expect((await puller.calls.post(bids, { fit: 1.5 })).status).toBe(422)
  expect((await stranger.calls.post(bids, { fit: 1 })).status).toBe(404)
  expect((await scene().person.post(bids, { fit: 1 })).status).toBe(401)
  expect((await puller.calls.post(`/api/v1/tasks/${goalId}/bids`, { fit: 1 })).status).toBe(404)
  await scene().event(roomId, 'task.waiting', ({ data }) => /^Kept/.test(data.reason))
  expect((await claim(other.calls, 'not mine')).status).toBe(204)
  expect((await claim(puller.calls, 'mine')).status).toBe(200)
  const { attempts } = await scene().task(taskId)
  expect(attempts[0]).toMatchObject({ agentId: puller.agentId })
  expect(attempts[0].match.scores[0].parts).toHaveLength(scoreParts.length + 1)
  expect((await puller.calls.post(bids, { fit: 1 })).status).toBe(409)
  stream.close()
})

test('a goal is replayed with other weights by the door and by the command, from the tables alone', async () => {
  const roomId = await scene().room()
  for (let i = 0; i < 3; i++)
    await scene().webhookAgent({
      rooms: [roomId],
      maxConcurrency: 2,
      script: () => ({ status: 200, json: { status: 'completed', response: `Bridges carry roads, ${i}.` } }),
    })
  const goalId = await scene().goal(roomId, { plan: tasks(30) })
  await scene().event(roomId, 'goal.completed', ({ data }) => data.goalId === goalId)
  const shadow = `/api/v1/goals/${goalId}/shadow`
  const asUsed = (await scene().person.get(shadow)).json
  expect(asUsed).toMatchObject({ handOuts: 30, nobody: 0 })
  expect(asUsed.rebuilt).toBeGreaterThanOrEqual(0.9)
  const otherwise = await scene().person.get(`${shadow}?weights=speed=1,record=0`)
  expect(otherwise.status).toBe(200)
  expect(otherwise.json.compared.record).toBe(0)
  expect(otherwise.json.same + otherwise.json.elsewhere + otherwise.json.nobody).toBe(30)
  expect((await scene().person.get(`${shadow}?weights=luck=1`)).status).toBe(422)
  expect((await scene().person.get(`${shadow}?weights=record=-1`)).status).toBe(422)
  const { calls } = await scene().colleague()
  expect((await calls.get(shadow)).status).toBe(404)

  const command = ['--import', 'tsx', 'e2e/shadow.ts', '--goal', goalId, '--weights', 'speed=1,record=0', '--json']
  const env = { ...process.env, DATABASE_URL: scene().database.url }
  const { stdout } = await promisify(execFile)(process.execPath, command, { env })
  expect(JSON.parse(stdout)).toEqual(otherwise.json)
})

test('a command line that the replay does not understand is told which word, and what comes nearest', async () => {
  const told = async (...words: string[]) => {
    const env = { ...process.env, DATABASE_URL: scene().database.url }
    const command = ['--import', 'tsx', 'e2e/shadow.ts', ...words]
    const failed = await promisify(execFile)(process.execPath, command, { env }).catch((error: unknown) => error)
    return failed as { code: number; stderr: string }
  }
  const id = randomUUID()
  expect(await told('--gaol', id)).toMatchObject({ code: 2, stderr: expect.stringMatching(/^--gaol .*mean --goal\?/) })
  expect(await told(id)).toMatchObject({ code: 2, stderr: expect.stringContaining(`“${id}” stands without an option`) })
  expect((await told('--weights', 'cost=1')).stderr).toMatch(/^--goal ID is missing/)
  expect((await told('--goal', 'G-3')).stderr).toMatch(/^--goal wants the id .*“G-3” is none/)
  expect((await told('--goal', id, '--weights', 'recrod=1')).stderr).toMatch(/“recrod” .*did you mean record\?/)
})

test('a record is kept with weights as of a moment, and the parts of a score are shown with the attempt', async () => {
  const roomId = await scene().room()
  const response = 'Bridges carry roads.'
  await scene().webhookAgent({
    rooms: [roomId],
    script: () => ({ status: 200, json: { status: 'completed', response } }),
  })
  await scene().goal(roomId)
  await scene().event(roomId, 'deliverable.ready')
  await scene().goal(roomId)
  const counted = ({ match }: { match: { reason: string } }) => /1 of 1 accepted lately/.test(match.reason)
  // The room is told in brief who was chosen; the whole record stays with the attempt.
  const find = async () => {
    const { tasks } = await scene().snapshot(roomId)
    const pages = await Promise.all(tasks.map(({ id }: { id: string }) => scene().task(id)))
    return pages.flatMap(({ attempts }) => attempts).find(counted)
  }
  const last = await until(find, { what: 'the record counted' })
  expect(last.match.scores[0]).toMatchObject({ participantId: last.participantId })
  expect(last.match.scores[0].parts).toHaveLength(scoreParts.length)
  const db = new pg.Client({ connectionString: scene().database.url })
  await db.connect()
  const twice = `select "goodWeight", "badWeight", "decayedAt" from track_record where accepted = 2`
  const rows = await until(async () => (await db.query(twice)).rows.length === 1 && (await db.query(twice)).rows, {
    what: 'the second result counted too',
  })
  await db.end()
  expect(rows[0].goodWeight).toBeCloseTo(2, 4)
  expect(rows[0].goodWeight).toBeLessThan(2)
  expect(rows[0]).toMatchObject({ badWeight: 0, decayedAt: expect.any(Date) })
})
