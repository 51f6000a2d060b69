import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'

export const metadata: Metadata = { title: 'Gallery', robots: { index: false } }

/** Every piece of the interface with its empty, loading and broken faces; not there in production. */
export default function Layout({ children }: { children: ReactNode }) {
  // biome-ignore lint/style/noProcessEnv: the bundler fills in NODE_ENV, and a page cannot reach the server's environment
  const production = process.env.NODE_ENV === 'production'
  // biome-ignore lint/style/noProcessEnv: a switch for looking at the pieces in a production build
  if (production && process.env.MUSTER_DEV !== '1') notFound()
  return children
}
