import { describe, expect, it } from 'vitest'
import { at, faults, files, headings, passed, tables } from './test-example.ts'
import { goalInput, workThrough } from './test-playbook.ts'

describe('the data summary', () => {
  it('passes the numbers check and puts the figures into words and tables', async () => {
    const brief = 'Summarise the stations table: docks, trips and fees by district. Every number cites its source.'
    const { made, deliverable } = await workThrough('data-summary', { title: 'Alderbike in numbers', brief }, tables)
    expect(faults(made.values())).toEqual([])
    expect(passed(at(made, 'figures-1'))).toContain('numbers')
    expect(passed(deliverable)).toContain('numbers')
    expect(deliverable.markdown).toContain(
      'The 40 rows of stations-2025.csv [1] come to 512 docks [2], 184,300 trips [3], 2,940 repairs [4]',
    )
    expect(deliverable.markdown).toContain('Centre has 58,880 trips')
    expect(deliverable.markdown).toContain('| Northfield | 50 | 10,077 | 175 | 6,141.21 |')
  })

  it('proves what it can of a table with rows that do not fit, and names those rows', async () => {
    const broken = goalInput('sales.csv', 'shop,revenue\nA,10\nB,1020\nC\nD,30\n')
    const { made, deliverable } = await workThrough('data-summary', { title: 'Sales', brief: 'Sum up sales.' }, [
      broken,
    ])
    expect(faults(made.values())).toEqual([])
    expect(deliverable.markdown).toContain('sales.csv: Row 3 was left out')
  })
})

describe('for each', () => {
  it('makes one result an item and merges all of them in their order', async () => {
    const items = ['Northfield', 'Hafenpark', 'Centre', 'Rail Station', { name: 'Zebra Lane', bays: 7 }]
    const brief = 'What do the documents say about this place?'
    const { made, deliverable } = await workThrough('for-each', { title: 'Places', brief, items }, files)
    expect(faults(made.values())).toEqual([])
    expect(headings(deliverable.markdown)).toEqual([
      'Northfield',
      'Hafenpark',
      'Centre',
      'Rail Station',
      'Zebra Lane',
      'Sources',
    ])
    expect(deliverable.markdown).toMatch(/The 5 rows of Northfield add up to 10,077 trips \[\d+\]\./)
    expect(deliverable.markdown).toMatch(/Rail Station has 12,984 trips \[\d+\]\./)
    expect(deliverable.markdown).toContain('Zebra Lane: 7 bays.')
    expect(deliverable.markdown).toContain('say nothing about Zebra Lane')
    expect(deliverable.version.sources).toHaveLength(5)
  })

  it('says of items without any source only what they state themselves', async () => {
    const items = [{ name: 'Red kettle', litres: 1.7, colour: 'red' }, 'Green toaster']
    const { made, deliverable } = await workThrough('for-each', { title: 'Texts', brief: 'Describe it.', items }, [])
    expect(faults(made.values())).toEqual([])
    expect(deliverable.markdown).toContain('Red kettle: 1.7 litres; colour: red.')
    expect(deliverable.markdown).toContain('beyond what it states itself, nothing about Green toaster is known here')
  })
})

describe('the checklist', () => {
  it('answers each point from the documents and puts the answers together in their order', async () => {
    const points = ['Say what the scheme costs', 'Say what residents think of the scheme', 'List open questions']
    const brief = `Prepare the meeting.\n\n${points.map((point) => `- ${point}`).join('\n')}`
    const { made, deliverable } = await workThrough('checklist', { title: 'The council meeting', brief }, files)
    expect(faults(made.values())).toEqual([])
    expect(headings(deliverable.markdown)).toEqual([...points, 'Sources'])
    expect(deliverable.markdown).toContain('Running the scheme cost 742,000 euros in 2025')
    expect(deliverable.markdown.split('## List open questions')[1]).toContain('no successor has been agreed')
  })

  it('a goal without points is one task, answered as a document of its own', async () => {
    const { made, deliverable } = await workThrough(
      'checklist',
      { title: 'Costs', brief: 'What does the scheme cost?' },
      files,
    )
    expect(faults(made.values())).toEqual([])
    expect(deliverable.markdown).toMatch(/^# Costs\n\n/)
  })
})
