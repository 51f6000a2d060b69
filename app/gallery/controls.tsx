'use client'

import { Ellipsis, Pause, Plus } from 'lucide-react'
import { useState } from 'react'
import { Button, ButtonLink } from '../../components/ui/button.tsx'
import { Card } from '../../components/ui/card.tsx'
import { Checkbox } from '../../components/ui/checkbox.tsx'
import { CopyButton } from '../../components/ui/copy-button.tsx'
import { DropZone } from '../../components/ui/drop-zone.tsx'
import { Field } from '../../components/ui/field.tsx'
import { IconButton } from '../../components/ui/icon-button.tsx'
import { Input } from '../../components/ui/input.tsx'
import { PasswordInput } from '../../components/ui/password-input.tsx'
import { SecretOnce } from '../../components/ui/secret-once.tsx'
import { Segmented } from '../../components/ui/segmented.tsx'
import { Select } from '../../components/ui/select.tsx'
import { TextareaGrow } from '../../components/ui/textarea-grow.tsx'
import { toast } from '../../components/ui/toast.tsx'

export function Controls() {
  const [face, setFace] = useState<'read' | 'changes' | 'source'>('read')
  const [stored, setStored] = useState(false)
  return (
    <>
      <Card title="Buttons" level={3}>
        <div className="flex flex-wrap items-center gap-2">
          <Button tone="primary" keys="a">
            Approve v3
          </Button>
          <Button keys="r">Ask for changes</Button>
          <Button tone="quiet">Just comment</Button>
          <Button tone="danger">Stop 3 runs</Button>
          <Button icon={<Plus aria-hidden className="size-4" />} size="sm">
            Add agent
          </Button>
          <Button disabled>Resend</Button>
          <Button tone="primary" pending>
            Starting
          </Button>
          <ButtonLink href="/gallery/room" tone="plain">
            Open the room
          </ButtonLink>
          <IconButton label="Pause all" keys="p" icon={<Pause aria-hidden className="size-4" />} />
          <IconButton label="More actions" icon={<Ellipsis aria-hidden className="size-4" />} size="sm" />
          <CopyButton text="https://muster.example/join/8f2c" what="Invite link" />
        </div>
      </Card>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 sm:grid-cols-2">
        <Card title="Fields" level={3}>
          <div className="grid gap-4">
            <Field label="E-mail">
              <Input type="email" autoComplete="username" placeholder="ana@northwind.example" />
            </Field>
            <Field label="Password" error="E-mail or password is not right.">
              <PasswordInput autoComplete="current-password" defaultValue="not-the-one" />
            </Field>
            <Field label="Goal" optional hint="Say what you want to hold in your hands at the end.">
              <TextareaGrow defaultValue="A 12-page market report on EU heat pumps, by Friday." />
            </Field>
            <Field label="Deliverable">
              <Select
                placeholder="Choose a kind"
                options={[
                  { value: 'report', label: 'Report' },
                  { value: 'slides', label: 'Slides' },
                  { value: 'sheet', label: 'Spreadsheet' },
                ]}
              />
            </Field>
          </div>
        </Card>
        <Card title="Choices" level={3}>
          <div className="grid grid-cols-[minmax(0,1fr)] justify-items-start gap-4">
            <Checkbox label="Keep me signed in" defaultChecked />
            <Checkbox label="Start without asking next time" hint="For this room only." />
            <fieldset>
              <legend className="text-sm font-medium">When an agent fails</legend>
              <Checkbox kind="radio" name="policy" label="Hand it to another" defaultChecked />
              <Checkbox kind="radio" name="policy" label="Ask me" />
            </fieldset>
            <Segmented
              label="Face"
              value={face}
              onChange={setFace}
              options={[
                { value: 'read', label: 'Read' },
                { value: 'changes', label: 'Changes +214 −96' },
                { value: 'source', label: 'Source' },
              ]}
            />
            <DropZone
              label="Room files"
              maxBytes={25_000_000}
              onFiles={(files) => toast(`${files.length} added`, { tone: 'done' })}
              className="w-full"
            />
          </div>
        </Card>
      </div>
      <Card title="A secret, once" level={3}>
        <SecretOnce
          secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
          what="webhook secret"
          stored={stored}
          onStored={setStored}
        />
      </Card>
    </>
  )
}
