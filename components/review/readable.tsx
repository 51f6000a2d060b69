'use client'

import dynamic from 'next/dynamic'
import { type RefObject, useEffect, useMemo, useRef } from 'react'
import type { PreviewView } from '../../server/contract/views.ts'
import { Banner } from '../ui/banner.tsx'
import { Broken } from '../ui/broken.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Empty } from '../ui/empty.tsx'
import { Prose } from '../ui/prose.tsx'
import { fileSize } from '../ui/size.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { plainWords } from './anchors.ts'
import { useReview } from './review-context.tsx'
import { RunFrame } from './run-frame.tsx'
import { SelectionComment } from './selection-comment.tsx'
import { type TextMark, useMarks } from './use-marks.ts'

const Sheet = dynamic(() => import('./sheet.tsx'), { loading: () => <Skeleton shape="rows" count={8} /> })

/** The file on screen as its kind wants, or as raw text; stretches of it can be commented on. */
export function Readable({ raw }: { raw: boolean }) {
  const { preview } = useReview()
  if (preview.failure) {
    return (
      <Broken title="This file could not be read" onRetry={preview.again}>
        {preview.failure.detail}
      </Broken>
    )
  }
  if (!preview.value) return <Skeleton count={10} label="Reading the file" />
  return <Shown view={preview.value} raw={raw} />
}

function Shown({ view, raw }: { view: PreviewView; raw: boolean }) {
  const { shown } = useReview()
  const href = `/api/v1/versions/${shown.id}/content?file=${encodeURIComponent(view.file.name)}`
  if (raw) {
    if (view.text === null) return <NoText name={view.file.name} size={view.file.size} href={href} />
    return <Text source={view.text} plain />
  }
  switch (view.kind) {
    case 'markdown':
      return <Text source={view.text ?? ''} html={view.html ?? ''} />
    case 'csv':
      return <Sheet rows={view.rows ?? []} name={view.file.name} />
    case 'html':
      return view.frameUrl ? (
        <RunFrame url={view.frameUrl} name={view.file.name} />
      ) : (
        <NoText name={view.file.name} size={view.file.size} href={href} />
      )
    case 'json':
      return <Text source={pretty(view.text ?? '')} plain />
    case 'text':
      return <Text source={view.text ?? ''} plain />
    case 'binary':
      return view.frameUrl && view.file.mediaType.startsWith('image/') ? (
        // biome-ignore lint/performance/noImgElement: the image optimiser stays off for what agents send
        <img src={view.frameUrl} alt={view.file.name} className="max-w-full rounded-control border border-line" />
      ) : (
        <NoText name={view.file.name} size={view.file.size} href={href} />
      )
  }
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

function NoText({ name, size, href }: { name: string; size: number; href: string }) {
  return (
    <Empty
      title={name}
      action={
        <a href={href} className={buttonClass('plain')}>
          Download
        </a>
      }
    >
      {fileSize(size)}. This kind of file is not shown here; open it in its own program.
    </Empty>
  )
}

/** What is marked in the text: comments, drafts, claims with their sources. Rendered text has no marks of markdown. */
function useTextMarks(rendered: boolean): TextMark[] {
  const { comments, shown, desk, detail, base } = useReview()
  return useMemo(() => {
    const seen = (quote: string) => (rendered ? plainWords(quote) : quote)
    const open = comments.filter(
      ({ status, versionId, quote }) =>
        status === 'open' && quote !== '' && (versionId === shown.id || versionId === base?.id),
    )
    const claims = (detail.value?.sources ?? []).filter((source) => (source.claim ?? '').length > 3)
    return [
      ...claims.map(({ n, claim }) => ({
        id: `cite:${n}`,
        style: 'claim' as const,
        quote: claim ?? '',
        prefix: '',
        suffix: '',
      })),
      ...open.map(({ id, quote, prefix, suffix }) => ({
        id: `comment:${id}`,
        style: 'comment' as const,
        ...{ quote: seen(quote), prefix, suffix },
      })),
      ...desk.drafts
        .filter((draft) => draft.quote !== '')
        .map(({ id, quote, prefix, suffix }) => ({
          id: `draft:${id}`,
          style: 'draft' as const,
          ...{ quote: seen(quote), prefix, suffix },
        })),
    ]
  }, [comments, shown.id, base?.id, desk.drafts, detail.value, rendered])
}

function Text({ source, html, plain = false }: { source: string; html?: string; plain?: boolean }) {
  const { address, standing } = useReview()
  const root = useRef<HTMLDivElement>(null)
  const marks = useTextMarks(html !== undefined)
  const { at, show } = useMarks(root, marks, html ?? source)
  const go = address.get('at')
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls once for each wish in the address
  useEffect(() => {
    if (go) show(go)
  }, [go])
  const click = (event: React.MouseEvent) => {
    if (!document.getSelection()?.isCollapsed) return
    const id = at(event.clientX, event.clientY)
    if (id?.startsWith('cite:')) address.set({ panel: 'about', cite: id.slice(5), src: null })
    else if (id) address.set({ panel: 'about', cite: null, src: null, at: id })
  }
  const body = useMemo(
    () =>
      html === undefined ? (
        <pre className="font-mono text-xs leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]">{source}</pre>
      ) : (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by the server
        <Prose dangerouslySetInnerHTML={{ __html: html }} />
      ),
    [html, source],
  )
  return (
    <div className="relative min-w-0">
      {source.trim() === '' && <Banner tone="needs">This file is empty.</Banner>}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the same comments and sources are buttons in the panel */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the same comments and sources are buttons in the panel */}
      <div ref={root} onClick={click} className={plain ? 'rounded-card border border-line bg-raised px-4 py-3' : ''}>
        {body}
      </div>
      {standing.kind !== 'no-right' && (
        <SelectionComment root={root as RefObject<HTMLElement | null>} source={source} />
      )}
    </div>
  )
}
