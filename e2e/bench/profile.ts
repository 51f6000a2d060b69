import { Session } from 'node:inspector/promises'

export type CPUProfileSession = { stop(): Promise<string> }

/** Samples where this process spends its time until stopped; answers the profile as browsers' tools read it. */
export async function startProfile(): Promise<CPUProfileSession> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.setSamplingInterval', { interval: 500 })
  await session.post('Profiler.start')
  return {
    async stop() {
      const { profile } = await session.post('Profiler.stop')
      session.disconnect()
      return JSON.stringify(profile)
    },
  }
}
