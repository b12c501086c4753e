/** What a person looks at besides nodes: a line, a block on its way, or an event of the log. */
import type { Millis } from '../../../shared/base/ids.ts'
import type { Flight } from '../recording/flights.ts'
import type { LogRecord } from '../recording/log-records.ts'
import type { PlanLink } from '../worker/protocol.ts'

export type Looked =
  | { readonly kind: 'line'; readonly link: PlanLink }
  | { readonly kind: 'block'; readonly flight: BlockFlight }
  | { readonly kind: 'record'; readonly record: LogRecord }

/** Its place on the way changes with time, so it is not kept. */
export type BlockFlight = Pick<
  Flight,
  'sender' | 'receiver' | 'piece' | 'startMs' | 'arriveMs' | 'nodes'
>

export const stateOfBlock = ({ startMs, arriveMs }: BlockFlight, atMs: Millis) =>
  atMs < startMs ? 'waits' : atMs < arriveMs ? 'travels' : 'arrived'
