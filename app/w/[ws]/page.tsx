import { redirect } from 'next/navigation'

export default async function Page({ params }: { params: Promise<{ ws: string }> }) {
  const { ws } = await params
  redirect(`/w/${encodeURIComponent(ws)}/inbox`)
}
