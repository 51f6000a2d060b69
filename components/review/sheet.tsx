'use client'

import { VList } from 'virtua'

const sampled = 200
const narrowest = 6
const widest = 40

/** A table from a file: the header stays, rows are made only while in sight, wide ones scroll sideways. */
export default function Sheet({ rows, name }: { rows: readonly (readonly string[])[]; name: string }) {
  const [header = [], ...body] = rows
  const columns = Math.max(0, ...rows.slice(0, sampled).map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) => {
    const longest = Math.max(0, ...rows.slice(0, sampled).map((row) => (row[column] ?? '').length))
    return Math.min(widest, Math.max(narrowest, longest + 2))
  })
  const figures = Array.from({ length: columns }, (_, column) =>
    body.slice(0, sampled).every((row) => /^[\s\d.,%+\-−€$£]*$/.test(row[column] ?? '')),
  )
  const grid = { gridTemplateColumns: `3.5rem ${widths.map((width) => `${width}ch`).join(' ')}` }
  const cell = (column: number) => (figures[column] ? 'truncate px-2 text-end tabular-nums' : 'truncate px-2')
  const height = `min(70dvh, ${(body.length + 1) * 1.875}rem)`
  return (
    <section
      aria-label={`${name}, ${body.length} rows`}
      data-wide
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keys
      tabIndex={0}
      className="min-w-0 overflow-x-auto rounded-card border border-line bg-raised text-sm"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a real table cannot make its rows only while in sight */}
      <div
        role="table"
        aria-label={name}
        aria-rowcount={rows.length}
        aria-colcount={columns}
        className="w-max min-w-full"
      >
        {/* biome-ignore lint/a11y/useSemanticElements: part of the windowed table */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: a row is not a control */}
        <div
          role="row"
          aria-rowindex={1}
          className="grid border-b border-line-strong py-1.5 text-xs font-medium"
          style={grid}
        >
          <span className="px-2 text-end text-ink-3" />
          {widths.map((_, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
            // biome-ignore lint/a11y/useSemanticElements: part of the windowed table
            // biome-ignore lint/a11y/useFocusableInteractive: a heading is not a control
            <span key={column} role="columnheader" className={cell(column)} title={header[column]}>
              {header[column]}
            </span>
          ))}
        </div>
        <VList style={{ height }} itemSize={30}>
          {body.map((row, index) => (
            // biome-ignore lint/a11y/useSemanticElements: part of the windowed table
            // biome-ignore lint/a11y/useFocusableInteractive: a row is not a control
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of one file never move
              key={index}
              role="row"
              aria-rowindex={index + 2}
              className="grid border-b border-line py-1"
              style={grid}
            >
              <span className="px-2 text-end text-xs text-ink-3 tabular-nums">{index + 1}</span>
              {widths.map((_, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
                // biome-ignore lint/a11y/useSemanticElements: part of the windowed table
                <span key={column} role="cell" className={cell(column)} title={row[column]}>
                  {row[column]}
                </span>
              ))}
            </div>
          ))}
        </VList>
      </div>
    </section>
  )
}
