/** What `npm run swarm` says at the end to a person: a line for each leecher, then all of them together. */
import { gossipLines } from './gossip-result.ts'
import type { PeerResult, SwarmResult } from './result.ts'

export function swarmTable(result: SwarmResult): string {
  const { ok, bytes, makespanMs, meanMs, seederShare, peers } = result
  const verdict = ok ? `All of them have all ${bytes} bytes.` : 'Not all of them have every byte.'
  const times = `Last after ${seconds(makespanMs)} s, mean ${seconds(meanMs)} s.`
  return [
    ...peers.map(peerLine),
    `${verdict} ${times} From seeders: ${Math.round(100 * seederShare)} %.`,
    ...gossipLines(result),
  ].join('\n')
}

const peerLine = (peer: PeerResult): string =>
  [
    peer.id.padEnd(8),
    peer.browser.padEnd(9),
    peer.ok ? 'ok    ' : 'FAILED',
    `${seconds(peer.finishedMs)} s`.padStart(8),
    `${Math.round((100 * peer.fromSeeder) / Math.max(1, peer.downloaded))} % from seeders`,
    ...(peer.useful === undefined
      ? []
      : [`${peer.rounds ?? '-'} rounds, ${peer.useful} pieces and ${peer.redundant} in vain`]),
  ].join('  ')

const seconds = (ms: number | null): string => (ms === null ? '-' : (ms / 1000).toFixed(1))
