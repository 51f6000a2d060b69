import {
  type APIRequestContext,
  type BrowserContext,
  test as base,
  expect,
  type Page,
  request,
  type TestInfo,
} from '@playwright/test'
import { type Product, startProduct } from './product.ts'

const email = 'ana@northwind.example'
const password = 'a plain long sentence'
const token = `mst_pat_${'e2e'.repeat(12)}`

/** Opens a window of its own, with its own cookies; signed in when a state is given. */
export type OpenWindow = (state?: State) => Promise<Page>
type State = Awaited<ReturnType<APIRequestContext['storageState']>>

/** The workspace as its owner's program sees it: for what a journey needs but is not about. */
export type Desk = {
  readonly url: string
  readonly workspaceId: string
  /** Runs a command; throws with the server's words when it is refused. */
  command(name: string, input: Record<string, unknown>): Promise<Record<string, string>>
  get<T>(path: string): Promise<T>
  /** The same, signed in as the owner in a browser. */
  readonly owner: State
  /** Lets somebody new in by an invitation, into a room when one is named; answers their browser's state. */
  member(name: string, roomId?: string): Promise<State>
}

type Quiet = { watch(page: Page): void; expect(pattern: RegExp): void }

type Whole = { product: Product; desk: Desk }
type Each = {
  quiet: Quiet
  openWindow: OpenWindow
  owner: Page
  fresh: Product
  printed: undefined
}

/** One Muster for the whole run with an owner in it, and windows whose console must stay quiet. */
export const test = base.extend<Each, Whole>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here
    async ({}, use) => {
      const product = await startProduct({
        MUSTER_OWNER_EMAIL: email,
        MUSTER_OWNER_PASSWORD: password,
        MUSTER_OWNER_TOKEN: token,
        MUSTER_EGRESS_ALLOW: '127.0.0.1',
      })
      await use(product)
      await product.stop()
    },
    { scope: 'worker', timeout: 600_000 },
  ],
  desk: [async ({ product }, use) => use(await openDesk(product.url)), { scope: 'worker' }],

  // A console error that nobody announced fails the test, whichever window it came from.
  quiet: async ({ baseURL: _ }, use) => {
    const said: string[] = []
    const expected: RegExp[] = []
    await use({
      watch(page) {
        page.on('console', (message) => {
          if (message.type() === 'error') said.push(`${message.text()} (${message.location().url})`)
        })
        page.on('pageerror', (error) => said.push(String(error)))
      },
      expect: (pattern) => void expected.push(pattern),
    })
    expect(said.filter((line) => !expected.some((pattern) => pattern.test(line)))).toEqual([])
  },
  openWindow: async ({ browser, contextOptions, quiet }, use) => {
    const opened: BrowserContext[] = []
    await use(async (state) => {
      const context = await browser.newContext({ ...contextOptions, ...(state ? { storageState: state } : {}) })
      opened.push(context)
      const page = await context.newPage()
      comesAlive(page)
      quiet.watch(page)
      return page
    })
    await Promise.all(opened.map((context) => context.close()))
  },
  owner: async ({ openWindow, desk }, use) => use(await openWindow(desk.owner)),

  fresh: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use, testInfo) => {
      const product = await startProduct()
      await use(product)
      printWhenFailed(testInfo, product)
      await product.stop()
    },
    { timeout: 600_000 },
  ],
  printed: [
    async ({ product }, use, testInfo) => {
      await use(undefined)
      printWhenFailed(testInfo, product)
    },
    { auto: true },
  ],
})

/** Waits until a page's script has taken hold of it: no press is lost after that. For pages that a page went to by itself. */
export async function tookHold(page: Page): Promise<void> {
  await page
    .waitForFunction(
      () =>
        [...document.querySelectorAll('button, input, select, textarea')].every((control) =>
          Object.keys(control).some((name) => name.startsWith('__reactProps$')),
        ),
      undefined,
      { timeout: 30_000 },
    )
    // What follows says better what is amiss with the page.
    .catch(() => undefined)
  // Keys are listened to once the first picture stands.
  await page
    .evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve))))
    .catch(() => undefined)
}

/** A page that was gone to or loaded again is handed over once its script has taken hold of it. */
function comesAlive(page: Page): void {
  const [goTo, reload] = [page.goto.bind(page), page.reload.bind(page)]
  page.goto = async (...there) => {
    const answer = await goTo(...there)
    await tookHold(page)
    return answer
  }
  page.reload = async (...how) => {
    const answer = await reload(...how)
    await tookHold(page)
    return answer
  }
}

const lastLines = 40

function printWhenFailed({ status, expectedStatus, title }: TestInfo, product: Product) {
  if (status === expectedStatus) return
  console.error(`${product.url} printed last, after “${title}”:`)
  console.error(product.printed().split('\n').slice(-lastLines).join('\n'))
}

/** Signs in through the same doors as the page does; answers what the browser keeps. */
async function signIn(url: string, as: { email: string; password: string }): Promise<State> {
  const visitor = await request.newContext({ baseURL: url, extraHTTPHeaders: { origin: url } })
  const { csrfToken } = await (await visitor.get('/api/auth/csrf')).json()
  const form = { csrfToken, json: 'true', keep: 'true', ...as }
  const answer = await visitor.post('/api/auth/callback/credentials', { form })
  expect(answer.ok(), await answer.text()).toBe(true)
  const state = await visitor.storageState()
  await visitor.dispose()
  return state
}

async function openDesk(url: string): Promise<Desk> {
  const caller = await request.newContext({ baseURL: url, extraHTTPHeaders: { authorization: `Bearer ${token}` } })
  const get = async <T>(path: string): Promise<T> => {
    const answer = await caller.get(path)
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
    return await answer.json()
  }
  const me = await get<{ workspaces: { id: string }[] }>('/api/v1/me')
  const workspaceId = me.workspaces[0]?.id ?? ''
  const command: Desk['command'] = async (name, input) => {
    const answer = await caller.post('/api/v1/commands', { data: { id: crypto.randomUUID(), name, input } })
    if (!answer.ok()) throw new Error(`${name}: ${await answer.text()}`)
    return (await answer.json()).result
  }
  const member: Desk['member'] = async (name, roomId) => {
    const invite = await command('member.invite', { workspaceId, role: 'member', ...(roomId ? { roomId } : {}) })
    const their = { email: `${crypto.randomUUID()}@northwind.example`, password }
    const guest = await request.newContext({ baseURL: url, extraHTTPHeaders: { origin: url } })
    const joined = await guest.post('/api/v1/join', { data: { token: invite.token, name, ...their } })
    expect(joined.ok(), await joined.text()).toBe(true)
    await guest.dispose()
    return await signIn(url, their)
  }
  return { url, workspaceId, command, get, member, owner: await signIn(url, { email, password }) }
}
