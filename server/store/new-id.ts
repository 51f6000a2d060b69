import { v7 } from 'uuid'

/**
 * A new id: a UUID of version 7 (RFC 9562), greater as text than every one that this process made before. So what one commit
 * writes at one moment is read back in the order in which it was made, and indexes grow at their end.
 */
export const newId = (): string => v7()
