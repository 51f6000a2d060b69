import { replayDelivery } from '../commands/delivery/replay.ts'
import type { Outcome } from '../commands/run.ts'
import { type CommandName, commandInputs } from '../contract/commands.ts'
import { refuse } from '../contract/problems.ts'
import type { Actor } from '../domain/permission.ts'
import { createCatalogue } from '../doors/catalogue.ts'
import { createVerifier } from '../doors/verify.ts'
import type { Process } from './process.ts'
import { plainRecord } from './read-back.ts'
import type { ScriptedAgent } from './scripted-agent.ts'
import { scripts } from './scripts.ts'

/** Gives a person's command by name to one process, as the command door does: parsed by the contract, then carried out. */
export async function carryOut(
  { agents, clock }: { agents: ReadonlyMap<string, ScriptedAgent>; clock: { now: number } },
  process: Process,
  name: CommandName,
  input: unknown,
  actor: Actor,
  id: string,
): Promise<Outcome> {
  const parsed = commandInputs[name].safeParse(input)
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
    return refuse('invalid', errors[0]?.message ?? 'wrong shape', errors)
  }
  return catalogueOf(agents, clock, process)[name](parsed.data as never, actor, id)
}

const catalogues = new WeakMap<Process, ReturnType<typeof createCatalogue>>()

/** A process's verbs, put together once. */
function catalogueOf(agents: ReadonlyMap<string, ScriptedAgent>, clock: { now: number }, process: Process) {
  const known = catalogues.get(process)
  if (known) return known
  const { runner, store } = process
  const ping = async (agent: { id: string }, { body }: { body: string }) => {
    const challenge = agents.get(agent.id)?.script === scripts.dead ? null : String(JSON.parse(body).data.challenge)
    return { challenge, record: plainRecord(clock.now) }
  }
  const catalogue = createCatalogue(runner, {
    verify: createVerifier({ runner, ping, now: () => clock.now }),
    replay: async (deliveryId, actor, id) => {
      const kept = await store.findDelivery(deliveryId)
      if (!kept) return refuse('not_found', 'There is no such delivery.')
      return runner.run(replayDelivery, { ...kept, replayOf: kept.jobId, actor }, actor, id)
    },
  })
  catalogues.set(process, catalogue)
  return catalogue
}

/** I12, I13: the same id by the same caller gives the first answer again. */
export class FirstAnswers {
  /** How often that was seen. */
  repeats = 0
  private readonly answers = new Map<string, string>()

  compare(
    { actor, key }: { actor: Actor; key?: string | undefined },
    answer: Outcome,
    bugs: { error: unknown; what: string }[],
  ) {
    if (key === undefined || !answer.ok) return
    const id = `${JSON.stringify(actor)} ${key}`
    const [first, now] = [this.answers.get(id), JSON.stringify(answer)]
    if (first === undefined) this.answers.set(id, now)
    else if (first === now) this.repeats += 1
    else bugs.push({ error: new Error(`${first}, then ${now}`), what: 'I13 one id, one answer' })
  }
}
