import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DrillReport } from '../../server/contract/scorecard.ts'
import { runsOf } from '../../server/contract/scorecard.ts'
import type { WorkspaceSnapshot } from '../../server/contract/workspace-snapshot.ts'
import { type Person, personAt } from '../../server/drills/person.ts'
import { freePort } from '../../server/launch/kept.ts'
import { until } from '../protocol/until.ts'
import { openStage, type Stage } from './stage.ts'

// The starter crew as a process of its own, enrolled by the server, plays beside the scripted cast.

const root = fileURLToPath(new URL('../..', import.meta.url))
const word = 'the word of this crew'
let folder = ''
let crew: ChildProcess
let stage: Stage
let person: Person
let workspaceId = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-drill-crew-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  stage = await openStage({ MUSTER_CREW: 'on', MUSTER_CREW_URL: url, MUSTER_CREW_TOKEN: word })
  crew = spawn(process.execPath, ['--import', 'tsx', 'server/crew/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...{ PATH: process.env.PATH ?? '', NODE_ENV: 'production', MUSTER_URL: stage.url },
      ...{ MUSTER_CREW_PORT: String(port), MUSTER_CREW_TOKEN: word, MUSTER_CREW_DIR: folder },
    },
  })
  person = personAt(stage.url, stage.token)
  workspaceId = (await person.get<{ workspaces: { id: string }[] }>('me')).workspaces[0]?.id ?? ''
}, 300_000)
afterAll(async () => {
  crew.kill('SIGKILL')
  await once(crew, 'exit')
  await stage.close()
  await rm(folder, { recursive: true, force: true })
})

test('the crew beside the cast gets work and does it, once the fault has been played', {
  timeout: 600_000,
}, async () => {
  await person.command('crew.invite', { workspaceId })
  await until(
    async () => {
      const { agents } = await person.get<WorkspaceSnapshot>(`workspaces/${workspaceId}/snapshot`)
      return agents.some(
        (one) => one.labels.crew !== undefined && one.status === 'active' && one.skills.includes('writing'),
      )
    },
    { withinMs: 150_000, what: 'the crew is enrolled' },
  )
  const input = { workspaceId, seed: 7, name: 'loses-history', cast: 'crew' }
  const { drillId } = await person.command<{ drillId: string }>('drill.start', input)
  const report = () => person.get<DrillReport>(`drills/${drillId}`)
  const { drill } = await until(async () => ((await report()).drill.status === 'running' ? null : report()), {
    ...{ withinMs: 300_000, what: 'the drill ended' },
  })
  expect(drill.score?.reason).toBeUndefined()
  const [run] = runsOf(drill)
  expect(run?.verdicts.filter((verdict) => !verdict.ok)).toEqual([])
  const worked = run?.verdicts.find((verdict) => verdict.says.includes('beside the cast'))
  expect(worked?.seqs.length).toBeGreaterThan(0)
  expect(run?.with.status).toBe('completed')
})
