import type { NextRequest } from 'next/server'
import { currentUser } from '../../../../../../../../server/auth/page-session.ts'
import { goalTaskPage } from '../../../../../../../../server/queries/room-snapshot.ts'

type Params = { params: Promise<{ goal: string }> }

/** `?after=NUMBER`: a page of what a room's first view leaves out of a goal. 401 for nobody, 404 for whoever may not read it. */
export async function GET(request: NextRequest, { params }: Params): Promise<Response> {
  const after = Number(request.nextUrl.searchParams.get('after') ?? 0)
  const user = await currentUser()
  if (!user) return refused(401)
  const page = Number.isSafeInteger(after) && after >= 0 && (await goalTaskPage(user.actor, (await params).goal, after))
  return page ? Response.json(page, { headers }) : refused(404)
}

const headers = { 'cache-control': 'no-store' }
const refused = (status: 401 | 404) => Response.json({}, { status, headers })
