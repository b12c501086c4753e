/** A tab of the shaper bench: the bench's server calls it, hidden or not. Times are emulated. */
import { WorkerClock } from '../../../client/host/clock.ts'
import { openEmulation } from '../../../client/host/shaper/coordinator-line.ts'
import { connectServer } from '../../../client/host/tracker.ts'
import type { EmulationId, EmulationPlan } from '../../../shared/events/emulation.ts'
import { answerCalls, untilTimersSlow } from '../../tabs/remote-page.ts'
import { type Delivery, type FlowPlan, Station } from './station.ts'

/** The names of two places: from sender to receiver, or its own and the other. */
export type Pairs = readonly (readonly [from: string, to: string])[]

/** What came to a tab, and how late its bare timers were meanwhile, in real ms: what any shaper has to live with. */
export interface Carried {
  readonly deliveries: readonly Delivery[]
  readonly timersLateMs: readonly number[]
}

/** What is queued and under way at the end of a flow comes in this time: emulated. */
const SETTLE_MS = 500
const TIMER_MS = 20

const clock = new WorkerClock()
let stations: Station[] = []

const api = {
  /** Leaves what was before, opens a network, and places the receivers there. */
  async open(plan: EmulationPlan, pairs: Pairs): Promise<EmulationId> {
    const emulation = await openEmulation(connectServer(location.origin), plan)
    const receivers = pairs.map(([from, to]) => [to, from] as const)
    await enter(emulation, 'answerer', receivers)
    return emulation
  },

  /** Leaves what was before, places the senders in that network, and calls the receivers. */
  join: (emulation: EmulationId, pairs: Pairs) => enter(emulation, 'offerer', pairs),

  /** When all are linked the senders' tab lets emulated time go; until then it stands. */
  async start(): Promise<void> {
    await Promise.all(stations.map(station => station.linked))
    const { role, line, network } = aStation()
    if (role === 'offerer') line.start()
    // Time goes when it has come to its first millisecond.
    await new Promise<void>(resolve => network.clock.at(1, () => resolve()))
  },

  nowMs: () => aStation().network.wallMs(),

  /** Sends what is this tab's to send, notes what comes, and reports after `endMs`. */
  async carry(flows: readonly FlowPlan[], endMs: number): Promise<Carried> {
    for (const station of stations) {
      station.deliveries.length = 0
      for (const flow of flows) if (flow.from === station.network.node) station.carry(flow)
    }
    const { network } = aStation()
    const timersLateMs: number[] = []
    const stopTimers = timeTimers(timersLateMs)
    await new Promise<void>(resolve => network.clock.at(endMs + SETTLE_MS, () => resolve()))
    stopTimers()
    return { deliveries: stations.flatMap(station => station.deliveries), timersLateMs }
  },

  untilTimersSlow,
}

export type ShaperPage = typeof api
void answerCalls(api)

async function enter(emulation: EmulationId, role: Station['role'], links: Pairs): Promise<void> {
  for (const station of stations) station.leave()
  stations = []
  for (const [own, other] of links) {
    stations.push(await Station.enter({ emulation, node: own }, clock, role, other))
  }
}

/** Bare timers, one after the other, and how late they are; what is returned ends them. */
function timeTimers(lateMs: number[]): () => void {
  const dueMs = clock.now() + TIMER_MS
  let cancel = clock.after(TIMER_MS, () => {
    lateMs.push(clock.now() - dueMs)
    cancel = timeTimers(lateMs)
  })
  return () => cancel()
}

function aStation(): Station {
  const [station] = stations
  if (!station) throw new Error('this tab stands nowhere')
  return station
}
