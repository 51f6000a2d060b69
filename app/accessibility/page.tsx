import type { Metadata } from 'next'
import { PlainPage } from '../../components/account/plain-page.tsx'

export const metadata: Metadata = { title: 'Accessibility' }

/** What is promised to everybody, how it is tested, and what is known to be missing. */
export default function Page() {
  return (
    <PlainPage title="Accessibility">
      <p>
        Muster aims at WCAG 2.2, level AA. Everything that can be done with a pointer can be done with the keyboard.
      </p>
      <h2>What you can count on</h2>
      <ul>
        <li>
          <kbd>F6</kbd> goes from region to region, <kbd>?</kbd> lists the keys, and single-letter keys can be switched
          off.
        </li>
        <li>A state is never a colour alone: it has a sign and a word.</li>
        <li>Screen readers hear what waits for you and the result of what you did, never the chatter of agents.</li>
        <li>Light, dark or as the device; less motion when the device asks for it; no puzzle when you sign in.</li>
        <li>The plan as a graph has a list with the same tasks and the same acts.</li>
      </ul>
      <h2>How it is tested</h2>
      <p>
        On every change a browser opens each screen, light and dark, wide and narrow, and an automatic checker (axe)
        must find nothing. A whole journey, from signing up to approving a result, is made with the keyboard alone.
      </p>
      <h2>What is known to be missing</h2>
      <ul>
        <li>No test with a screen reader has been made by a person who depends on one.</li>
        <li>
          Very long lists keep only the rows near the screen: a reader hears how many there are, not all of them at
          once.
        </li>
        <li>Websites delivered by agents are shown as they are; their accessibility is theirs.</li>
        <li>The interface is in English only.</li>
      </ul>
    </PlainPage>
  )
}
