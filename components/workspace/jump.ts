'use client'

import { useEffect, useRef } from 'react'

/** Something the command menu can go to. `ids` are short ids that jump there when typed whole. */
export type Place = { id: string; label: string; group: string; href: string; hint?: string; ids?: string }
type Source = () => readonly Place[]

const sources = new Set<Source>()

/** Every place that the screens now open know of. */
export const allPlaces = (): Place[] => [...sources].flatMap((source) => source())

/** Offers places to the command menu while mounted; read only when the menu is open. */
export function usePlaces(source: Source): void {
  const latest = useRef(source)
  useEffect(() => {
    latest.current = source
  })
  useEffect(() => {
    const read = () => latest.current()
    sources.add(read)
    return () => {
      sources.delete(read)
    }
  }, [])
}
