'use client'

import { Button } from '../ui/button.tsx'
import type { Upload } from './files.ts'

/** A file on its way, one that was refused, or one that was taken with something to say about it. */
export function UploadLine({ upload, onForget }: { upload: Upload; onForget: () => void }) {
  const { name, error, warnings, fileId } = upload
  const spoken = error !== null || warnings.length > 0
  return (
    <div className="flex flex-wrap items-baseline gap-2 text-sm" role={spoken ? 'alert' : 'status'}>
      <span className="font-medium">{name}</span>
      {error !== null && <span className="text-failed">{error}</span>}
      {error === null && warnings.length > 0 && (
        <span className="text-needs">▲ is in the room, but look at it: {warnings.join(' ')}</span>
      )}
      {!spoken && <span className="text-ink-3">{fileId ? 'is in the room' : 'sending…'}</span>}
      {spoken && (
        <Button size="sm" tone="quiet" onClick={onForget}>
          {error === null ? 'All right' : 'Forget it'}
        </Button>
      )}
    </div>
  )
}
