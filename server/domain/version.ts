import type { CheckResult } from './checks/check.ts'
import type { Table } from './machine.ts'

export const versionStatuses = [
  'checking',
  'in_review',
  'approved',
  'changes_requested',
  'rejected',
  'superseded',
  'rolled_back',
] as const
export type VersionStatus = (typeof versionStatuses)[number]
export type VersionEvent = 'review' | 'approve' | 'request_changes' | 'reject' | 'supersede' | 'roll_back'

export const versionTable = {
  checking: { review: 'in_review', approve: 'approved', reject: 'rejected', supersede: 'superseded' },
  in_review: {
    approve: 'approved',
    request_changes: 'changes_requested',
    reject: 'rejected',
    supersede: 'superseded',
  },
  approved: { roll_back: 'rolled_back', supersede: 'superseded' },
  changes_requested: {},
  rejected: {},
  superseded: {},
  rolled_back: {},
} as const satisfies Table<VersionStatus, VersionEvent>

/** A source that the maker cites: where the claim comes from, with the quoted words. */
export type Source = {
  claim?: string | undefined
  url?: string | undefined
  inputId?: string | undefined
  versionId?: string | undefined
  quote: string
  locator?: string | undefined
}

/** One file of a version. `text` is kept beside the row only when it fits into an assignment as it is. */
export type VersionFile = {
  name: string
  mediaType: string
  sha256: string
  size: number
  text?: string | undefined
}

/** What a task brought forth: immutable bytes, named by hash. */
export type Version = {
  id: string
  roomId: string
  goalId: string
  taskId: string
  attemptId: string
  deliverableId: string | null
  number: number
  sha256: string
  status: VersionStatus
  response: string
  files: VersionFile[]
  sources: Source[]
  checks: CheckResult[]
  evidence: {
    name: string
    versionSha256?: string | undefined
    passed?: boolean | undefined
    output?: string | undefined
  }[]
  /** Versions and inputs it was built from. */
  builtFrom: { taskId: string; versionId: string; sha256: string }[]
  createdBy: string
  createdAt: number
  decidedAt: number | null
}

export type DeliverableStatus = 'pending' | 'in_review' | 'changes_requested' | 'approved' | 'rejected' | 'rolled_back'

/** A named result of a goal: a line of versions that a person decides on. */
export type Deliverable = {
  id: string
  roomId: string
  goalId: string
  taskId: string
  number: number
  name: string
  kind: string
  status: DeliverableStatus
  versionId: string | null
  /** Rounds of changes asked; after three a person must act. */
  rounds: number
  createdAt: number
}

export type Verdict = 'approved' | 'changes_requested' | 'rejected' | 'rolled_back'
export type Review = {
  id: string
  roomId: string
  goalId: string
  deliverableId: string
  versionId: string
  sha256: string
  memberId: string
  verdict: Verdict
  summary: string
  createdAt: number
}
export type Comment = {
  id: string
  roomId: string
  goalId: string
  versionId: string
  reviewId: string | null
  authorId: string
  quote: string
  prefix: string
  suffix: string
  body: string
  status: 'open' | 'resolved'
  createdAt: number
}

/** What an exported file says of itself: which version it is, and who approved exactly these bytes, when (Unix milliseconds). */
export type ExportedVersion = {
  title: string
  versionNumber: number
  sha256: string
  /** Null where nobody has. */
  approver: string | null
  approvedAt: number | null
}
