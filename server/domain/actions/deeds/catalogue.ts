/** What a command does that a rule may name, each as the end of “it …”. */
export const deeds = {
  wipe: 'deletes a whole disk, home or system folder',
  empty_folder: 'deletes everything in the working folder or above it',
  overwrite_disk: 'writes over a disk or makes a new file system',
  fork_bomb: 'starts copies of itself without end',
  drop_tables: 'deletes or overwrites whole tables or databases',
  drop_infrastructure: 'deletes servers, buckets, clusters or repositories',
  rewrite_history: 'overwrites or deletes history that others share',
  open_permissions: 'lets everybody change files or run them as their owner',
  read_secret: 'reads keys, passwords or tokens',
  send_files: 'sends files or their content out of the workspace',
  run_downloaded: 'runs what it has just downloaded',
  reverse_shell: 'opens a shell to another machine',
  write_system: 'changes system files or what runs at sign-in',
  stop_machine: 'stops the machine or all that runs on it',
  delete_tree: 'deletes folders with everything in them',
  delete: 'deletes files or records',
  discard_work: 'throws away work that is not saved elsewhere',
  write_outside: 'writes outside the working folder',
  privilege: 'runs with more rights than its own',
  read_environment: 'shows the environment, where tokens often are',
  publish: 'publishes or pushes to where others see it',
  install: 'installs software',
  network: 'talks to other machines',
  change_records: 'changes records of a database',
  write: 'writes files',
} as const

export type Deed = keyof typeof deeds

export const deedNames = Object.keys(deeds) as Deed[]

/** What cannot be undone or taken back: the list that rules deny by default. */
export const destructive: readonly Deed[] = [
  'wipe',
  'empty_folder',
  'overwrite_disk',
  'fork_bomb',
  'drop_tables',
  'drop_infrastructure',
  'rewrite_history',
  'open_permissions',
  'read_secret',
  'send_files',
  'run_downloaded',
  'reverse_shell',
  'write_system',
  'stop_machine',
]

/** What is worth a person's look before it happens. */
export const worthAsking: readonly Deed[] = deedNames.filter((deed) => !destructive.includes(deed) && deed !== 'write')
