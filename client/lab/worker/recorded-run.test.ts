/** What is recorded is what was simulated: nothing more, nothing less, and without touching it. */
import { describe, expect, test } from 'vitest'
import { builtInScenario } from '../../../shared/simulation/scenarios/built-in.ts'
import type { Scenario } from '../../../shared/simulation/scenarios/scenario.ts'
import { parseScenario } from '../../../shared/simulation/scenarios/scenario-file.ts'
import { Simulation } from '../../../shared/simulation/simulation.ts'
import { BLOCK_BYTES } from '../../../shared/wire/message.ts'
import { flightsAt } from '../recording/flights.ts'
import { Neighbours } from '../recording/peer-history.ts'
import { Recording, type Row } from '../recording/recording.ts'
import { utilisationAt } from '../recording/samples.ts'
import { RecordedRun } from './recorded-run.ts'

const SPAN_MS = 20
const thesis20 = builtInScenario('thesis-20') as Scenario
const PIECES = 25

/** In many small chunks, as the page gets it. */
function record(
  scenario: Scenario,
  seed: number,
  pieces: number,
  untilMs = Number.POSITIVE_INFINITY,
) {
  const run = new RecordedRun(scenario, seed, SPAN_MS)
  const recording = new Recording(pieces)
  while (!run.simulation.isOver && run.simulation.world.now < untilMs) {
    run.advance()
    recording.append(run.take())
  }
  return { run, recording }
}

const rowOf = (recording: Recording, index: number): Row => recording.rows[index] as Row

describe('a whole run of thesis-20', () => {
  const { run, recording } = record(thesis20, 1, PIECES)
  const { result } = run.simulation
  const leechers = recording.rows.filter(({ isSeeder }) => !isSeeder)
  const total = (series: Iterable<number>): number => [...series].reduce((sum, n) => sum + n, 0)

  test('watching it changes nothing: the fingerprint is that of the unwatched run', () => {
    const unwatched = new Simulation(thesis20, 1)
    unwatched.run()
    expect(result.fingerprint).toBe(unwatched.result.fingerprint)
  })

  test('in the end everyone holds everything, and finished when the result says', () => {
    expect(leechers).toHaveLength(19)
    for (const row of recording.rows) {
      expect(recording.heldCountAt(row, recording.untilMs)).toBe(PIECES)
    }
    const ends = leechers.map(({ finishedMs }) => finishedMs).sort((a, b) => a - b)
    const told = result.peers.map(({ finishedMs }) => finishedMs ?? 0).sort((a, b) => a - b)
    expect(ends).toEqual(told)
    expect(recording.untilMs).toBe(result.makespanMs)
  })

  test('every useful byte is counted once', () => {
    expect(total(recording.samples.useful)).toBe(19 * thesis20.torrent.length)
    const sent = result.peers.reduce((sum, peer) => sum + peer.uploaded, 0)
    const seeded = result.seeders.reduce((sum, peer) => sum + peer.uploaded, 0)
    expect(total(recording.samples.fromSeeders)).toBeLessThanOrEqual(seeded)
    expect(total(recording.samples.up)).toBe(total(recording.samples.down))
    // When the last has everything, blocks that nobody needs any more may be on their way: fewer than one to each.
    const lost = sent + seeded - total(recording.samples.up)
    expect(lost / BLOCK_BYTES).toBeLessThan(19)
    expect(lost).toBeGreaterThanOrEqual(0)
  })

  test('no lane carries more than it can, at any time', () => {
    const { lanes } = run.simulation.world.network
    for (let atMs = 0; atMs < recording.untilMs; atMs += SPAN_MS) {
      for (const { number, way } of lanes) {
        const lane = { lane: number, rateBitsPerSec: way.rateBitsPerSec, delayMs: way.delayMs }
        const { spanMs, spans, lanes: bytes } = recording.samples
        const span = Math.floor(atMs / spanMs)
        const carried = bytes[number * spans + span] as number
        expect(carried * 8000).toBeLessThanOrEqual(1.0001 * way.rateBitsPerSec * spanMs)
        expect(
          utilisationAt(recording.samples, lane, { atMs, windowMs: spanMs }),
        ).toBeLessThanOrEqual(1)
      }
    }
  })

  test('blocks travel between neighbouring nodes, forwards', () => {
    const linked = new Set(
      run.simulation.topology.links.flatMap(({ from, to }) => [`${from} ${to}`, `${to} ${from}`]),
    )
    const { routers, tracker, peers } = run.simulation.topology
    const names = [...routers, tracker, ...peers]
    let seen = 0
    for (let atMs = 0; atMs < recording.untilMs; atMs += 31) {
      for (const { fromNode, toNode, share } of flightsAt(recording, atMs)) {
        seen++
        expect(linked).toContain(`${names[fromNode]} ${names[toNode]}`)
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(1)
      }
    }
    expect(seen).toBeGreaterThan(500)
  })
})

test('gossip: what came twice is counted as gossip itself counts it', () => {
  const report = builtInScenario('report') as Scenario
  const { run, recording } = record(report, 1, 9)
  const { useful = 0, redundant = 0 } = run.simulation.result
  const bytes = (series: Iterable<number>): number => [...series].reduce((sum, n) => sum + n, 0)
  const { pieceLength } = report.torrent
  expect(bytes(recording.samples.useful)).toBe(useful * pieceLength)
  // A few may be on their way when the last has everything.
  const unseen = bytes(recording.samples.redundant) / pieceLength - redundant
  expect(unseen).toBeGreaterThanOrEqual(0)
  expect(unseen).toBeLessThan(3)
  expect(recording.flights.length).toBeGreaterThanOrEqual(useful + redundant)
})

test.each([300, 1500, 3000])(
  "at %d ms each peer's links stand as the peer itself has them",
  atMs => {
    const { run, recording } = record(thesis20, 2, PIECES, atMs)
    const { now } = run.simulation.world
    for (const simulated of run.simulation.world.peers) {
      const row = rowOf(recording, simulated.index)
      const links = new Neighbours(recording, row).at(now)
      const idOf = (remote: number) => [...run.simulation.world.peers][remote]?.id
      const seen = links.map(link => ({
        remote: idOf(link.remote),
        amChoking: link.amChoking,
        amInterested: link.amInterested,
        peerChoking: link.peerChoking,
        requestsOut: link.asked.size,
      }))
      const told = simulated.peer
        .inspect()
        .links.map(({ remote, amChoking, amInterested, peerChoking, requestsOut }) => ({
          remote,
          amChoking,
          amInterested,
          peerChoking,
          requestsOut,
        }))
      const byRemote = (a: { remote?: string | undefined }, b: { remote?: string | undefined }) =>
        (a.remote ?? '') < (b.remote ?? '') ? -1 : 1
      expect(seen.sort(byRemote)).toEqual(told.sort(byRemote))
    }
  },
)

test('who leaves is gone from then on, in the recording too', () => {
  const scenario = parseScenario(`{
    "name": "leaves", "about": "One of four leaves in the middle.",
    "topology": { "builtIn": "star", "peers": 4 },
    "torrent": { "pieces": 20, "blocksPerPiece": 4 },
    "departures": [{ "peer": "peer3", "at": "800ms" }],
    "limit": "1min"
  }`)
  const { recording } = record(scenario, 1, 20)
  const leaver = rowOf(recording, 2)
  expect(recording.isPresent(leaver, 700)).toBe(true)
  expect(recording.isPresent(leaver, 800 + SPAN_MS)).toBe(false)
  expect(leaver.finishedMs).toBe(Number.POSITIVE_INFINITY)
})
