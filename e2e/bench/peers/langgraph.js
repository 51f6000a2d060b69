import { asked, load, measure } from './swarm.js'

// LangGraph with its PostgreSQL checkpointer, durability "sync": every step is written before the next. Two forms, since
// each wins somewhere: `send` sends one task a step (quick, but a level waits for its slowest step), `subgraph` runs a
// compiled chain per branch (no waiting for others, slower). A pool of 20 connections.

const { default: pg } = await load('pg')
const { Annotation, Command, END, START, Send, StateGraph } = await load('@langchain/langgraph')
const { PostgresSaver } = await load('@langchain/langgraph-checkpoint-postgres')

let swarm
const latest = (initial) => Annotation({ reducer: (_, next) => next, default: () => initial })
const merged = () => Annotation({ reducer: (a, b) => ({ ...a, ...b }), default: () => ({}) })
const nothing = async (work) => {
  await work
  return {}
}

function bySend() {
  const state = Annotation.Root({ results: merged(), c: latest(0), n: latest(0) })
  const step = async ({ c, n }) => {
    const result = await swarm.step(c, n)
    const goto = n + 1 < swarm.length ? [new Send('step', { c, n: n + 1 })] : ['merge']
    return new Command({ update: { results: { [c]: result } }, goto })
  }
  return new StateGraph(state)
    .addNode('plan', () => nothing(swarm.step('plan', 0)))
    .addNode('step', step, { ends: ['step', 'merge'] })
    .addNode('merge', () => nothing(swarm.step('merge', 0)))
    .addEdge(START, 'plan')
    .addConditionalEdges('plan', () => Array.from({ length: swarm.chains }, (_, c) => new Send('step', { c, n: 0 })), [
      'step',
    ])
    .addEdge('merge', END)
}

function bySubgraph() {
  const branch = new StateGraph(Annotation.Root({ c: Annotation, results: merged() }))
  for (let n = 0; n < asked.length; n++)
    branch.addNode(`s${n}`, async ({ c }) => ({ results: { [c]: await swarm.step(c, n) } }))
  branch.addEdge(START, 's0')
  for (let n = 1; n < asked.length; n++) branch.addEdge(`s${n - 1}`, `s${n}`)
  branch.addEdge(`s${asked.length - 1}`, END)
  return new StateGraph(Annotation.Root({ results: merged(), c: latest(0) }))
    .addNode('plan', () => nothing(swarm.step('plan', 0)))
    .addNode('chain', branch.compile())
    .addNode('merge', () => nothing(swarm.step('merge', 0)))
    .addEdge(START, 'plan')
    .addConditionalEdges('plan', () => Array.from({ length: swarm.chains }, (_, c) => new Send('chain', { c })), [
      'chain',
    ])
    .addEdge('chain', 'merge')
    .addEdge('merge', END)
}

const pool = new pg.Pool({ connectionString: asked.url, max: 20 })
const checkpointer = new PostgresSaver(pool)
await checkpointer.setup()
const app = (asked.settings.form === 'send' ? bySend() : bySubgraph()).compile({ checkpointer })
let runs = 0

await measure(async (next) => {
  swarm = next
  runs += 1
  await app.invoke({}, { configurable: { thread_id: `run ${runs}` }, recursionLimit: 5000, durability: 'sync' })
})
