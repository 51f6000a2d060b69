'use client'

import type { PlaybookView } from '../../server/contract/workspace-snapshot.ts'
import { counted } from '../../server/domain/text/counted.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { Empty } from '../ui/empty.tsx'
import { Time } from '../ui/time.tsx'
import { act } from '../workspace/commands.ts'
import { useRow, useRows } from '../workspace/live.ts'
import { useMay, useRole, useWorkspace } from '../workspace/workspace-context.tsx'

/** The plans that were saved for use again, and what each asks for. */
export function Playbooks() {
  const { lane } = useWorkspace()
  const playbooks = [...useRows(lane, 'playbooks')].sort((a, b) => a.name.localeCompare(b.name))
  return (
    <>
      <p className="text-ink-2">
        A playbook is a plan to be used again. Save one from a goal’s menu; choose it when you post a goal, in a
        schedule, or in a hook.
      </p>
      <Card title="Saved playbooks" flush>
        {playbooks.length === 0 ? (
          <Empty level={3} title="No playbook saved yet">
            Open a goal whose plan was good, and choose “Save as playbook” in its menu.
          </Empty>
        ) : (
          <ul>
            {playbooks.map((playbook) => (
              <One key={playbook.id} playbook={playbook} />
            ))}
          </ul>
        )}
      </Card>
    </>
  )
}

function One({ playbook }: { playbook: PlaybookView }) {
  const { lane, me } = useWorkspace()
  const role = useRole()
  const mayRemove =
    useMay('playbook.remove') && (playbook.createdBy === me.memberId || role === 'owner' || role === 'admin')
  const by = useRow(lane, 'members', playbook.createdBy)?.name
  const { id, name, description, parameters, tasks, updatedAt } = playbook
  const remove = async () => {
    await act('playbook.remove', { playbookId: id }, { until: lane, done: `${name} was removed` })
  }
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 border-t border-line px-4 py-3">
      <div className="grid min-w-0 flex-1 basis-56 gap-1">
        <p className="font-medium break-words">{name}</p>
        {description && <p className="text-sm text-ink-2">{description}</p>}
        <p className="text-sm text-ink-3">
          {tasks === 1 ? 'one task' : counted(tasks, 'task')}
          {by && `, saved by ${by}`} <Time at={updatedAt} />
        </p>
        {parameters.length > 0 && (
          <ul aria-label={`What ${name} asks for`} className="mt-1 grid gap-1 text-sm">
            {parameters.map((parameter) => (
              <li key={parameter.name} className="flex flex-wrap items-baseline gap-x-2">
                <Badge>{parameter.name}</Badge>
                <span className="min-w-0 break-words text-ink-2">
                  {parameter.description}
                  {parameter.default !== null && (
                    <span className="text-ink-3">
                      {' '}
                      {parameter.description && '· '}else “{parameter.default}”
                    </span>
                  )}
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
      {mayRemove && (
        <ConfirmDialog
          trigger={
            <Button size="sm" tone="quiet">
              Remove…
            </Button>
          }
          title={`Remove ${name}?`}
          act={`Remove ${name}`}
          onConfirm={remove}
        >
          Goals that were made from it keep their plans. A playbook that a schedule or a hook uses cannot be removed.
        </ConfirmDialog>
      )}
    </li>
  )
}
