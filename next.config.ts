import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  // Avatars come from people: no optimiser fetches or decodes them on the server.
  images: { unoptimized: true },
  // The compiler has its own step in npm test; npm start need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // A lock file in a folder above the checkout must not make that folder the root.
  turbopack: { root: import.meta.dirname },
  devIndicators: false,
}

export default config
