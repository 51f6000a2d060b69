import * as z from 'zod'

const text = (what: string) => z.string({ error: what }).trim().min(1, what)

const crewEnvSchema = z.object({
  MUSTER_CREW_PORT: z.coerce.number({ error: 'write a port number' }).int().min(1).max(65535),
  MUSTER_CREW_TOKEN: text('write the token the server enrols with').min(16, 'at least 16 characters'),
  MUSTER_CREW_DIR: text('write a folder for agents.json'),
  MUSTER_URL: z.url({ error: 'write the address of Muster, such as http://127.0.0.1:3000' }),
  MUSTER_LLM_BASE_URL: z.url({ error: 'write the address of an OpenAI-compatible endpoint' }).optional(),
  MUSTER_LLM_API_KEY: text('write the key of the endpoint').optional(),
  MUSTER_LLM_MODEL: text('write the name of a model').optional(),
})

export type ModelAccess = { baseUrl: string; apiKey: string; model: string }
export type CrewEnv = { port: number; token: string; dir: string; musterUrl: string; model: ModelAccess | null }

/** Takes the environment; returns the crew's settings, or every fault at once as lines a person can act on. */
export function readCrewEnv(source: Record<string, string | undefined>): { env: CrewEnv } | { faults: string[] } {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = crewEnvSchema.safeParse(set)
  const faults = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  const names = ['MUSTER_LLM_BASE_URL', 'MUSTER_LLM_API_KEY', 'MUSTER_LLM_MODEL']
  const missing = names.filter((name) => !set[name])
  if (missing.length > 0 && missing.length < names.length) {
    faults.push(
      `${missing.join(', ')}: a model needs all of ${names.join(', ')}; write the missing or remove the others`,
    )
  }
  if (!parsed.success || faults.length > 0) return { faults }
  const { data } = parsed
  const { MUSTER_LLM_BASE_URL: baseUrl, MUSTER_LLM_API_KEY: apiKey, MUSTER_LLM_MODEL: model } = data
  return {
    env: {
      port: data.MUSTER_CREW_PORT,
      token: data.MUSTER_CREW_TOKEN,
      dir: data.MUSTER_CREW_DIR,
      musterUrl: data.MUSTER_URL,
      model: baseUrl && apiKey && model ? { baseUrl, apiKey, model } : null,
    },
  }
}
