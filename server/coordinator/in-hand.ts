import type { Job } from '../store/records.ts'

/**
 * The jobs that a process has in hand: waiting for their moment, queued, or being done. A process that was stopped for
 * longer than its claims last finds its own jobs due again; what it has in hand it does not take up a second time.
 */
export class InHand {
  private readonly jobs = new Map<string, Job>()

  /** Takes a job in hand; one that is tried again takes the place of the try before it. */
  take(job: Job) {
    this.jobs.set(job.id, job)
  }
  has(id: string): boolean {
    return this.jobs.has(id)
  }
  /** This try of a job is over; a next one that was taken in hand meanwhile stays. */
  drop(job: Job) {
    if (this.jobs.get(job.id) === job) this.jobs.delete(job.id)
  }
}
