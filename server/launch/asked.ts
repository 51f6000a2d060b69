import { parentOf } from './processes.ts'

/**
 * Calls `stop` when somebody wants this process to end: by a signal, or by going away themselves. npm hands a signal to
 * the shell between it and us and dies with that shell; a program that started us by fork closes the channel.
 */
export function whenAskedToStop(parent: number, stop: () => void): void {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop)
  process.on('disconnect', stop)
  process.channel?.unref()
  if (process.env.npm_lifecycle_event === undefined) return
  const npm = parentOf(parent)
  const watch = setInterval(() => {
    if (process.ppid === parent && parentOf(parent) === npm) return
    clearInterval(watch)
    stop()
  }, 250)
  watch.unref()
}
