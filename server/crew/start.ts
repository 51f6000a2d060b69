import type { AddressInfo } from 'node:net'
import { openDesk } from './desk.ts'
import { openEnrolments } from './enrolments.ts'
import type { CrewEnv } from './env.ts'
import { crewListener } from './listener.ts'

export type Crew = { port: number; settled: () => Promise<void>; close: () => Promise<void> }

/** Takes the crew's settings (port 0 picks a free one); returns the crew, listening on loopback. Throws when the port is taken. */
export async function startCrew(env: CrewEnv, log: (line: string) => void): Promise<Crew> {
  const enrolments = await openEnrolments(env.dir)
  const desk = openDesk({ musterUrl: env.musterUrl, model: env.model, log })
  const listener = crewListener({ token: env.token, enrolments, desk, musterUrl: env.musterUrl, log })
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(env.port, '127.0.0.1', resolve)
  })
  return {
    port: (listener.address() as AddressInfo).port,
    settled: () => desk.settled(),
    async close() {
      const closed = new Promise((resolve) => listener.close(resolve))
      listener.closeIdleConnections()
      await desk.close()
      listener.closeAllConnections()
      await closed
    },
  }
}
