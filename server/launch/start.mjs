// The first program of a bare clone: it uses Node alone until the packages are there, then hands over to launch.ts.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
// Asked before anything slow: later npm may be gone and another process be the parent.
const parent = process.ppid
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  fail(
    `Muster needs Node 20.19 or newer, and this is ${process.versions.node}; install a newer one from nodejs.org and start again.`,
  )
}
if (!installed()) install()
// Compiles TypeScript as it is read, here and in what launch.ts imports.
const { register } = await import('tsx/esm/api')
register()
const { launch } = await import('./launch.ts')
await launch(process.argv[2] ?? 'start', parent)

/** Whether node_modules holds what package-lock.json asks for; npm keeps a lock of what it installed beside it. */
function installed() {
  const wanted = read('package-lock.json')
  const present = read('node_modules/.package-lock.json')
  if (present === null) return false
  return Object.entries(wanted?.packages ?? {}).every(
    ([place, { version, optional }]) =>
      place === '' || present.packages[place]?.version === version || (optional && !(place in present.packages)),
  )
}

function install() {
  console.log('Installing packages (a minute or two, this once) …')
  let { ok, said } = npm('ci')
  // A lock written where some platforms' packages could not be seen lacks them, and npm ci is strict about that.
  if (!ok && said.includes('EUSAGE')) ({ ok, said } = npm('install', '--no-save'))
  if (ok) return
  if (/ENOSPC/.test(said))
    fail(`The disk that holds ${root} is full; free some space (3 GB is plenty) and start again.`)
  console.error(said)
  fail('The packages could not be installed; read above what npm says, mend it, and start again.')
}

// No package needs its own script here, and none gets to run one.
function npm(...words) {
  const [command = '', ...rest] = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  const options = [...rest, ...words, '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund']
  const { status, stdout, stderr, error } = spawnSync(command, options, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  return { ok: status === 0, said: `${stdout ?? ''}${stderr ?? ''}${error ?? ''}` }
}

function read(name) {
  try {
    return JSON.parse(readFileSync(`${root}/${name}`, 'utf8'))
  } catch {
    return null
  }
}

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}
