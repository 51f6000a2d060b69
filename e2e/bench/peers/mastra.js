import { asked, load, measure } from './swarm.js'

// Mastra workflows kept in PostgreSQL: planner → foreach over all chains at once (a nested workflow of steps) → merge.
// Snapshots are persisted after every step, as by default; inputs are not validated again. A pool of 20 connections.

const { createStep, createWorkflow } = await load('@mastra/core/workflows')
const { Mastra } = await load('@mastra/core/mastra')
const { PostgresStore } = await load('@mastra/pg')
const { z } = await load('zod')

let swarm
const one = z.object({ c: z.number() })
const options = { shouldPersistSnapshot: () => true, validateInputs: false }

let chain = createWorkflow({ id: 'chain', inputSchema: one, outputSchema: one, options })
for (let n = 0; n < asked.length; n++)
  chain = chain.then(
    createStep({
      id: `s${n}`,
      inputSchema: one,
      outputSchema: one,
      execute: async ({ inputData }) => {
        await swarm.step(inputData.c, n)
        return inputData
      },
    }),
  )
const ok = z.object({ ok: z.boolean() })
const whole = createWorkflow({ id: 'swarm', inputSchema: z.object({}), outputSchema: ok, options })
  .then(
    createStep({
      id: 'plan',
      inputSchema: z.object({}),
      outputSchema: z.array(one),
      execute: async () => {
        await swarm.step('plan', 0)
        return Array.from({ length: swarm.chains }, (_, c) => ({ c }))
      },
    }),
  )
  .foreach(chain.commit(), { concurrency: asked.chains })
  .then(
    createStep({
      id: 'merge',
      inputSchema: z.array(one),
      outputSchema: ok,
      execute: async () => {
        await swarm.step('merge', 0)
        return { ok: true }
      },
    }),
  )
  .commit()
const storage = new PostgresStore({ id: 'pg', connectionString: asked.url, max: 20 })
await storage.init()
const mastra = new Mastra({ workflows: { whole }, storage, logger: false })

await measure(async (next) => {
  swarm = next
  const run = await mastra.getWorkflow('whole').createRun()
  const { status } = await run.start({ inputData: {} })
  if (status !== 'success') swarm.wrong.push(`ended as ${status}`)
})
