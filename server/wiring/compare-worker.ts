import { parentPort } from 'node:worker_threads'
import { stemmer } from 'stemmer'
import { compareAnswers } from '../domain/reconcile/compare-answers.ts'
import type { CompareAsked } from './compare-thread.ts'

// Comparing hundreds of texts takes seconds: it has a thread of its own, so that the server goes on answering.
parentPort?.on('message', ({ id, kind, by, answers }: CompareAsked) => {
  try {
    parentPort?.postMessage({ id, compared: compareAnswers(kind, by, answers, stemmer) })
  } catch (error) {
    parentPort?.postMessage({ id, failure: error instanceof Error ? error.message : String(error) })
  }
})
