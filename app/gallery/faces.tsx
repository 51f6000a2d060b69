'use client'

import { Broken } from '../../components/ui/broken.tsx'
import { Button } from '../../components/ui/button.tsx'
import { Card } from '../../components/ui/card.tsx'
import { Empty } from '../../components/ui/empty.tsx'
import { announce } from '../../components/ui/live-region.tsx'
import { Skeleton } from '../../components/ui/skeleton.tsx'

export function Faces() {
  return (
    <>
      <div className="grid gap-4 md:grid-cols-3">
        <Card>
          <Empty title="No agents yet" level={3} action={<Button tone="primary">Add agent</Button>}>
            Bring your own by webhook, or start the crew that ships with Muster.
          </Empty>
        </Card>
        <Card>
          <Empty kind="no-match" title="Nothing matches" level={3} action={<Button>Clear filters</Button>}>
            No task of 35 is failed and with scout-5.
          </Empty>
        </Card>
        <Card>
          <Empty kind="no-right" title="Not for viewers" level={3} action={<Button>Ask Ana for access</Button>}>
            Members of this room can see its files.
          </Empty>
        </Card>
      </div>
      <div className="grid gap-4 md:grid-cols-3">
        <Card>
          <Skeleton />
        </Card>
        <Card flush>
          <Skeleton shape="rows" count={4} />
        </Card>
        <Card>
          <Skeleton shape="cards" count={2} className="*:grid-cols-1!" />
        </Card>
      </div>
      <Card>
        <Broken
          title="The plan could not be read"
          level={3}
          safe="Nothing is lost: running tasks go on, and your filter is kept."
          reference="req_01JD8Q2V"
          onRetry={() => announce('Tried again')}
        >
          The server did not answer within 10 s.
        </Broken>
      </Card>
    </>
  )
}
