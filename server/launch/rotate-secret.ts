import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { open, seal, sealingKey } from '../adapters/webhook/seal.ts'
import { resealAll } from '../store/reseal.ts'
import { takeDataDir } from './data-dir.ts'
import { Fault, wordsOf } from './fault.ts'
import { kept, randomSecret } from './kept.ts'
import { startPostgres } from './postgres.ts'
import { askedDatabase, checkedEnv, givenSecret } from './surroundings.ts'

// npm run rotate-secret, while Muster is stopped: a new server secret. What was sealed with the old one is sealed anew; sign-ins,
// links and the tokens of open attempts were made from it and are worth nothing afterwards. Exit code 1 when it could not be done.

async function rotate(): Promise<number> {
  if (givenSecret() !== null)
    throw new Fault(
      'MUSTER_SECRET is given from outside; unset it here, so that the one in the data folder is changed.',
    )
  const directory = takeDataDir(checkedEnv().dataDir)
  const asked = askedDatabase()
  const own = asked === null ? await startPostgres(join(directory.path, 'postgres')) : null
  try {
    const file = join(directory.path, 'secret')
    const old = sealingKey(readFileSync(file, 'utf8').trim())
    // Kept before anything is sealed with it: whoever is interrupted does it again with the same one.
    const fresh = sealingKey(kept(`${file}.next`, randomSecret))
    const client = new pg.Client({ connectionString: asked ?? own?.url('muster') })
    await client.connect()
    const turned = await resealAll(client, old.id, (sealed) => seal(open(sealed, old), fresh)).finally(() =>
      client.end(),
    )
    renameSync(`${file}.next`, file)
    console.log(`The server has a new secret, and ${turned} texts are sealed with it. Everybody has to sign in again.`)
    return 0
  } finally {
    await own?.stop()
    directory.release()
  }
}

process.exitCode = await rotate().catch((error: unknown) => {
  console.error(error instanceof Fault ? error.message : `The secret could not be changed: ${wordsOf(error)}`)
  return 1
})
