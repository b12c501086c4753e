/** What the test tells a tab to do, and what the tab tells back. */
export type Command =
  | { readonly do: 'share'; readonly bytes: number; readonly seed: number }
  | { readonly do: 'fetch'; readonly magnet: string }
  | { readonly do: 'forget' }
  | { readonly do: 'openWindow'; readonly url: string }
  /** Until a timer fires that late. */
  | { readonly do: 'awaitSlowTimers'; readonly lateMs: number }

export interface Reply {
  readonly visibility: DocumentVisibilityState
  readonly error?: string
  readonly magnet?: string
  readonly bytesHeld?: number
  readonly storage?: string
  /** From opening the link to the connection, and from there to the last piece on the disk. */
  readonly connectMs?: number
  readonly transferMs?: number
}
