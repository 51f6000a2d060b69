/** What goes wrong with some agents on purpose. */
export type Ailments = {
  /** Agents that take a message and never answer it, by number. */
  dead: number[]
  /** Agents that say they accept and are not heard of again. */
  mute: number[]
  /** Shares of results that are handed in so much later, and twice. */
  lateShare: number
  lateMs: number
  twiceShare: number
  /** Whether they try again when the server is not there. */
  patient: boolean
}
export const healthy: Ailments = { dead: [], mute: [], lateShare: 0, lateMs: 0, twiceShare: 0, patient: false }
