import { Banner } from '../ui/banner.tsx'

/** What is unsafe in how this server is set up, each in a strip of its own; nothing when nothing is. */
export function Cautions({ sentences }: { sentences: readonly string[] }) {
  return sentences.map((sentence) => (
    <Banner key={sentence} tone="needs">
      <strong>This server is not set up safely.</strong> {sentence}
    </Banner>
  ))
}
