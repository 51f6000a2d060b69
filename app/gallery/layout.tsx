import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'

export const metadata: Metadata = { title: 'Gallery', robots: { index: false } }

/** Every piece of the interface with its empty, loading and broken faces; not there in production. */
export default function Layout({ children }: { children: ReactNode }) {
  if (process.env.NODE_ENV === 'production' && !process.env.MUSTER_DEV) notFound()
  return children
}
