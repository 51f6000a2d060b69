import * as z from 'zod'
import { id, line, mediaType, name } from '../fields.ts'

const parameterName = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[\w-]+$/, 'letters, digits, dash and underscore only')
const value = z.string().max(20_000)
/** A playbook's parameters by name. */
export const parameterValues = z.record(parameterName, value)
/** A playbook by its name, or a saved one by its id. */
const playbook = z.string().trim().min(1, 'name a playbook').max(60)

/** What a schedule or a hook starts; its texts may hold the playbook's parameters as `{{name}}`. */
const terms = z.strictObject({
  title: z.string().trim().min(1, 'say what you want in a few words').max(200),
  brief: z.string().trim().min(1, 'say what you want in a sentence or two').max(20_000),
  acceptance: z.array(z.string().trim().min(1).max(1000)).max(50).default([]),
  parameters: parameterValues.default({}),
  autonomy: z.enum(['plan_first', 'run']).default('plan_first'),
})

/** A moment as ISO 8601 text or Unix milliseconds. */
const moment = z.union([
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
  z.number().int().min(0).max(8_640_000_000_000_000),
])

export const playbookCommands = {
  /** Saves a goal's plan; `replaces` are words of its texts that become `{{name}}`. Answers `{playbookId}`. */
  'playbook.save': z.strictObject({
    workspaceId: id,
    goalId: id,
    /** A saved playbook to put this in place of. */
    playbookId: id.optional(),
    name: z.string().trim().min(1, 'give it a name').max(60),
    description: line.default(''),
    parameters: z
      .array(
        z.strictObject({
          name: parameterName,
          description: line.default(''),
          default: value.optional(),
          replaces: z.string().min(1).max(2000),
        }),
      )
      .max(50)
      .default([]),
  }),
  'playbook.remove': z.strictObject({ playbookId: id }),
  /** Starts a goal again and again, in the name of whoever saved it last. Answers `{scheduleId, nextAt}`. */
  'schedule.save': z.strictObject({
    workspaceId: id,
    roomId: id,
    scheduleId: id.optional(),
    name,
    playbook,
    goal: terms,
    everySeconds: z.number().int().min(60, 'once a minute at most').max(31_622_400),
    startAt: moment.optional(),
    enabled: z.boolean().default(true),
  }),
  'schedule.remove': z.strictObject({ scheduleId: id }),
  /** A link by which another system starts a goal. Answers `{hookId, url, secret}`; url and secret are shown once. */
  'hook.create': z.strictObject({ workspaceId: id, roomId: id, name, playbook, goal: terms }),
  'hook.revoke': z.strictObject({ hookId: id }),
}

/** The body of `POST /api/v1/hooks/{token}`. */
export const hookCall = z.strictObject({
  parameters: parameterValues.default({}),
  inputs: z
    .array(z.strictObject({ name, mediaType: mediaType.default('text/plain'), text: z.string().max(262_144) }))
    .max(50)
    .default([]),
})
