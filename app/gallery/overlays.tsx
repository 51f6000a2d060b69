'use client'

import { Archive, Ellipsis, UserRound } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/ui/button.tsx'
import { Card } from '../../components/ui/card.tsx'
import { ConfirmDialog, Dialog } from '../../components/ui/dialog.tsx'
import { Field } from '../../components/ui/field.tsx'
import { Input } from '../../components/ui/input.tsx'
import { announce } from '../../components/ui/live-region.tsx'
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../../components/ui/menu.tsx'
import { Popover } from '../../components/ui/popover.tsx'
import { Tabs } from '../../components/ui/tabs.tsx'
import { toast, toastUndo } from '../../components/ui/toast.tsx'
import { Tooltip } from '../../components/ui/tooltip.tsx'

export function Overlays() {
  const [level, setLevel] = useState<'all' | 'mentions' | 'none'>('mentions')
  const [open, setOpen] = useState(false)
  return (
    <Card>
      <div className="flex flex-wrap items-center gap-2">
        <Dialog
          open={open}
          onOpenChange={setOpen}
          trigger={<Button>New room…</Button>}
          title="New room"
          description="A name is enough. The goal can come later."
          footer={
            <Button tone="primary" keys="Enter" onClick={() => setOpen(false)}>
              Create room
            </Button>
          }
        >
          <Field label="Name">
            <Input placeholder="q3-market-report" />
          </Field>
        </Dialog>
        <ConfirmDialog
          trigger={<Button tone="danger">Stop 3 runs…</Button>}
          title="Stop 3 runs?"
          act="Stop 3 runs"
          onConfirm={() => announce('3 runs stopped')}
        >
          4 tasks wait on them. Each agent gets a stop and 30 s to hand over what it has.
        </ConfirmDialog>
        <Menu trigger={<Button icon={<Ellipsis aria-hidden className="size-4" />}>Actions</Button>}>
          <MenuItem
            icon={<UserRound aria-hidden className="size-4" />}
            keys="d"
            hint="Ranked by fit, with reasons"
            onSelect={() => announce('Delegate')}
          >
            Delegate to…
          </MenuItem>
          <MenuItem
            icon={<Archive aria-hidden className="size-4" />}
            keys="e"
            onSelect={() => toastUndo('Archived', () => announce('Back again'))}
          >
            Archive
          </MenuItem>
          <MenuSeparator />
          <MenuChoice
            label="Notify me about"
            value={level}
            onChange={setLevel}
            options={[
              { value: 'all', label: 'Everything' },
              { value: 'mentions', label: 'What needs me' },
              { value: 'none', label: 'Nothing' },
            ]}
          />
          <MenuSeparator />
          <MenuItem danger onSelect={() => announce('Stop')}>
            Stop
          </MenuItem>
        </Menu>
        <Popover trigger={<Button tone="quiet">Why this agent?</Button>} label="Why this agent">
          <p>scout-5 scores 0.82: skill research, 2 of 4 slots free, 71 % accepted first time.</p>
          <p className="mt-2 text-ink-2">Next: scout-2, 0.64, failed this task before.</p>
        </Popover>
        <Tooltip text="All keys" keys="Shift+?">
          <Button tone="quiet">Hover or focus me</Button>
        </Tooltip>
        <Button
          onClick={() =>
            toastUndo('T-21 handed to scout-5', () => toast('T-21 is with scout-2 again', { tone: 'done' }))
          }
        >
          Toast with undo
        </Button>
        <Button onClick={() => toast('Not sent', { tone: 'failed', detail: 'The room is paused. Your text is kept.' })}>
          Toast of a refusal
        </Button>
      </div>
      <Tabs
        label="Agent page"
        className="mt-5"
        items={[
          { value: 'overview', label: 'Overview', content: 'Answers in 0.4 s on average.' },
          { value: 'deliveries', label: 'Deliveries', count: 118, content: 'Every request and its response.' },
          { value: 'runs', label: 'Runs', count: 3, content: 'What it works on now.' },
          { value: 'skills', label: 'Skills and limits', content: 'What it may be given.' },
          { value: 'settings', label: 'Settings', content: 'Address, secret, owner.' },
        ]}
      />
    </Card>
  )
}
