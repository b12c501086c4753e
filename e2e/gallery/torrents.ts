/** Made-up torrents, and how a tab sees them. Same names, same bytes, every time. */
import type { LoggedEvent, TorrentView } from '../../client/host/api.ts'
import { Bitfield } from '../../shared/base/bitfield.ts'
import { type InfoHash, type PeerId, toHex } from '../../shared/base/ids.ts'
import { type Random, randomInt, seededRandom } from '../../shared/base/random.ts'
import type { LinkView } from '../../shared/peer/view.ts'
import type { Info } from '../../shared/torrent/info.ts'

export const MB = 1_000_000
export const random = seededRandom(2)

export const idFrom = (dice: Random): string =>
  toHex(Uint8Array.from({ length: 20 }, () => randomInt(dice, 256)))

function infoOf(
  name: string,
  pieceCount: number,
  files: readonly (readonly [path: string, length: number])[],
): Info {
  let offset = 0
  const listed = files.map(([path, length], index) => {
    const file = { path: path.split('/'), length, offset, index }
    offset += length
    return file
  })
  return {
    name,
    length: offset,
    pieceLength: Math.ceil(offset / pieceCount),
    pieceCount,
    pieceHashes: new Uint8Array(pieceCount * 20),
    files: listed,
    entryCount: files.length,
    symlinks: 0,
    private: false,
    bytes: new Uint8Array(),
  }
}

export const FILM = infoOf('Harbour at dawn.mp4', 640, [['Harbour at dawn.mp4', 167.8 * MB]])
/** As the gossip report has it. */
export const REPORT = infoOf('gossip.txt', 9, [['gossip.txt', 2.36 * MB]])
export const PUSH = {
  mode: 'push',
  fidelity: 'intended',
  useful: 0,
  redundant: 4,
  sent: 27,
} as const
export const TINY = infoOf('notes.txt', 20, [['notes.txt', 0.32 * MB]])
export const HUGE = infoOf('survey-2026.tar', 50_000, [['survey-2026.tar', 52_400 * MB]])
export const FOLDER = infoOf('Summer trip', 320, [
  ['route.pdf', 2.1 * MB],
  ['day 1/morning.jpg', 6.4 * MB],
  ['day 1/harbour.mov', 61 * MB],
  ['day 2/forest.jpg', 5.9 * MB],
  ['day 2/song.flac', 24 * MB],
  ['page.html', 0.02 * MB],
])
/** As a camera names them, with a film and a list among them. */
export const PHOTOS = infoOf('Wedding', 640, [
  ...Array.from(
    { length: 600 },
    (_, i) =>
      [
        `${['church', 'garden', 'dance'][Math.floor(i / 200)]}/IMG_${1200 + i}.jpg`,
        (3 + ((i * 7) % 23) / 10) * MB,
      ] as const,
  ),
  ['dance/first dance.mp4', 240 * MB] as const,
  ['seating plan.pdf', 0.4 * MB] as const,
])
export const HOSTILE = infoOf(`<img src=x onerror=alert(1)>${'wide'.repeat(40)}\u202egpj.exe`, 90, [
  [`${'x'.repeat(180)}.html`, 4 * MB],
  ['"><script>alert(1)</script>.svg', 1 * MB],
])

export function heldWhere({ pieceCount }: Info, isHeld: (piece: number) => boolean): Bitfield {
  const held = new Bitfield(pieceCount)
  for (let piece = 0; piece < pieceCount; piece++) if (isHeld(piece)) held.add(piece)
  return held
}

export function linkOf(fields: Partial<LinkView>, dice: Random = random): LinkView {
  return {
    remote: idFrom(dice) as PeerId,
    client: 'tabswarm 0.1.0 Chrome',
    uploadOnly: false,
    reach: 'direct',
    lanes: 1,
    heldCount: 0,
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
    ...fields,
  }
}

export function viewOf(info: Info | undefined, fields: Partial<TorrentView> = {}): TorrentView {
  return {
    infoHash: idFrom(random) as InfoHash,
    peerId: idFrom(random) as PeerId,
    phase: 'idle',
    trouble: undefined,
    info,
    held: new Uint8Array(info ? (info.pieceCount + 7) >> 3 : 0),
    heldCount: 0,
    lost: new Uint8Array(),
    lostCount: 0,
    partials: [],
    webSeeds: [],
    bytesLeft: info?.length ?? 0,
    downloaded: 0,
    uploaded: 0,
    wasted: 0,
    sources: [],
    downRate: 0,
    upRate: 0,
    tracker: { state: 'up', seeders: 1, leechers: 2, trouble: undefined },
    connecting: 0,
    unreached: { count: 0, withoutUdp: 0 },
    surroundings: { udp: 'on', stun: 'reached', relay: 'none' },
    links: [],
    broken: undefined,
    lostFiles: [],
    leftOut: [],
    bytesHeld: 0,
    bytesWanted: info?.length ?? 0,
    filePriorities: info?.files.map(() => 4),
    piecePriorities: undefined,
    paused: undefined,
    verifying: undefined,
    limits: { upBytesPerSec: undefined, downBytesPerSec: undefined },
    seedingGoal: undefined,
    totals: { uploaded: 0, downloaded: 0, seedingMs: 0, ...fields },
    etaMs: undefined,
    storage: 'disk',
    dependents: 0,
    ...fields,
  }
}

const partials = (info: Info, held: Bitfield, count: number) =>
  Array.from({ length: info.pieceCount }, (_, piece) => piece)
    .filter(piece => !held.has(piece))
    .slice(0, count)
    .map((piece, i) => ({ piece, received: 3 + ((i * 5) % 12), blocks: 16 }))

export function downloading(
  info: Info,
  share: number,
  fields: Partial<TorrentView> = {},
): TorrentView {
  // Scattered: rarest first leaves no order.
  const dice = seededRandom(info.pieceCount)
  const held = heldWhere(info, () => dice() < share)
  const links = busyLinks(info)
  const bytesHeld = Math.min(info.length, held.count * info.pieceLength)
  return viewOf(info, {
    phase: 'downloading',
    held: held.bytes,
    heldCount: held.count,
    partials: partials(info, held, 7),
    bytesHeld,
    bytesLeft: info.length - bytesHeld,
    downloaded: bytesHeld,
    uploaded: bytesHeld * 0.6,
    downRate: 3.24 * MB,
    upRate: 1.1 * MB,
    etaMs: 200_000,
    links,
    sources: links.flatMap(({ remote, downloaded: bytes }) => (bytes ? [{ remote, bytes }] : [])),
    dependents: 2,
    ...fields,
  })
}

const busyLinks = ({ pieceCount: all }: Info): LinkView[] => [
  linkOf({
    client: 'tabswarm 0.1.0 Firefox',
    heldCount: all,
    peerChoking: false,
    amInterested: true,
    downRate: 2.1 * MB,
    downloaded: 40 * MB,
    requestsOut: 24,
  }),
  linkOf({
    heldCount: Math.round(all * 0.63),
    peerChoking: false,
    amChoking: false,
    amInterested: true,
    peerInterested: true,
    downRate: 1.14 * MB,
    upRate: 0.8 * MB,
    downloaded: 22 * MB,
    uploaded: 18 * MB,
    requestsOut: 12,
    requestsIn: 9,
  }),
  linkOf({
    client: 'tabswarm 0.1.0 Safari',
    heldCount: Math.round(all * 0.21),
    amChoking: false,
    peerInterested: true,
    upRate: 0.3 * MB,
    uploaded: 7 * MB,
    requestsIn: 4,
  }),
  linkOf({ client: 'WebTorrent 3.0.21', heldCount: Math.round(all * 0.4), amInterested: true }),
]

export const complete = (info: Info, fields: Partial<TorrentView> = {}): TorrentView =>
  viewOf(info, {
    phase: 'seeding',
    held: Bitfield.full(info.pieceCount).bytes,
    heldCount: info.pieceCount,
    bytesHeld: info.length,
    bytesLeft: 0,
    uploaded: info.length * 1.4,
    upRate: 2.3 * MB,
    ...fields,
  })

export const getters = (info: Info, shares: readonly number[]): LinkView[] =>
  shares.map((share, i) =>
    linkOf({
      client: `tabswarm 0.1.0 ${['Chrome', 'Firefox', 'Safari', 'Edge'][i % 4]}`,
      heldCount: Math.floor(info.pieceCount * share),
      peerInterested: share < 1,
      amChoking: share === 1,
      upRate: share < 1 && i % 4 !== 3 ? (0.6 + (i % 5) * 0.35) * MB : 0,
      uploaded: share * info.length * 0.6,
    }),
  )

export const log = ({ links }: TorrentView): LoggedEvent[] => {
  const remote = links[0]?.remote ?? ('0'.repeat(40) as PeerId)
  const startMs = new Date(2026, 10, 22, 14, 3, 7).getTime()
  const events: [afterMs: number, LoggedEvent['event']][] = [
    [0, { event: 'joined' }],
    [40, { event: 'announced', seeders: 1, leechers: 3 }],
    [410, { event: 'handshake', remote, by: 'me' }],
    [420, { event: 'linked', remote }],
    [600, { event: 'metadataReceived', remote }],
    [900, { event: 'unchoked', remote, by: 'remote' }],
    [910, { event: 'requested', remote, piece: 17, begin: 0, pick: 'random' }],
    [960, { event: 'block', remote, by: 'remote', piece: 17, begin: 0, length: 16_384 }],
    [1300, { event: 'pieceHeld', piece: 17 }],
    [1310, { event: 'have', remote, by: 'me', piece: 17 }],
    [1900, { event: 'pieceFailed', piece: 18 }],
  ]
  return events.map(([afterMs, event], order) => ({ atMs: startMs + afterMs, order, event }))
}
