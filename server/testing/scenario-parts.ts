import type { Command, Ports } from '../commands/kit.ts'
import type { Reactions } from '../commands/run.ts'
import type { AskModel } from '../coordinator/plan-job.ts'
import type { Member } from '../domain/workspace.ts'
import type { MemoryStore, MemoryStoreOptions } from '../store/memory.ts'
import type { MemoryDisk } from '../store/memory-disk.ts'
import type { Process } from './process.ts'
import type { Ids } from './scenario-ids.ts'
import type { Script } from './scripted-agent.ts'
import type { AnyScriptName } from './scripts-all.ts'

export type AgentFields = {
  name?: string
  skills?: string[]
  places?: number
  channel?: 'webhook' | 'pull'
  script?: AnyScriptName | Script
}
/** Where a test may put something else in place of the product's own, to see that its absence is noticed. */
export type Seams = {
  ports?: Partial<Ports>
  reactions?: Reactions
  /** The outside model that plans. */
  askModel?: AskModel
  /** The store of a process that starts. */
  openStore?: (options: MemoryStoreOptions, ids: Ids) => MemoryStore
  /** What is done whenever nothing moves in the run; its time stands still meanwhile. */
  between?: () => Promise<void>
  /** Takes a part of a process away as it starts. */
  tamper?: (process: Process) => void
  replace?: <I, R, P>(command: Command<I, R, P>, key: string | undefined) => [Command<I, R, P>, string | undefined]
}
/** A workspace as it stands between two runs: what a scenario goes on from. */
export type Standing = {
  disk: MemoryDisk
  now: number
  made: number
  workspaceId: string
  rooms: string[]
  people: Member[]
  agents: { id: string; name: string }[]
}
