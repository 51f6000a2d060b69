import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { chromium } from 'playwright'

const run = promisify(execFile)
const modules = fileURLToPath(new URL('../node_modules', import.meta.url))

// Chromium asks the internet for this and that, and on a closed network waits for answers.
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]

/** How to start the browser that was found, in the words of Playwright's `launchOptions`. */
export type Launch = { readonly executablePath: string; readonly args: string[]; readonly env: Record<string, string> }

/** The first Chromium there is: the system's, Playwright's own, else the one among the packages, unpacked when first asked for. */
export async function browserPath(): Promise<string> {
  const present = ['/usr/bin/chromium', chromium.executablePath()].find((path) => existsSync(path))
  return present ?? join(await unpacked(), 'chromium')
}

/** The same, ready to start anywhere: as root, offline, on a machine without fonts or the libraries a browser wants. */
export async function browserLaunch(): Promise<Launch> {
  const executablePath = await browserPath()
  const env = ambient()
  const args = process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet
  if (!executablePath.startsWith(modules)) return { executablePath, args, env }
  const folder = join(executablePath, '..')
  const starts = await run(executablePath, ['--version']).then(
    () => true,
    () => false,
  )
  return {
    executablePath,
    // It has no sandbox program beside it.
    args: [...quiet, '--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
    env: {
      ...env,
      FONTCONFIG_PATH: join(folder, 'fonts'),
      ...(starts ? {} : { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') }),
    },
  }
}

async function unpacked(): Promise<string> {
  const manifest: { version: string } = JSON.parse(
    readFileSync(join(modules, '@sparticuz/chromium/package.json'), 'utf8'),
  )
  const folder = join(modules, '.cache', `chromium-${manifest.version}`)
  if (existsSync(folder)) return folder
  const draft = mkdtempSync(`${folder}.`)
  // The package unpacks into the folder for temporary files, whatever that is called.
  const script = `import { inflate } from '@sparticuz/chromium'
    const files = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br']
    await Promise.all(files.map((file) => inflate(process.argv[1] + '/' + file)))`
  const words = ['--input-type=module', '-e', script, join(modules, '@sparticuz/chromium/bin')]
  await run(process.execPath, words, {
    cwd: join(modules, '..'),
    env: Object.assign({ ...process.env }, { TMPDIR: draft }),
  })
  try {
    renameSync(draft, folder)
  } catch (error) {
    // Somebody else was quicker.
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}

function ambient(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
