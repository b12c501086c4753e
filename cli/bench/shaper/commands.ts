/** What the shaper bench tells a tab to do, and what the tab tells back. Times are emulated. */
import type { EmulationPlan } from '../../../shared/events/emulation.ts'

/** From sender to receiver. */
export type Pairs = readonly (readonly [from: string, to: string])[]

export type Command =
  /** Leave what was before, open a network, and place the receivers there. Tells the network's id. */
  | { readonly do: 'open'; readonly plan: EmulationPlan; readonly pairs: Pairs }
  /** Leave what was before, place the senders in that network, and call the receivers. */
  | { readonly do: 'join'; readonly emulation: string; readonly pairs: Pairs }
  /** When all are linked the senders' tab lets emulated time go; until then it stands. */
  | { readonly do: 'start' }
  | { readonly do: 'tellTime' }
  /** Send what is this tab's to send, note what comes, and report after `endMs`. */
  | { readonly do: 'carry'; readonly flows: readonly FlowPlan[]; readonly endMs: number }
  /** Until a timer of the page fires this late: then the browser treats it as hidden. */
  | { readonly do: 'awaitSlowTimers'; readonly lateMs: number }

/** One way between two places, from `startMs` to `endMs`. */
export interface FlowPlan {
  readonly id: number
  readonly from: string
  readonly to: string
  readonly startMs: number
  readonly endMs: number
  /** Of each message. */
  readonly bytes: number
  /** From one message to the next; or as many as the line takes. */
  readonly everyMs: number | 'saturate'
}

/** A message that came: when it was to, when the protocol saw it come, and when by the wall. */
export interface Delivery {
  readonly flow: number
  readonly sentMs: number
  readonly dueMs: number
  readonly seenMs: number
  readonly wallMs: number
}

export interface Reply {
  readonly visibility: DocumentVisibilityState
  readonly error?: string
  readonly emulation?: string
  readonly nowMs?: number
  readonly deliveries?: readonly Delivery[]
  /** How late bare timers were meanwhile: what any shaper here has to live with. Real. */
  readonly timersLateMs?: readonly number[]
}
