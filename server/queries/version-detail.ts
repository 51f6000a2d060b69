import { presentComment, presentReview, presentVersion } from '../contract/present.ts'
import { presentOpinion } from '../contract/present-coordination.ts'
import type { VersionDetail } from '../contract/views.ts'
import type { CheckResult, Evidence } from '../domain/checks/check.ts'
import { isFigure } from '../domain/checks/quotes.ts'
import { quoted } from '../domain/checks/read-material.ts'
import { calibrationOf } from '../domain/opinion.ts'
import type { Actor } from '../domain/permission.ts'
import { shorten } from '../domain/text/lines.ts'
import type { Source, Version } from '../domain/version.ts'
import { sharedPool } from '../store/pool.ts'
import { readAgentNames, readJudged, readOpinionsOn } from '../store/reads/opinion.ts'
import type { Reader } from '../store/reads/reader.ts'
import { findVersion, type Origin, readInputNames, readOrigins, readVersionRest } from '../store/reads/version.ts'
import { readAttemptsOf } from '../store/reads/work.ts'
import { roomPerson } from './standing.ts'

/** A version with its checks, its numbered sources, what it was built from, and what people said of it. */
export async function versionDetail(actor: Actor, versionId: string): Promise<VersionDetail | null> {
  if (!(await roomPerson(actor, { versionId }))) return null
  const pool = sharedPool()
  const version = await findVersion(pool, versionId)
  if (!version) return null
  const { id, roomId, goalId, deliverableId, attemptId, response, evidence, checks, sources, builtFrom } = version
  const cited = sources.flatMap((source) => source.versionId ?? [])
  const [rest, attempts, origins, inputNames, opinions] = await Promise.all([
    readVersionRest(pool, version),
    readAttemptsOf(pool, version.taskId),
    readOrigins(pool, roomId, [id, ...builtFrom.map((each) => each.versionId), ...cited]),
    readInputNames(
      pool,
      roomId,
      sources.flatMap((source) => source.inputId ?? []),
    ),
    opinionsOn(pool, version),
  ])
  const nameOf = (source: Source) =>
    inputNames.get(source.inputId ?? '') ?? nameOfVersion(origins.get(source.versionId ?? '')) ?? null
  return {
    version: { ...presentVersion(version), response, evidence },
    ...{ roomId, goalId, deliverableId, checks },
    sources: sources.map((source, at) => ({
      ...source,
      n: at + 1,
      inputName: nameOf(source),
      found: wasFound(source, checks),
    })),
    lineage: {
      attemptId,
      doer: origins.get(id)?.doer ?? 'someone who left',
      builtFrom: builtFrom.map((each) => ({
        ...each,
        taskTitle: origins.get(each.versionId)?.taskTitle ?? '',
        doer: origins.get(each.versionId)?.doer ?? 'someone who left',
      })),
      attempts: attempts.map(({ number, doerName, status, failure, reason }) => ({
        number,
        doer: doerName,
        outcome: failure ?? status,
        reason,
      })),
    },
    reviews: rest.review.map(presentReview),
    comments: rest.comment.map(presentComment),
    opinions,
    siblings: rest.version.sort((one, other) => one.number - other.number).map(presentVersion),
  }
}

async function opinionsOn(reader: Reader, version: Version): Promise<VersionDetail['opinions']> {
  const opinions = await readOpinionsOn(reader, version.id)
  const judged = await readJudged(reader, [...new Set(opinions.map((opinion) => opinion.agentId))])
  const names = await readAgentNames(
    reader,
    opinions.map((opinion) => opinion.agentId),
  )
  return opinions.map((opinion) => ({
    ...presentOpinion(opinion),
    name: names.get(opinion.agentId) ?? 'an agent that left',
    calibration: calibrationOf(judged.get(opinion.agentId) ?? []),
  }))
}

const nameOfVersion = (origin: Origin | undefined) => origin && (origin.fileName ?? origin.taskTitle)

/** Whether the coordinator found what a source cites: its quote, or its figure on the table. Null when nobody could tell. */
function wasFound(source: Source, checks: readonly CheckResult[]): boolean | null {
  const check = checks.find(({ name }) => name === (isFigure(source) ? 'numbers' : 'quotes'))
  const label = shorten(source.claim ?? source.quote, 80)
  const cites = source.inputId ?? source.versionId ?? source.url
  const about = check?.evidence.filter((each) => each.label === label && each.source === cites) ?? []
  // Two sources may share a claim and a file; then the quoted words tell them apart.
  const one = about.length === 1 ? about[0] : about.find((each) => each.detail.includes(quoted(source.quote)))
  return one ? verdictOf(one) : null
}

const verdictOf = ({ ok, status }: Evidence) => (status === 'unverified' ? null : ok)

/** Finds a version for whoever may read its room. */
export async function readableVersion(
  actor: Actor,
  versionId: string,
  reader: Reader = sharedPool(),
): Promise<Version | null> {
  return (await roomPerson(actor, { versionId }, reader)) && findVersion(reader, versionId)
}
