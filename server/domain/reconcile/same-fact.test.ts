import { stemmer } from 'stemmer'
import { describe, expect, it } from 'vitest'
import { type FactVersion, sameFact } from './same-fact.ts'

const conflicts = (...versions: Omit<FactVersion, 'id'>[]) =>
  sameFact(
    versions.map((version, index) => ({ id: `v${index + 1}`, ...version })),
    stemmer,
  )

describe('at a merge', () => {
  it('two tasks that name the same fact with different values are caught, however the name is written', () => {
    expect(
      conflicts({ taskId: 't1', value: { revenue2024: 4.2 } }, { taskId: 't2', value: { revenue_2024: 3.1 } }),
    ).toEqual([
      {
        subject: 'revenue 2024',
        path: 'revenue2024',
        positions: [
          { versionId: 'v1', taskId: 't1', value: 4.2, quote: 'revenue2024: 4.2' },
          { versionId: 'v2', taskId: 't2', value: 3.1, quote: 'revenue_2024: 3.1' },
        ],
      },
    ])
  })

  it('prose of two tasks is held against each other, with the words of both', () => {
    const [found] = conflicts(
      { taskId: 't1', text: 'The market for heat pumps grew by 12 % in 2024.' },
      { taskId: 't2', text: '# Trends\n\nIn 2024 the heat pump market grew by 21 %.' },
    )
    expect(found?.positions).toMatchObject([
      { taskId: 't1', value: '12 %' },
      { taskId: 't2', value: '21 %' },
    ])
  })

  it('a field is held against a sentence', () => {
    const found = conflicts(
      { taskId: 't1', value: { tunnelLength: '57 km' } },
      { taskId: 't2', text: 'The tunnel has a length of 75 km.' },
    )
    expect(found[0]?.positions.map(({ versionId }) => versionId).sort()).toEqual(['v1', 'v2'])
  })

  it.each<[string, Omit<FactVersion, 'id'>, Omit<FactVersion, 'id'>]>([
    ['the same value', { taskId: 't1', value: { staff: '1,200' } }, { taskId: 't2', value: { staff: '1200' } }],
    ['two versions of one task', { taskId: 't1', value: { revenue: 4 } }, { taskId: 't1', value: { revenue: 5 } }],
    [
      'rows about different things',
      { taskId: 't1', value: { country: 'Peru', population: 34 } },
      { taskId: 't2', value: { country: 'Chile', population: 19 } },
    ],
    [
      'tasks about different items',
      { taskId: 't1', about: 'Peru', value: { population: 34 } },
      { taskId: 't2', about: 'Chile', value: { population: 19 } },
    ],
    [
      'names that say nothing',
      { taskId: 't1', value: { total: 34, title: 'A' } },
      { taskId: 't2', value: { total: 19, title: 'B' } },
    ],
    [
      'texts about different years',
      { taskId: 't1', text: 'Sales were 5 million in 2022.' },
      { taskId: 't2', text: 'Sales were 7 million in 2023.' },
    ],
  ])('%s are no conflict', (_, a, b) => expect(conflicts(a, b)).toEqual([]))
})
