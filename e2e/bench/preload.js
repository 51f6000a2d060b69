import { isMainThread } from 'node:worker_threads'

// A thread of the measured process is started with its flags and cannot read TypeScript yet; only the process is counted.
if (isMainThread) await import('./probe.ts')
