import type { Role } from '../../server/domain/workspace.ts'

export const roleWords: Record<Role, string> = { owner: 'Owner', admin: 'Admin', member: 'Member', viewer: 'Viewer' }
