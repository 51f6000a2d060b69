'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import type { ButtonSize, ButtonTone } from './button-class.ts'
import { IconButton } from './icon-button.tsx'
import { announce } from './live-region.tsx'

/** Puts `text` on the clipboard and says so in words. `what` names it: "Copy address" becomes "Address copied". */
export function CopyButton({
  text,
  what,
  iconOnly = false,
  tone = iconOnly ? 'quiet' : 'plain',
  size = 'sm',
  onCopied,
}: {
  text: string
  what: string
  iconOnly?: boolean
  tone?: ButtonTone
  size?: ButtonSize
  onCopied?: () => void
}) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null)
  useEffect(() => {
    if (!outcome) return
    const timer = setTimeout(() => setOutcome(null), 2500)
    return () => clearTimeout(timer)
  }, [outcome])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setOutcome('copied')
      announce(`${what} copied`)
      onCopied?.()
    } catch {
      setOutcome('refused')
      announce('The browser refused the clipboard. Select the text and copy it by hand.')
    }
  }
  const icon =
    outcome === 'copied' ? <Check aria-hidden className="size-4 text-done" /> : <Copy aria-hidden className="size-4" />
  const words = outcome === 'copied' ? 'Copied' : outcome === 'refused' ? 'Copy by hand' : 'Copy'
  if (iconOnly)
    return <IconButton label={outcome ? words : `Copy ${what}`} icon={icon} size={size} tone={tone} onClick={copy} />
  return (
    <Button tone={tone} size={size} icon={icon} onClick={copy}>
      {words}
      <span className="sr-only"> {what}</span>
    </Button>
  )
}
