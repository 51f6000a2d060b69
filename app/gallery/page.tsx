import { cookies } from 'next/headers'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Heading } from '../../components/ui/heading.tsx'
import { Mark } from '../../components/ui/mark.tsx'
import { SkipLink } from '../../components/ui/skip-link.tsx'
import { contrastCookie, readContrast, readTheme, themeCookie } from '../../components/ui/theme.ts'
import { ThemeSwitch } from '../../components/ui/theme-switch.tsx'
import { Controls } from './controls.tsx'
import { Faces } from './faces.tsx'
import { Overlays } from './overlays.tsx'
import { Reading } from './reading.tsx'
import { Rows } from './rows.tsx'
import { States } from './states.tsx'

const parts: readonly { id: string; name: string; body: ReactNode }[] = [
  { id: 'states', name: 'States and participants', body: <States /> },
  { id: 'controls', name: 'Controls', body: <Controls /> },
  { id: 'overlays', name: 'Overlays', body: <Overlays /> },
  { id: 'rows', name: 'Rows and tables', body: <Rows /> },
  { id: 'faces', name: 'Empty, loading, broken', body: <Faces /> },
  { id: 'reading', name: 'Reading', body: <Reading /> },
]

export default async function Page() {
  const jar = await cookies()
  return (
    <>
      <SkipLink />
      <header className="border-b border-line">
        <div className="mx-auto flex max-w-5xl flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
          <span className="flex gap-1">
            <Mark kind="person" name="Ana Lopes" />
            <Mark kind="agent" name="scout-5" />
            <Mark kind="coordinator" name="Coordinator" />
          </span>
          <Heading level={1} className="flex-1">
            Gallery
          </Heading>
          <Link href="/gallery/room" className="text-accent underline underline-offset-2">
            The frame of a room
          </Link>
          <ThemeSwitch
            theme={readTheme(jar.get(themeCookie)?.value)}
            contrast={readContrast(jar.get(contrastCookie)?.value)}
            full
          />
        </div>
      </header>
      <main id="face" tabIndex={-1} className="mx-auto grid max-w-5xl grid-cols-[minmax(0,1fr)] gap-12 px-4 py-8">
        {parts.map((part) => (
          <section
            key={part.id}
            id={part.id}
            aria-labelledby={`${part.id}-name`}
            className="grid grid-cols-[minmax(0,1fr)] gap-4"
          >
            <Heading level={2} look="title" id={`${part.id}-name`}>
              {part.name}
            </Heading>
            {part.body}
          </section>
        ))}
      </main>
    </>
  )
}
