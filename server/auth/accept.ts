/** Makes a person a member by an invitation that was checked; false when it was taken back or used up meanwhile. */
export type Accept = (as: {
  workspaceId: string
  inviteId: string
  userId: string
  name: string
  email: string
}) => Promise<boolean>
