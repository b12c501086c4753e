/** What tabs tell, each when it likes, is put together to the run that it was. */
import { describe, expect, test } from 'vitest'
import type { Millis } from '../../../shared/base/ids.ts'
import { seededRandom } from '../../../shared/base/random.ts'
import type { PeerEvent } from '../../../shared/peer/event.ts'
import { type WireEvent, wireEvent } from '../../../shared/peer/wire-event.ts'
import type { Identity, Observer, Transfer } from '../../../shared/simulation/observer.ts'
import { builtInScenario } from '../../../shared/simulation/scenarios/built-in.ts'
import type { Scenario } from '../../../shared/simulation/scenarios/scenario.ts'
import { Simulation } from '../../../shared/simulation/simulation.ts'
import { Recording } from '../recording/recording.ts'
import type { PeerReport, ReportedEvent } from '../tabs/messages.ts'
import { RecordedRun } from './recorded-run.ts'
import { ReportedRun } from './reported-run.ts'

const thesis20 = builtInScenario('thesis-20') as Scenario
const scenario: Scenario = { ...thesis20, torrent: { ...thesis20.torrent, length: 8 * 81_920 } }
const PIECES = 8

/** Every peer of a simulation as a tab that notes what happens to it. */
class Notes implements Observer {
  readonly of = new Map<
    string,
    { identity: Identity; events: (readonly [Millis, ReportedEvent])[] }
  >()

  event(atMs: Millis, peer: Identity, event: PeerEvent): void {
    this.#note(atMs, peer, event)
  }

  sent(atMs: Millis, { from, to, message }: Transfer): void {
    this.#note(atMs, from, wireEvent(to.id, 'me', message))
  }

  arrived(atMs: Millis, { from, to, message }: Transfer): void {
    this.#note(atMs, to, wireEvent(from.id, 'remote', message))
  }

  #note(atMs: Millis, identity: Identity, event: PeerEvent | WireEvent | undefined): void {
    const notes = this.of.get(identity.id) ?? { identity, events: [] }
    this.of.set(identity.id, notes)
    if (event) notes.events.push([atMs, event])
  }
}

const reportOf = (
  { id, name }: Identity,
  untilMs: Millis,
  events: PeerReport['events'],
): PeerReport => ({
  peerId: id,
  untilMs,
  events,
  status: {
    node: name,
    hasArrived: true,
    opened: 0,
    halfOpen: 0,
    heldPieces: 0,
    isDone: false,
  },
})

describe('a run told by its peers, in pieces and out of step', () => {
  const notes = new Notes()
  const simulation = new Simulation(scenario, 3, notes)
  simulation.run()
  const endMs = simulation.result.makespanMs as Millis

  const watched = new ReportedRun(scenario, 3)
  const told = new Recording(PIECES)
  const random = seededRandom(7)
  const reporters = [...notes.of.values()]
  const next = new Map(reporters.map(({ identity }) => [identity.id, 0]))
  // Everyone has said hello before time goes.
  for (const { identity } of reporters) watched.tell(reportOf(identity, 0, []))
  for (let atMs = 0; atMs < endMs + 1000; atMs += 40) {
    for (const { identity, events } of reporters) {
      if (random() < 0.4) continue
      const first = next.get(identity.id) as number
      const count = events.slice(first).findIndex(([eventMs]) => eventMs >= atMs)
      const end = count < 0 ? events.length : first + count
      next.set(identity.id, end)
      watched.tell(reportOf(identity, atMs, events.slice(first, end)))
    }
    told.append(watched.take(false))
  }
  told.append(watched.take(true))

  const run = new RecordedRun(scenario, 3, 20)
  const seen = new Recording(PIECES)
  while (!run.simulation.isOver) run.advance()
  seen.append(run.take())

  test('everyone holds each piece from the same moment on', () => {
    expect(told.rows).toHaveLength(seen.rows.length)
    const byNode = (recording: Recording) =>
      recording.rows
        .map(({ node, heldFromMs, finishedMs }) => ({ node, heldFromMs, finishedMs }))
        .sort((a, b) => a.node - b.node)
    expect(byNode(told)).toEqual(byNode(seen))
  })

  test('the same blocks travelled, and the log tells as much, in the order of time', () => {
    expect(told.flights.length).toBe(seen.flights.length)
    expect(told.log.length).toBe(seen.log.length)
    const times = told.log.column('atMs').slice(0, told.log.length)
    expect(times.every((atMs, i) => i === 0 || atMs >= (times[i - 1] as number))).toBe(true)
  })

  test('every byte is counted once', () => {
    const total = (series: Iterable<number>): number => [...series].reduce((sum, n) => sum + n, 0)
    expect(total(told.samples.useful)).toBe(total(seen.samples.useful))
    expect(total(told.samples.redundant)).toBe(total(seen.samples.redundant))
  })
})

describe('tabs that do not do what they should', () => {
  const [first, second] = [
    { id: '0'.repeat(40), name: 'client2' },
    { id: '1'.repeat(40), name: 'client4' },
  ] as unknown as [Identity, Identity]

  test('nobody waits for who is gone, and it is gone from then on', () => {
    const watched = new ReportedRun(scenario, 1)
    const recording = new Recording(PIECES)
    watched.tell(reportOf(first, 100, [[0, { event: 'joined' }]]))
    watched.tell(reportOf(second, 100, []))
    recording.append(watched.take(false))
    watched.tell(reportOf(first, 900, []))
    recording.append(watched.take(false))
    expect(recording.untilMs).toBe(100)
    watched.lose('client4')
    recording.append(watched.take(false))
    expect(recording.untilMs).toBe(900)
    const lost = recording.rows[1]
    expect(lost && recording.isPresent(lost, 99)).toBe(true)
    expect(lost && recording.isPresent(lost, 500)).toBe(false)
  })

  test('a place has one peer, whatever its tab says later', () => {
    const watched = new ReportedRun(scenario, 1)
    const recording = new Recording(PIECES)
    watched.tell(reportOf(first, 100, []))
    watched.tell(reportOf({ ...second, name: first.name }, 100, []))
    recording.append(watched.take(true))
    expect(recording.rows).toHaveLength(1)
  })

  test('what is no piece of this torrent is not recorded, nor who is no peer of this network', () => {
    const watched = new ReportedRun(scenario, 1)
    const recording = new Recording(PIECES)
    const lies: ReportedEvent[] = [
      { event: 'pieceHeld', piece: PIECES },
      { event: 'pieceHeld', piece: -1 },
      { event: 'pieceFailed', piece: 0.5 },
      { event: 'block', by: 'remote', remote: second.id, piece: 0, begin: 1e9, length: 16_384 },
      { event: 'block', by: 'remote', remote: second.id, piece: 0, begin: 0, length: 1e9 },
      // Over the end of its piece.
      { event: 'block', by: 'remote', remote: second.id, piece: 0, begin: 81_000, length: 16_384 },
    ]
    watched.tell(reportOf(second, 100, []))
    watched.tell(
      reportOf(
        first,
        100,
        lies.map(event => [50, event]),
      ),
    )
    watched.tell(reportOf({ ...first, name: 'nobody' }, 100, []))
    recording.append(watched.take(true))
    expect(recording.rows).toHaveLength(2)
    expect(recording.holds.length).toBe(0)
    expect(recording.flights.length).toBe(0)
  })
})
