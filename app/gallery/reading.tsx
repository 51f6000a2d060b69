import { Card } from '../../components/ui/card.tsx'
import { CodeBlock } from '../../components/ui/code-block.tsx'
import { DiffView } from '../../components/ui/diff-view.tsx'
import { Kbd } from '../../components/ui/kbd.tsx'
import { Prose } from '../../components/ui/prose.tsx'
import { wordDiff } from '../../components/ui/word-diff.ts'

const before =
  'The EU market reached 3.9 M units in 2024, according to a trade blog. Growth slowed in the second half of the year.'
const after =
  'The EU market reached 4.1 M units in 2025, according to Eurostat. Growth slowed in the second half of the year.'
const code = `const body = await request.text()
new Webhook(secret).verify(body, {
  'webhook-id': request.headers.get('webhook-id'),
  'webhook-timestamp': request.headers.get('webhook-timestamp'),
  'webhook-signature': request.headers.get('webhook-signature'),
})`

export function Reading() {
  return (
    <>
      <Card>
        <Prose>
          <h3>Market size</h3>
          <p>
            The EU market reached <a href="/gallery">4.1 M units</a> in 2025, <em>the third year of growth</em>, with
            Łódź and Kraków among the fastest cities. The figure counts <code>air-to-water</code> and{' '}
            <mark>ground-source</mark> units alike.
          </p>
          <blockquote>
            <p>Sales of heat pumps rose 11 % against the year before.</p>
          </blockquote>
          <ul>
            <li>Subsidies moved from purchase to use in four countries.</li>
            <li>Tariffs differ by a factor of three.</li>
          </ul>
          <table>
            <thead>
              <tr>
                <th>Country</th>
                <th>Units</th>
                <th>Against 2024</th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <td>France</td>
                <td>612,000</td>
                <td>+4 %</td>
              </tr>
              <tr>
                <td>Poland</td>
                <td>208,000</td>
                <td>+19 %</td>
              </tr>
            </tbody>
          </table>
        </Prose>
      </Card>
      <Card title="Two versions" level={3}>
        <DiffView parts={wordDiff(before, after)} />
      </Card>
      <CodeBlock name="verify.ts" code={code} />
      <p className="text-ink-2">
        <Kbd keys="$mod+k" /> command menu, <Kbd keys="g i" /> inbox, <Kbd keys="Shift+?" /> all keys
      </p>
    </>
  )
}
