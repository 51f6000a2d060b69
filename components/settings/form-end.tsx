import { Button } from '../ui/button.tsx'
import { Refusal } from '../ui/refusal.tsx'

/** How a form ends: what was refused, the way back, and the way on, which says what it does. */
export function FormEnd({
  refusal,
  pending,
  act,
  onBack,
}: {
  refusal: string | undefined
  pending: boolean
  act: string
  onBack: () => void
}) {
  return (
    <>
      <Refusal text={refusal} />
      <div className="flex justify-end gap-2">
        <Button onClick={onBack}>Keep as it is</Button>
        <Button type="submit" tone="primary" pending={pending}>
          {act}
        </Button>
      </div>
    </>
  )
}
