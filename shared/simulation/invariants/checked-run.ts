/** A run with every invariant checked: at each event, in a sweep each second, and at the end. */
import type { Millis } from '../../base/ids.ts'
import { policiesOf } from '../../bittorrent/policies.ts'
import { factoryOf } from '../../peer/exchange-choice.ts'
import type { LinkView } from '../../peer/view.ts'
import { type FaultKind, isLie } from '../faults/fault.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { Simulation } from '../simulation.ts'
import type { Doubles } from '../world.ts'
import { type InvariantName, mustOf, type Truth, Violation } from './invariant.ts'
import { Watch } from './watch.ts'

export interface Verdict {
  readonly events: number
  readonly nowMs: Millis
  readonly fingerprint: string
  readonly fired: readonly FaultKind[]
  readonly failure: Failure | undefined
}

export interface Failure {
  readonly invariant: InvariantName
  readonly detail: string
  readonly event: number
  readonly atMs: Millis
}

const mustFinish = mustOf('finished')
const mustRest = mustOf('rested')

const SWEEP_MS = 1_000
/** After the last peer has finished, messages under way arrive within this time. */
const SETTLE_MS = 30_000
/** This time after every peer has left, no event may be left. */
const SILENCE_MS = 30 * 60_000

export function checkRun(scenario: Scenario, seed: number, doubles?: Doubles): Verdict {
  const truth: Truth = {
    ...factsOf(scenario),
    // Read at the first event: the world is made after its observer.
    get torrent() {
      return simulation.world.torrent
    },
  }
  const watch = new Watch(truth)
  const simulation = new Simulation(scenario, seed, watch, doubles)
  const { timeline, fingerprint } = simulation.world
  const failure = failureOf(simulation, () => {
    for (let untilMs = SWEEP_MS; !simulation.isOver; untilMs += SWEEP_MS) {
      simulation.run(untilMs)
      watch.sweep(simulation.world.peers)
    }
    finish(simulation)
    rest(simulation, watch)
  })
  return {
    events: timeline.happened,
    nowMs: timeline.now,
    fingerprint: fingerprint.toString(),
    fired: [...simulation.fired],
    failure,
  }
}

function failureOf({ world }: Simulation, run: () => void): Failure | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const invariant = error instanceof Violation ? error.invariant : 'asserted'
    const { now: atMs, happened: event } = world.timeline
    return { invariant, detail: error.message, event, atMs }
  }
}

function finish(simulation: Simulation): void {
  const { failures } = simulation.result
  mustFinish(failures.length === 0, () => failures.join(' '))
}

/** After the last has finished the peers must come to rest; then every peer leaves. */
function rest({ world, scenario }: Simulation, watch: Watch): void {
  const { timeline } = world
  world.run(timeline.now + SETTLE_MS)
  watch.sweep(world.peers)
  const awake = [...world.peers].filter(({ isAlive, isFrozen }) => isAlive && !isFrozen)
  for (const { name, peer } of awake) {
    const { phase, partials, links } = peer.inspect()
    // Blind push gossip never comes to rest.
    const isDone =
      partials.length === 0 && (scenario.exchange.kind === 'gossip' || links.every(isAtRest))
    mustRest(phase !== 'seeding' || isDone, () => `${name} still wants something`)
  }
  // Peers that had not joined yet join an empty swarm, and leave in the second round.
  for (let round = 1; round <= 2; round++) {
    for (const peer of world.peers) world.leave(peer)
    world.run(timeline.now + SILENCE_MS)
  }
  mustRest(timeline.pending === 0, () => `${timeline.pending} things are yet to happen`)
  for (const { name, peer, ends } of awake) {
    const isQuiet = ends.size === 0 && peer.nextDeadline() === undefined
    mustRest(isQuiet, () => `${name} has left and still has links or a deadline`)
  }
}

const isAtRest = ({ amInterested, requestsOut }: LinkView): boolean =>
  !amInterested && requestsOut === 0

function factsOf({ faults, exchange, maxLinks, torrent, lanes }: Scenario): Omit<Truth, 'torrent'> {
  const suspects = new Set(
    faults.flatMap(fault =>
      isLie(fault) || fault.kind === 'diskRots' || fault.kind === 'diskForgets' ? fault.peer : [],
    ),
  )
  const { fidelity, slotRule, uploadSlots, maxBegunBytes } = policiesOf(
    exchange.kind === 'bittorrent' ? exchange.policies : {},
  )
  const hasSlots = fidelity === 'standard' && slotRule === 'fixed'
  return {
    blockBytes: torrent.blockBytes,
    maxLinks: maxLinks ?? factoryOf(exchange).maxLinks,
    uploadSlots: hasSlots ? uploadSlots : undefined,
    gossips: exchange.kind === 'gossip',
    maxBegunBytes: exchange.kind === 'gossip' ? undefined : maxBegunBytes,
    lanes,
    isHonest: name => !suspects.has(name),
  }
}
