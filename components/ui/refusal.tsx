/** Why what was asked for did not happen, heard at once; nothing while there is nothing to say. */
export function Refusal({ text }: { text: string | null | undefined }) {
  if (!text) return null
  return (
    <p role="alert" className="text-sm text-failed">
      {text}
    </p>
  )
}
