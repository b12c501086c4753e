/** Makes the snapshot that `Peer.inspect` returns. */
import type { Millis, PeerId } from '../base/ids.ts'
import type { Exchange } from '../torrent/exchange.ts'
import type { Info } from '../torrent/info.ts'
import type { Remote } from '../torrent/remote.ts'
import type { Link } from './link.ts'
import type { PeerOptions } from './options.ts'
import type { LinkView, PeerView, Phase } from './view.ts'

export interface PeerState {
  readonly options: PeerOptions
  readonly now: Millis
  readonly left: boolean
  readonly wanted: boolean
  readonly trouble: string | undefined
  readonly info: Info | undefined
  readonly exchange: Exchange | undefined
  readonly links: readonly Link[]
  readonly sources: ReadonlyMap<PeerId, number>
  readonly connecting: number
  readonly tracker: PeerView['tracker']
}

export function viewOf(state: PeerState): PeerView {
  const { options, now, exchange, links } = state
  const remotes = [...(exchange?.remotes ?? [])]
  const assemblies = [...(exchange?.downloads.scheduler.assemblies ?? [])]
  return {
    infoHash: options.infoHash,
    peerId: options.peerId,
    phase: phaseOf(state),
    trouble: state.trouble,
    info: state.info,
    held: exchange?.held.bytes.slice() ?? new Uint8Array(),
    heldCount: exchange?.held.count ?? 0,
    partials: assemblies.map(({ piece, receivedCount, blockCount }) => ({
      piece,
      received: receivedCount,
      blocks: blockCount,
    })),
    bytesLeft: exchange?.bytesLeft ?? state.info?.length ?? 0,
    downloaded: exchange?.downloads.downloaded ?? 0,
    uploaded: exchange?.uploads.uploaded ?? 0,
    wasted: exchange?.downloads.wasted ?? 0,
    downRate: sum(remotes, remote => remote.down.rate(now)),
    upRate: sum(remotes, remote => remote.up.rate(now)),
    sources: [...state.sources].map(([remote, bytes]) => ({ remote, bytes })),
    tracker: state.tracker,
    connecting: state.connecting,
    links: links
      .filter(link => !link.isGreeting)
      .map(link => linkView(link, exchange?.remote(link.id), now)),
  }
}

function phaseOf({ left, trouble, info, exchange, wanted }: PeerState): Phase {
  if (left) return 'left'
  if (trouble !== undefined) return 'stuck'
  if (info === undefined) return 'joining'
  if (exchange === undefined) return 'opening'
  if (exchange.held.isFull) return 'seeding'
  return wanted ? 'downloading' : 'idle'
}

const linkView = (link: Link, remote: Remote | undefined, now: Millis): LinkView => ({
  remote: link.remote,
  client: link.extended?.client,
  heldCount: remote?.pieces.count,
  amChoking: remote?.amChoking ?? true,
  amInterested: remote?.amInterested ?? false,
  peerChoking: remote?.peerChoking ?? true,
  peerInterested: remote?.peerInterested ?? false,
  snubbed: remote?.snubbed ?? false,
  downRate: remote?.down.rate(now) ?? 0,
  upRate: remote?.up.rate(now) ?? 0,
  downloaded: remote?.down.total ?? 0,
  uploaded: remote?.up.total ?? 0,
  requestsOut: remote?.requests.size ?? 0,
  requestsIn: remote?.waiting.length ?? 0,
})

const sum = (remotes: readonly Remote[], of: (remote: Remote) => number): number =>
  remotes.reduce((total, remote) => total + of(remote), 0)
