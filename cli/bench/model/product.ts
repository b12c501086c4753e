/** What the simulator says of a whole transfer by the product over a line. */
import { writeTopology } from '../../../shared/network/topology-file.ts'
import { parseScenario } from '../../../shared/simulation/scenarios/scenario-file.ts'
import { Simulation } from '../../../shared/simulation/simulation.ts'
import { choosePieceLength } from '../../../shared/torrent/metainfo.ts'
import type { Line } from '../lines/table.ts'
import { WHOLE_BYTES } from '../lines.ts'
import { topologyOf } from './topology.ts'

/** The seeder is there before. */
const OPENED_SEC = 5
/** ICE's check one, DTLS two, SCTP two, of which the last brings data. */
const CONNECT_ROUND_TRIPS = 4

/** Seconds from opening the link to the last byte. */
export function modelledWhole(line: Line, seed: number): number {
  const roundTripMs = 2 * (line.up.delayMs + line.down.delayMs)
  const scenario = parseScenario(
    JSON.stringify({
      name: 'whole',
      about: line.name,
      congestion: 'sctp',
      lanes: true,
      topology: { own: JSON.parse(writeTopology(topologyOf(line))) },
      torrent: {
        length: `${WHOLE_BYTES}B`,
        pieceLength: `${choosePieceLength(WHOLE_BYTES)}B`,
        joinWith: 'link',
      },
      arrivals: { at: [`${OPENED_SEC}s`] },
      delays: { connect: `${CONNECT_ROUND_TRIPS * roundTripMs}ms` },
      limit: '1h',
    }),
  )
  const simulation = new Simulation(scenario, seed)
  simulation.run()
  return (simulation.result.makespanMs ?? Number.POSITIVE_INFINITY) / 1000 - OPENED_SEC
}
