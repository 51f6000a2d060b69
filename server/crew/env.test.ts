import { describe, expect, it } from 'vitest'
import { readCrewEnv } from './env.ts'

const good = {
  MUSTER_CREW_PORT: '4100',
  MUSTER_CREW_TOKEN: 'a-token-of-good-length',
  MUSTER_CREW_DIR: '/data/crew',
  MUSTER_URL: 'http://127.0.0.1:3000',
}

describe("the crew's settings", () => {
  it('are read, and no model is the default', () => {
    expect(readCrewEnv(good)).toEqual({
      env: { port: 4100, token: good.MUSTER_CREW_TOKEN, dir: '/data/crew', musterUrl: good.MUSTER_URL, model: null },
    })
  })

  it('tell all their faults at once', () => {
    const read = readCrewEnv({ MUSTER_CREW_PORT: 'many', MUSTER_URL: 'nowhere', MUSTER_LLM_MODEL: 'kimi' })
    const faults = 'faults' in read ? read.faults.join('\n') : ''
    for (const name of [
      'MUSTER_CREW_PORT',
      'MUSTER_CREW_TOKEN',
      'MUSTER_CREW_DIR',
      'MUSTER_URL',
      'MUSTER_LLM_API_KEY',
    ]) {
      expect(faults).toContain(name)
    }
  })

  it('take a model when all three of its names are set', () => {
    const read = readCrewEnv({
      ...good,
      MUSTER_LLM_BASE_URL: 'http://127.0.0.1:1/v1',
      MUSTER_LLM_API_KEY: 'k',
      MUSTER_LLM_MODEL: 'm',
    })
    expect(read).toMatchObject({ env: { model: { baseUrl: 'http://127.0.0.1:1/v1', apiKey: 'k', model: 'm' } } })
  })
})
