import { TaskStory } from '../../../../../../../components/room/task/task-story.tsx'

export default async function Page({ params }: { params: Promise<{ task: string }> }) {
  const { task } = await params
  return (
    <div className="mx-auto max-w-3xl">
      <TaskStory taskId={task} />
    </div>
  )
}
