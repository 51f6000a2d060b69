'use client'

import { useState } from 'react'
import { Banner } from '../../components/ui/banner.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Card } from '../../components/ui/card.tsx'
import { IdTag } from '../../components/ui/id-tag.tsx'
import { Mark } from '../../components/ui/mark.tsx'
import { Row, RowList } from '../../components/ui/row-list.tsx'
import { StateMark } from '../../components/ui/state-mark.tsx'
import { Table, Td, Th } from '../../components/ui/table.tsx'
import { Countdown, Time } from '../../components/ui/time.tsx'

export function Rows() {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [banner, setBanner] = useState(true)
  const flip = (id: string) =>
    setSelected(new Set(selected.has(id) ? [...selected].filter((one) => one !== id) : [...selected, id]))
  return (
    <>
      {banner && (
        <Banner tone="needs" action={<Button size="sm">Resume all</Button>} onDismiss={() => setBanner(false)}>
          This room is paused since 10:31 by Ana. Nothing new is handed out; 6 runs finish what they have.
        </Banner>
      )}
      <Banner tone="failed">Not connected. Trying again in 4 s. 2 messages wait here and will be sent once.</Banner>
      <Card title="Needs you" level={3} flush>
        <RowList label="Needs you">
          <Row
            id="D-3"
            lead={<StateMark tone="review" glyph="◇" word="In review" look="glyph" />}
            selected={selected.has('D-3')}
            onSelect={flip}
            actions={
              <>
                <Button size="sm" tone="primary" keys="a">
                  Approve v3
                </Button>
                <Button size="sm">Changes</Button>
              </>
            }
          >
            <IdTag id="D-3" href="/gallery" /> Review <span className="font-serif">Section 2</span>, v3
            <div className="text-xs text-ink-3">
              q3-market-report · 6 of 6 checks · <Time at="2026-11-23T12:00:00Z" />
            </div>
          </Row>
          <Row
            id="T-21"
            current
            lead={<StateMark tone="needs" glyph="◆" word="Needs an answer" look="glyph" />}
            selected={selected.has('T-21')}
            onSelect={flip}
            actions={
              <>
                <Button size="sm">Keep kW</Button>
                <Button size="sm">Convert</Button>
              </>
            }
          >
            <IdTag id="T-21" href="/gallery" /> scout-5 asks: kW or BTU in table 4?
            <div className="text-xs text-ink-3">blocks 4 tasks</div>
          </Row>
          <Row
            id="T-09"
            lead={<StateMark tone="failed" glyph="✕" word="Failed" look="glyph" />}
            selected={selected.has('T-09')}
            onSelect={flip}
          >
            <IdTag id="T-09" href="/gallery" /> failed 3 of 3 tries: 401 from the endpoint
          </Row>
        </RowList>
      </Card>
      <Card title="Deliveries" level={3} flush>
        <Table caption="Deliveries of scout-5">
          <thead>
            <tr>
              <Th>Time</Th>
              <Th>Event</Th>
              <Th>To</Th>
              <Th>Status</Th>
              <Th num>Took</Th>
              <Th num>Next try</Th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <Td className="font-mono text-xs">10:40:12</Td>
              <Td>task.assigned</Td>
              <Td>
                <span className="flex items-center gap-2">
                  <Mark kind="agent" name="scout-5" size="sm" /> scout-5
                </span>
              </Td>
              <Td>
                <StateMark tone="failed" glyph="✕" word="503" suffix="2 of 5" />
              </Td>
              <Td num>1.8 s</Td>
              <Td num>
                <Countdown to="2026-11-23T12:00:00Z" past="due" />
              </Td>
            </tr>
            <tr>
              <Td className="font-mono text-xs">10:31:44</Td>
              <Td>agent.ping</Td>
              <Td>
                <span className="flex items-center gap-2">
                  <Mark kind="agent" name="scout-5" size="sm" /> scout-5
                </span>
              </Td>
              <Td>
                <StateMark tone="done" glyph="●" word="200" suffix="1 of 1" />
              </Td>
              <Td num>0.2 s</Td>
              <Td num>–</Td>
            </tr>
          </tbody>
        </Table>
      </Card>
    </>
  )
}
