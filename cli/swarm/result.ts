/** What `npm run swarm` says at the end. Times in ms from the opening of the links. */
import type { BitTorrentPolicies } from '../../shared/bittorrent/policies.ts'
import type { Reach } from '../../shared/peer/reach.ts'
import type { GossipStyle } from '../../shared/wire/gossip-style.ts'
import type { BrowserName } from '../browsers.ts'
import type { TabSnapshot } from '../tabs/probe.ts'
import { gossipLines, gossipOf, leecherLines, modeOf, seconds, sum, totalsOf } from './figures.ts'

export interface Outcome {
  readonly name: string
  readonly browser: BrowserName
  readonly snapshot: TabSnapshot | undefined
  /** Of what the tab gave out; undefined if it never came to that. */
  readonly sha256: string | undefined
}

export type SwarmResult = ReturnType<typeof summarise>

export function summarise(run: {
  readonly bytes: number
  readonly sha256: string
  readonly startedAt: number
  readonly gossip: GossipStyle | undefined
  /** Of BitTorrent, where they are not as ever. */
  readonly policies?: Partial<BitTorrentPolicies> | undefined
  readonly seeders: readonly Outcome[]
  readonly leechers: readonly Outcome[]
}) {
  const seederIds = run.seeders.map(({ snapshot }) => snapshot?.peerId ?? '')
  const since = (at: number | undefined) => (at === undefined ? null : at - run.startedAt)
  const peers = run.leechers.map(({ name, browser, snapshot, sha256 }) => {
    const from = snapshot?.downloadedFrom ?? {}
    return {
      id: name,
      browser,
      /** Finished, and its SHA-256 is that of the file. */
      ok: sha256 === run.sha256 && snapshot?.finishedAt !== undefined,
      finishedMs: since(snapshot?.finishedAt),
      firstByteMs: since(snapshot?.firstByteAt),
      /** Payload bytes. */
      downloaded: snapshot?.downloaded ?? 0,
      uploaded: snapshot?.uploaded ?? 0,
      wasted: snapshot?.wasted ?? 0,
      /** Of what was downloaded, bytes by how their senders were reached. */
      by: bytesByReach(snapshot),
      fromSeeder: sum(seederIds.map(id => from[id] ?? 0)),
      ...gossipOf([{ gossip: snapshot?.gossip }], run.gossip),
    }
  })
  return {
    ok: peers.length > 0 && peers.every(peer => peer.ok),
    ...modeOf(run.gossip),
    ...run.policies,
    tabs: run.seeders.length + run.leechers.length,
    bytes: run.bytes,
    sha256: run.sha256,
    ...totalsOf(
      peers,
      peers.every(({ finishedMs }) => finishedMs !== null),
    ),
    ...gossipOf(
      [...run.seeders, ...run.leechers].map(({ snapshot }) => ({ gossip: snapshot?.gossip })),
      run.gossip,
    ),
    peers,
    seeders: run.seeders.map(({ name, browser, snapshot }) => ({
      id: name,
      browser,
      uploaded: snapshot?.uploaded ?? 0,
      ...gossipOf([{ gossip: snapshot?.gossip }], run.gossip),
    })),
  }
}

function bytesByReach(snapshot: TabSnapshot | undefined): Record<Reach, number> {
  const by = { 'same-network': 0, direct: 0, relayed: 0 }
  for (const [remote, bytes] of Object.entries(snapshot?.downloadedFrom ?? {})) {
    const reach = snapshot?.reaches[remote]
    if (reach) by[reach] += bytes
  }
  return by
}

export function swarmTable(result: SwarmResult): string {
  const { ok, bytes, makespanMs, meanMs, seederShare, peers } = result
  const verdict = ok ? `All of them have all ${bytes} bytes.` : 'Not all of them have every byte.'
  const times = `Last after ${seconds(makespanMs)} s, mean ${seconds(meanMs)} s.`
  return [
    ...leecherLines(peers),
    `${verdict} ${times} From seeders: ${Math.round(100 * seederShare)} %.`,
    ...gossipLines(result),
  ].join('\n')
}
