import { asked, load, measure } from './swarm.js'

// DBOS: a workflow starts one child workflow a chain, whose steps are `DBOS.runStep`, and merges when all have ended:
// the form of its documentation. A pool of 20 connections for its system database; more were no quicker.

const { DBOS } = await load('@dbos-inc/dbos-sdk')

let swarm
const chain = DBOS.registerWorkflow(
  async (c) => {
    for (let n = 0; n < swarm.length; n++) await DBOS.runStep(() => swarm.step(c, n), { name: `step ${n}` })
    return c
  },
  { name: 'chain' },
)
const whole = DBOS.registerWorkflow(
  async () => {
    await DBOS.runStep(() => swarm.step('plan', 0), { name: 'plan' })
    const handles = await Promise.all(Array.from({ length: swarm.chains }, (_, c) => DBOS.startWorkflow(chain)(c)))
    for (const handle of handles) await handle.getResult()
    await DBOS.runStep(() => swarm.step('merge', 0), { name: 'merge' })
  },
  { name: 'swarm' },
)
DBOS.setConfig({ name: 'swarm', systemDatabaseUrl: asked.url, systemDatabasePoolSize: 20, logLevel: 'error' })
await DBOS.launch()

await measure(
  async (next) => {
    swarm = next
    const handle = await DBOS.startWorkflow(whole)()
    await handle.getResult()
  },
  () => DBOS.shutdown(),
)
