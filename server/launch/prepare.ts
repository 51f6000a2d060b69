import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, runToEnd, type Variables } from './children.ts'
import { diskFault, Fault } from './fault.ts'
import { readStamp, stampOf } from './stamp.ts'
import { plainEnvironment } from './surroundings.ts'

const prismaStamp = 'prisma/generated/.stamp'
const buildStamp = '.next/.stamp'

/** Makes the database client from the schema, unless the one there is of this very schema. */
export async function generate(): Promise<void> {
  const stamp = stampOf(['prisma/schema.prisma', 'prisma/prisma.config.ts', 'node_modules/prisma/package.json'])
  if (readStamp(prismaStamp) === stamp) return
  // Any existing program will do: the command only wants to see that its native engine is there, and would fetch it.
  const env = { ...plainEnvironment(), PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' }
  await must(
    'node_modules/prisma/build/index.js',
    ['generate', '--config', 'prisma/prisma.config.ts'],
    env,
    'The database client could not be made',
  )
  writeFileSync(join(root, prismaStamp), stamp)
}

/** Builds the pages, unless nothing they are made of has changed since. Needs no database. */
export async function build({ show = false } = {}): Promise<void> {
  const stamp = stampOf(
    [
      'app',
      'components',
      'public',
      'server',
      'prisma/schema.prisma',
      'package-lock.json',
      'tsconfig.json',
      'next.config.ts',
      '.postcssrc.json',
    ],
    (path) => !/[.]test[.]tsx?$|^server[/](launch|testing|crew|drills)[/]/.test(path),
  )
  if (readStamp(buildStamp) === stamp) return
  if (!show) console.log('Building the pages (about a minute, whenever the sources changed) …')
  await must('node_modules/next/dist/bin/next', ['build'], buildEnvironment(), 'The pages could not be built', show)
  writeFileSync(join(root, buildStamp), stamp)
}

/** Writes the types that Next derives from the routes; the compiler needs them. */
export async function routeTypes(): Promise<void> {
  await must(
    'node_modules/next/dist/bin/next',
    ['typegen'],
    buildEnvironment(),
    'The types of the routes could not be made',
  )
}

const buildEnvironment = (): Variables => ({
  ...plainEnvironment(),
  NODE_ENV: 'production',
  NEXT_TELEMETRY_DISABLED: '1',
})

async function must(
  program: string,
  options: readonly string[],
  env: Variables,
  complaint: string,
  show = false,
): Promise<void> {
  const { code, output } = await runToEnd([process.execPath, program, ...options], { env, show })
  if (code === 0) return
  throw (
    diskFault(output, root) ??
    new Fault(
      `${output.trim().split('\n').slice(-40).join('\n')}\n${complaint}; mend what is named above and start again.`,
    )
  )
}
