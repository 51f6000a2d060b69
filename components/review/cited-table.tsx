'use client'

import clsx from 'clsx'
import Papa from 'papaparse'
import { useEffect, useMemo, useRef } from 'react'
import { readComputation } from '../../server/domain/checks/computation.ts'
import { Banner } from '../ui/banner.tsx'
import { Table, Td, Th } from '../ui/table.tsx'
import { countedIn, inWords } from './cited-figure.ts'

/** Rows beyond these are said to be there, not drawn. */
const mostRows = 500

/** Where a figure comes from: the table it was worked out from, with the cells that count marked. */
export default function CitedTable({ text, locator, name }: { text: string; locator: string; name: string }) {
  const computation = readComputation(locator)
  const [header = [], ...rows] = useMemo(() => Papa.parse<string[]>(text.trim()).data, [text])
  const first = useRef<HTMLTableCellElement>(null)
  useEffect(() => {
    void first.current?.scrollIntoView({ block: 'center', inline: 'center' })
  }, [])
  if (!computation) return null
  const { column, counts } = countedIn(header, rows, computation)
  const lead = rows.findIndex((_, at) => counts(at))
  return (
    <>
      <p className="text-sm">{inWords(computation, rows.filter((_, at) => counts(at)).length)}</p>
      {column === null && computation.column !== null && (
        <Banner tone="failed">This table has no column “{computation.column}”.</Banner>
      )}
      <div className="rounded-card border border-line bg-raised">
        <Table caption={`${name}, ${rows.length} rows`}>
          <thead>
            <tr>
              {header.map((head, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
                <Th key={at} num={at === column} className={clsx(at === column && 'font-semibold text-ink-1')}>
                  {head}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, mostRows).map((cells, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows never move
              <tr key={row}>
                {cells.map((cell, at) => {
                  const marked = counts(row) && (column === null ? at === 0 : at === column)
                  return (
                    // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
                    <Td key={at} num={at === column} ref={row === lead && marked ? first : undefined}>
                      {marked ? <mark className="rounded-[2px] bg-needs-soft text-ink-1">{cell}</mark> : cell}
                    </Td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      {rows.length > mostRows && <p className="text-sm text-ink-3">and {rows.length - mostRows} rows more</p>}
    </>
  )
}
