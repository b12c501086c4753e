/** A tab of the shaper bench: it takes its orders from the bench's server, hidden or not. */
import { WorkerClock } from '../../../client/host/clock.ts'
import { newSeed } from '../../../client/host/identity.ts'
import { coordinatorLine, openEmulation } from '../../../client/host/shaper/coordinator-line.ts'
import { EmulatedNetwork } from '../../../client/host/shaper/emulated-network.ts'
import { connectServer } from '../../../client/host/tracker.ts'
import type { EmulationId } from '../../../shared/events/emulation.ts'
import type { FlowPlan, Order, Report } from '../shaper/orders.ts'
import { Station } from './station.ts'

/** What is queued and under way at the end of a flow comes in this time: emulated. */
const SETTLE_MS = 500
const TIMER_MS = 20

const clock = new WorkerClock()
let stations = new Map<string, Station>()

const name = new URL(location.href).searchParams.get('tab')
if (name) obeyOrders(name)
else document.body.textContent = 'This tab only lies in front of the others.'

async function obeyOrders(name: string): Promise<void> {
  for (;;) {
    const order: Order = await (await fetch(`/orders?tab=${name}`)).json()
    const outcome = await obey(order).catch(error => ({ error: String(error) }))
    const report: Report = { visibility: document.visibilityState, ...outcome }
    await fetch(`/reports?tab=${name}`, { method: 'POST', body: JSON.stringify(report) })
  }
}

async function obey(order: Order): Promise<Partial<Report>> {
  switch (order.do) {
    case 'open':
      return { emulation: await openEmulation(connectServer(location.origin), order.plan) }
    case 'enter':
      return enter(order.emulation as EmulationId, order.nodes)
    case 'listen':
      for (const [from, to] of order.pairs) stations.get(to)?.link(from, 'answerer')
      return {}
    case 'call':
      for (const [from, to] of order.pairs) stations.get(from)?.link(to, 'offerer')
      return {}
    case 'awaitLinks':
      await Promise.all([...stations.values()].map(station => station.linked()))
      return {}
    case 'start':
      aStation().line.start()
      return {}
    case 'awaitStart': {
      const { network } = aStation()
      // It has come to its first millisecond.
      await new Promise<void>(resolve => network.clock.at(1, () => resolve()))
      return {}
    }
    case 'tellTime':
      return { nowMs: aStation().network.wallMs() }
    case 'carry':
      return carry(order.flows, order.endMs)
    case 'leave':
      for (const station of stations.values()) station.leave()
      stations = new Map()
      return {}
    case 'awaitSlowTimers':
      await slowTimers(order.lateMs)
      return {}
  }
}

async function enter(emulation: EmulationId, nodes: readonly string[]): Promise<Partial<Report>> {
  for (const node of nodes) {
    const line = coordinatorLine(connectServer(location.origin))
    const network = await EmulatedNetwork.enter(
      { emulation, node },
      { line, clock, seed: newSeed() },
    )
    stations.set(node, new Station(network, line))
  }
  return {}
}

async function carry(flows: readonly FlowPlan[], endMs: number): Promise<Partial<Report>> {
  for (const station of stations.values()) station.deliveries.length = 0
  for (const flow of flows) stations.get(flow.from)?.carry(flow)
  const { network } = aStation()
  const stopTimers = timeTimers()
  await new Promise<void>(resolve => network.clock.at(endMs + SETTLE_MS, () => resolve()))
  const deliveries = [...stations.values()].flatMap(station => station.deliveries)
  return { deliveries, timersLateMs: stopTimers() }
}

/** Bare timers, one after the other; what is returned ends them and tells how late they were. */
function timeTimers(): () => number[] {
  const lateMs: number[] = []
  let cancel = () => {}
  const wait = () => {
    const dueMs = clock.now() + TIMER_MS
    cancel = clock.after(TIMER_MS, () => {
      lateMs.push(clock.now() - dueMs)
      wait()
    })
  }
  wait()
  return () => {
    cancel()
    return lateMs
  }
}

function aStation(): Station {
  const [station] = stations.values()
  if (!station) throw new Error('this tab stands nowhere')
  return station
}

/** Chromium lets a tab that was just hidden have its way for ten seconds. */
async function slowTimers(lateMs: number): Promise<void> {
  for (let firedMs = 0; firedMs < lateMs; ) {
    const askedMs = performance.now()
    await new Promise(resolve => setTimeout(resolve, TIMER_MS))
    firedMs = performance.now() - askedMs
  }
}
