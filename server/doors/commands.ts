import type { CallerOf } from '../auth/caller.ts'
import type { Command } from '../commands/kit.ts'
import { attachFile, fileLimit } from '../commands/room/file.ts'
import type { Outcome, Runner } from '../commands/run.ts'
import { type CommandName, commandEnvelope, commandInputs, isCommandName } from '../contract/commands.ts'
import { refuse } from '../contract/problems.ts'
import type { Actor } from '../domain/permission.ts'
import { type Door, jsonReply, problemReply } from './http.ts'
import { isUuid, parse, signInFirst } from './kit.ts'
import { callerKey, type Pace, thingsIn } from './pace.ts'

export type PersonCommand = (input: never, actor: Actor, id: string) => Promise<Outcome>
/** Every command of the contract, and how it is carried out: total, so a new name does not compile until it has a handler. */
export type Catalogue = Record<CommandName, PersonCommand>

/** A plan of 10,000 tasks, or a file of 10 MiB as base64, in one command. */
const commandLimit = 16 * 1024 * 1024

/** `POST /api/v1/commands` and the upload of files: the doors through which people change anything. */
export function createCommandDoors({
  runner,
  callerOf,
  catalogue,
  pace,
}: {
  runner: Runner
  callerOf: CallerOf
  catalogue: Catalogue
  pace: Pace
}): Door[] {
  return [
    {
      method: 'POST',
      path: '/api/v1/commands',
      forPrograms: true,
      async handle(request) {
        const actor = await callerOf(request.headers)
        if (!actor) return signInFirst
        if (actor.kind !== 'member')
          return problemReply(refuse('forbidden', 'Commands are for people. Agents speak about their attempts.'))
        const tooFast = pace.command(callerKey(actor))
        if (tooFast) return problemReply(tooFast)
        const envelope = parse(commandEnvelope, await request.json(commandLimit))
        if (!envelope.ok) return problemReply(envelope)
        const { id, name, input } = envelope.value
        if (!isCommandName(name))
          return problemReply(
            refuse('invalid', `There is no command "${name}".`, [{ path: 'name', message: 'unknown command' }]),
          )
        const parsed = parse(commandInputs[name], input ?? {})
        if (!parsed.ok)
          return problemReply({
            ...parsed,
            ...(parsed.errors
              ? {
                  errors: parsed.errors.map((error) => ({
                    ...error,
                    path: error.path ? `input.${error.path}` : 'input',
                  })),
                }
              : {}),
          })
        const tooMany = pace.things(callerKey(actor), thingsIn(parsed.value))
        if (tooMany) return problemReply(tooMany)
        const outcome = await catalogue[name](parsed.value as never, actor, id)
        return outcome.ok ? jsonReply({ ok: true, seq: outcome.seq, result: outcome.result }) : problemReply(outcome)
      },
    },
    {
      method: 'PUT',
      path: '/api/v1/rooms/:id/files',
      forPrograms: true,
      async handle(request) {
        const actor = await callerOf(request.headers)
        if (!actor) return signInFirst
        const tooFast = pace.command(callerKey(actor))
        if (tooFast) return problemReply(tooFast)
        const roomId = request.params.id ?? ''
        const name = request.query.get('name')?.slice(0, 400)
        if (!isUuid(roomId))
          return problemReply(refuse('not_found', 'There is no such room, or it is not yours to see.'))
        if (!name)
          return problemReply(
            refuse('invalid', 'Give the file a name: PUT …/files?name=notes.md', [
              { path: 'name', message: 'missing' },
            ]),
          )
        const bytes = await request.body(fileLimit)
        const mediaType = request.headers['content-type']?.split(';')[0]?.trim()
        const outcome = await runner.run(
          attachFile,
          { roomId, name, ...(mediaType ? { mediaType } : {}), base64: bytes.toString('base64') },
          actor,
        )
        return outcome.ok ? jsonReply({ ...outcome.result, seq: outcome.seq }) : problemReply(outcome)
      },
    },
  ]
}

/** A catalogue entry that runs a command in its lane. */
export const inLane =
  <I, R, P>(runner: Runner, command: Command<I, R, P>): PersonCommand =>
  (input, actor, id) =>
    runner.run(command, input as I, actor, id)
