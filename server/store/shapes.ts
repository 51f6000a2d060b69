import { roomShapes } from './room-shapes.ts'
import type { Records, Shape, TableName } from './tables.ts'
import { workShapes } from './work-shapes.ts'
import { workspaceShapes } from './workspace-shapes.ts'

/** The columns of every table that commands change: total, so a new table does not compile until it is here. */
export const shapes: { [N in TableName]: Shape<Records[N]> } = { ...workspaceShapes, ...roomShapes, ...workShapes }
