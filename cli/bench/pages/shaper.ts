/** A tab of the shaper bench: it takes its commands from the bench's server, hidden or not. */
import { WorkerClock } from '../../../client/host/clock.ts'
import { openEmulation } from '../../../client/host/shaper/coordinator-line.ts'
import { connectServer } from '../../../client/host/tracker.ts'
import type { EmulationId } from '../../../shared/events/emulation.ts'
import { obeyCommands, untilTimersSlow } from '../../tabs/remote-page.ts'
import type { Command, FlowPlan, Reply } from '../shaper/commands.ts'
import { Station } from './station.ts'

/** What is queued and under way at the end of a flow comes in this time: emulated. */
const SETTLE_MS = 500
const TIMER_MS = 20

const clock = new WorkerClock()
let stations: Station[] = []

void obeyCommands(execute)

async function execute(command: Command): Promise<Partial<Reply>> {
  switch (command.do) {
    case 'open': {
      const emulation = await openEmulation(connectServer(location.origin), command.plan)
      await enter(
        emulation,
        'answerer',
        command.pairs.map(([from, to]) => [to, from]),
      )
      return { emulation }
    }
    case 'join':
      await enter(command.emulation as EmulationId, 'offerer', command.pairs)
      return {}
    case 'start': {
      await Promise.all(stations.map(station => station.linked))
      const { role, line, network } = aStation()
      if (role === 'offerer') line.start()
      // Time goes when it has come to its first millisecond.
      await new Promise<void>(resolve => network.clock.at(1, () => resolve()))
      return {}
    }
    case 'tellTime':
      return { nowMs: aStation().network.wallMs() }
    case 'carry':
      return carry(command.flows, command.endMs)
    case 'awaitSlowTimers':
      await untilTimersSlow(command.lateMs)
      return {}
  }
}

async function enter(
  emulation: EmulationId,
  role: Station['role'],
  links: readonly (readonly [own: string, other: string])[],
): Promise<void> {
  for (const station of stations) station.leave()
  stations = []
  for (const [own, other] of links) {
    stations.push(await Station.enter({ emulation, node: own }, clock, role, other))
  }
}

async function carry(flows: readonly FlowPlan[], endMs: number): Promise<Partial<Reply>> {
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
