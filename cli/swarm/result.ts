/** What `npm run swarm` says at the end. Times in ms from the opening of the links. */
import type { GossipStyle } from '../../shared/wire/gossip-style.ts'
import type { BrowserName } from '../browsers.ts'
import type { TabSnapshot } from '../tabs/probe.ts'
import { gossipLines, gossipOf, modeOf } from './gossip-result.ts'

export interface Outcome {
  readonly name: string
  readonly browser: BrowserName
  readonly snapshot: TabSnapshot | undefined
  /** Of what the tab gave out; undefined if it never came to that. */
  readonly sha256: string | undefined
}

/** What a swarm came to. */
export type SwarmResult = ReturnType<typeof summarise>

export function summarise(run: {
  readonly bytes: number
  readonly sha256: string
  readonly startedAt: number
  readonly gossip: GossipStyle | undefined
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
      fromSeeder: sum(seederIds.map(id => from[id] ?? 0)),
      ...gossipOf([{ gossip: snapshot?.gossip }], run.gossip),
    }
  })
  const times = peers.map(peer => peer.finishedMs)
  const finished = times.filter(ms => ms !== null)
  const all = finished.length === times.length
  return {
    ok: peers.length > 0 && peers.every(peer => peer.ok),
    ...modeOf(run.gossip),
    tabs: run.seeders.length + run.leechers.length,
    bytes: run.bytes,
    sha256: run.sha256,
    /** Until the last leecher finished; null if one never did. */
    makespanMs: all ? Math.max(...finished) : null,
    meanMs: all ? Math.round(sum(finished) / finished.length) : null,
    /** The share of the leechers' bytes that came from the seeders. */
    seederShare: ratio(
      sum(peers.map(peer => peer.fromSeeder)),
      sum(peers.map(peer => peer.downloaded)),
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

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

const ratio = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((1000 * part) / whole) / 1000

/** A line for each leecher, then all of them together. */
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

const peerLine = (peer: SwarmResult['peers'][number]): string =>
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
