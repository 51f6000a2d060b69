import { redirect } from 'next/navigation'

export default async function Page({ params }: { params: Promise<{ ws: string }> }) {
  redirect(`/w/${(await params).ws}/inbox`)
}
