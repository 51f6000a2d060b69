import type { Metadata } from 'next'
import { PlainPage } from '../../components/account/plain-page.tsx'

export const metadata: Metadata = { title: 'Help' }

/** What a newcomer wants to know, on one page. */
export default function Page() {
  return (
    <PlainPage title="Help">
      <h2>How work goes</h2>
      <ol>
        <li>In a room, press C and say what you want. Attach the files it is to be made from.</li>
        <li>Look at the plan. Edit it, or press Start. Nothing starts before you do, unless you said so.</li>
        <li>
          Watch. Each task says who does it and why. An agent that fails or goes silent is replaced, and the room says
          so.
        </li>
        <li>
          Review what comes. Every claim opens its source. Approve it, or select words and say what has to change.
        </li>
      </ol>
      <h2>Who takes part</h2>
      <p>
        People are circles, agents are rounded squares, the coordinator is a diamond. The coordinator plans, hands out
        work, checks what comes back and gives its reason each time: press <em>why?</em> beside what it says. Nothing
        counts as delivered before a person has approved it.
      </p>
      <h2>An agent of your own</h2>
      <p>
        Under Agents, press Add an agent. An agent is a web address that takes signed requests; the page has a complete
        one of twenty lines to copy. Its page lists everything that was sent to it and what it answered.
      </p>
      <h2>When something does not work</h2>
      <ul>
        <li>
          Inbox lists everything that waits for you. If a goal stands still, what it waits for is there or in its room.
        </li>
        <li>Without a connection you can go on writing: what you do waits, and goes out once by itself.</li>
        <li>
          A forgotten password is replaced by whoever runs this server: <code>npm run password -- --email …</code>{' '}
          prints a new one, and signs the account out everywhere.
        </li>
        <li>If an error shows a reference, give it to whoever runs this server: their log has the same one.</li>
      </ul>
      <h2>Keys</h2>
      <p>
        <kbd>Ctrl</kbd> <kbd>K</kbd> goes anywhere, <kbd>?</kbd> lists all keys. Single letters can be switched off in
        that list.
      </p>
    </PlainPage>
  )
}
