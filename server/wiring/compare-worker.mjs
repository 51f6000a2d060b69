// A thread does not inherit what reads TypeScript in the process that starts it.
import { register } from 'tsx/esm/api'

register()
await import('./compare-worker.ts')
