/** What the shaper bench tells a tab to do, and what the tab tells back. Times are emulated. */
import type { EmulationPlan } from '../../../shared/events/emulation.ts'

export type Order =
  | { readonly do: 'open'; readonly plan: EmulationPlan }
  /** Stand at these places of it. */
  | { readonly do: 'enter'; readonly emulation: string; readonly nodes: readonly string[] }
  /** Connect this tab's places with others, which answer. Those must be listening by then. */
  | { readonly do: 'listen' | 'call'; readonly pairs: readonly (readonly [string, string])[] }
  /** Until all of that is open. */
  | { readonly do: 'awaitLinks' }
  /** Let emulated time go. */
  | { readonly do: 'start' }
  | { readonly do: 'awaitStart' }
  | { readonly do: 'tellTime' }
  /** Send what is this tab's to send, note what comes, and report after `endMs`. */
  | { readonly do: 'carry'; readonly flows: readonly FlowPlan[]; readonly endMs: number }
  | { readonly do: 'leave' }
  /** Until a timer of the page fires that late: it is treated as hidden. */
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
  /** One message each so long; or as many as the line takes. */
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

export interface Report {
  readonly visibility: DocumentVisibilityState
  readonly error?: string
  readonly emulation?: string
  readonly nowMs?: number
  readonly deliveries?: readonly Delivery[]
  /** How late bare timers were meanwhile: what any shaper here has to live with. Real. */
  readonly timersLateMs?: readonly number[]
}
