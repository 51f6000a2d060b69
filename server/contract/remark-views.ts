import type { Verdict } from '../domain/version.ts'

// What a window holds of remarks on versions, and of bytes. Moments are Unix milliseconds.

export type ArtifactView = {
  id: string
  attemptId: string
  artifactId: string
  name: string
  files: { name: string; mediaType: string; sha256: string; size: number }[]
  complete: boolean
  at: number
}

export type FileView = {
  id: string
  name: string
  mediaType: string
  size: number
  sha256: string
  uploadedBy: string
  at: number
}

export type ReviewView = {
  id: string
  deliverableId: string
  versionId: string
  sha256: string
  memberId: string
  verdict: Verdict
  summary: string
  at: number
}

export type CommentView = {
  id: string
  versionId: string
  reviewId: string | null
  authorId: string
  quote: string
  prefix: string
  suffix: string
  body: string
  status: 'open' | 'resolved'
  at: number
}
