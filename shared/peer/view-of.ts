/** Makes the snapshot that `Peer.inspect` returns. */
import type { LinkId, Millis } from '../base/ids.ts'
import type { UnreachedView } from '../dialling/unreached.ts'
import type { ExchangeLinkView, ExchangeView } from '../exchange/view.ts'
import type { Content } from './content.ts'
import type { Link } from './link.ts'
import type { PeerOptions } from './options.ts'
import type { LinkView, PeerView, Phase } from './view.ts'

export interface PeerState {
  readonly options: PeerOptions
  readonly now: Millis
  readonly left: boolean
  readonly content: Content
  readonly links: ReadonlyMap<LinkId, Link>
  lanesOf(link: LinkId): number
  readonly connecting: number
  readonly unreached: UnreachedView
  readonly tracker: PeerView['tracker']
}

const NOTHING: ExchangeView = { partials: [], wasted: 0, downRate: 0, upRate: 0 }
const STRANGER: ExchangeLinkView = {
  heldCount: undefined,
  amChoking: true,
  amInterested: false,
  peerChoking: true,
  peerInterested: false,
  snubbed: false,
  downRate: 0,
  upRate: 0,
  downloaded: 0,
  uploaded: 0,
  requestsOut: 0,
  requestsIn: 0,
}

export function viewOf(state: PeerState): PeerView {
  const { options, now, content, links } = state
  const { info, exchange, pieces } = content
  return {
    infoHash: options.infoHash,
    peerId: options.peerId,
    phase: phaseOf(state),
    trouble: content.trouble,
    info,
    held: pieces?.held.bytes.slice() ?? new Uint8Array(),
    heldCount: pieces?.held.count ?? 0,
    lost: pieces?.lost.bytes.slice() ?? new Uint8Array(),
    lostCount: pieces?.lost.count ?? 0,
    bytesLeft: content.bytesLeft ?? 0,
    downloaded: exchange?.downloaded ?? 0,
    uploaded: exchange?.uploaded ?? 0,
    ...(exchange?.inspect(now) ?? NOTHING),
    sources: Array.from(content.sources, ([remote, bytes]) => ({ remote, bytes })),
    tracker: state.tracker,
    connecting: state.connecting,
    unreached: state.unreached,
    links: [...links.values()].filter(link => !link.isGreeting).map(link => linkView(link, state)),
  }
}

function phaseOf({ left, content }: PeerState): Phase {
  const { trouble, info, exchange, wanted } = content
  if (left) return 'left'
  if (trouble !== undefined) return 'stuck'
  if (info === undefined) return 'joining'
  if (exchange === undefined) return 'opening'
  if (exchange.isFinished) return 'seeding'
  return wanted ? 'downloading' : 'idle'
}

const linkView = (link: Link, { content, now, lanesOf }: PeerState): LinkView => ({
  remote: link.remote,
  client: link.extended?.client,
  uploadOnly: link.extended?.uploadOnly ?? false,
  reach: link.reach,
  lanes: lanesOf(link.id),
  ...(content.exchange?.inspectLink(link.id, now) ?? STRANGER),
})
