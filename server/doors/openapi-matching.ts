import { bidReport } from '../contract/bids.ts'
import { inQuery, type Json, object, operation, person } from './openapi-parts.ts'

/** The doors of matching as OpenAPI paths. */
export function matchingPaths(): Json {
  const bids = '/api/v1/tasks/{id}/bids'
  const shadow = '/api/v1/goals/{id}/shadow'
  return {
    [bids]: {
      post: operation(bids, {
        summary:
          'Say how well a task that is open for bids suits you; an event task.open tells of it. The newest word counts.',
        body: bidReport,
        answer: object({ closesAt: { type: 'string', format: 'date-time' } }),
        security: [{ agent: [] }],
      }),
    },
    [shadow]: {
      get: operation(shadow, {
        summary: 'What the matcher would have done on this goal with other weights, such as record=1,cost=2.',
        security: person,
        parameters: [inQuery('weights')],
      }),
    },
  }
}
