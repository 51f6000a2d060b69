'use client'

import { DropZone } from '../../ui/drop-zone.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Heading } from '../../ui/heading.tsx'
import { announce } from '../../ui/live-region.tsx'
import { fileSize } from '../../ui/size.ts'
import { Table, Td, Th } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { useRows } from '../../workspace/live.ts'
import { useMay } from '../../workspace/workspace-context.tsx'
import { maxFileBytes, useUploads } from '../files.ts'
import { useNames, useRoom } from '../room-context.tsx'
import { UploadLine } from '../upload-line.tsx'

/** The room's files: goals take them as inputs, claims cite them as sources. */
export function Files() {
  const { id, lane } = useRoom()
  const files = useRows(lane, 'files')
  const names = useNames()
  const mayAttach = useMay('file.attach')
  const { uploads, add, remove } = useUploads(id, (_, name) => announce(`${name} is in the room`))
  const unfinished = uploads.filter(
    (one) => !one.fileId || one.warnings.length > 0 || !files.some((file) => file.id === one.fileId),
  )
  return (
    <section aria-label="Files" className="grid gap-3">
      <Heading level={2}>Files</Heading>
      {mayAttach && (
        <DropZone label="Add files to the room" maxBytes={maxFileBytes} onFiles={(chosen) => void add(chosen)} />
      )}
      {unfinished.map((one) => (
        <UploadLine key={one.key} upload={one} onForget={() => remove(one.key)} />
      ))}
      {files.length === 0 ? (
        <Empty level={3} title="No files yet">
          Agents can only work from what is in the room or on the public web.
        </Empty>
      ) : (
        <Table caption="Files of this room">
          <thead>
            <tr>
              <Th>Name</Th>
              <Th num>Size</Th>
              <Th className="max-md:hidden">By</Th>
              <Th>When</Th>
            </tr>
          </thead>
          <tbody>
            {[...files]
              .sort((a, b) => b.at - a.at)
              .map((file) => (
                <tr key={file.id}>
                  <Td>
                    <a
                      href={`/api/v1/rooms/${id}/files/${file.id}`}
                      className="break-all underline underline-offset-2 hover:text-accent"
                    >
                      {file.name}
                    </a>
                  </Td>
                  <Td num>{fileSize(file.size)}</Td>
                  <Td className="max-md:hidden">{names(file.uploadedBy)?.name}</Td>
                  <Td>
                    <Time at={file.at} />
                  </Td>
                </tr>
              ))}
          </tbody>
        </Table>
      )}
    </section>
  )
}
