import type { Outcome } from '../commands/run.ts'
import { refuse } from '../contract/problems.ts'
import type { Actor } from '../domain/permission.ts'
import { FirstAnswers } from './command-desk.ts'
import type { Process } from './process.ts'
import type { VirtualClock } from './virtual-clock.ts'
import type { Called, Weather } from './weather.ts'

type Ways = {
  weather: Weather
  clock: VirtualClock
  alive: () => Process[]
  /** Errors that are always a bug. */
  bugs: { error: unknown; what: string }[]
}
const triesLimit = 20

/** The way of calls to our side and of the answers back. */
export class Line {
  readonly firstAnswers = new FirstAnswers()
  constructor(private readonly ways: Ways) {}

  /** Gives a call to a process that is alive; who gets no answer asks again with the same key. */
  async ask<R>(called: Called, actor: Actor, run: (process: Process) => Promise<Outcome<R>>): Promise<Outcome<R>> {
    const { weather, clock, alive, bugs } = this.ways
    for (let tries = 0; tries < triesLimit; tries++) {
      await this.travel()
      const processes = alive()
      const process = processes[Math.floor(weather.random() * processes.length)]
      if (process && !(actor.kind === 'agent' && weather.cut?.())) {
        weather.arrives?.(called)
        // A handler that throws is told to `bugs`; its caller gets what the door would answer.
        const broke = () => refuse('internal', 'something broke on our side')
        const answer = await Promise.race([run(process).catch(broke), process.ended])
        await this.travel()
        if (answer !== 'ended' && (answer.ok || answer.code !== 'internal' || !weather.outage?.())) {
          this.firstAnswers.compare({ actor, key: called.key }, answer, bugs)
          if (!called.key || !weather.losesAnswer?.()) return answer
        }
      }
      await clock.wait(1000 + 500 * tries)
    }
    return refuse('internal', `no answer after ${triesLimit} tries`)
  }

  travel = async () => {
    const ms = this.ways.weather.travel?.() ?? 0
    if (ms > 0) await this.ways.clock.wait(ms)
  }
}
