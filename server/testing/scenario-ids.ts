/** Ids in a row: how many were drawn says which come next. */
export class Ids {
  made = 0
  readonly next = (): string => `00000000-0000-4000-8000-${(++this.made).toString(16).padStart(12, '0')}`
}
