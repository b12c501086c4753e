/** Every state of the share page, held still. Same names, same bytes, every time. */
import type { LoggedEvent, TorrentView } from '../../client/host/api.ts'
import type { Page } from '../../client/share/page.ts'
import { takeFiles } from '../../client/share/preparing.ts'
import { Bitfield } from '../../shared/base/bitfield.ts'
import { type InfoHash, type PeerId, toHex } from '../../shared/base/ids.ts'
import { type Random, randomInt, seededRandom } from '../../shared/base/random.ts'
import type { LinkView } from '../../shared/peer/view.ts'
import type { Info } from '../../shared/torrent/info.ts'
import type { FakeSession, FakeState } from './fake-session.ts'
import { gossipView, playHistory } from './gossip-scenes.ts'

export interface Scene {
  readonly torrents?: readonly FakeState[]
  readonly online?: boolean
  readonly left?: FakeSession['left']
  /** Show the start page, not the first torrent. */
  readonly unselected?: boolean
  readonly after?: (page: Page) => void | Promise<void>
}

const MB = 1_000_000
const random = seededRandom(2)

const idFrom = (dice: Random): string =>
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
const REPORT = infoOf('gossip.txt', 9, [['gossip.txt', 2.36 * MB]])
const PUSH = { mode: 'push', fidelity: 'intended', useful: 0, redundant: 4, sent: 27 } as const
const TINY = infoOf('notes.txt', 20, [['notes.txt', 0.32 * MB]])
const HUGE = infoOf('survey-2026.tar', 50_000, [['survey-2026.tar', 52_400 * MB]])
const FOLDER = infoOf('Summer trip', 320, [
  ['route.pdf', 2.1 * MB],
  ['day 1/morning.jpg', 6.4 * MB],
  ['day 1/harbour.mov', 61 * MB],
  ['day 2/forest.jpg', 5.9 * MB],
  ['day 2/song.flac', 24 * MB],
  ['page.html', 0.02 * MB],
])
const HOSTILE = infoOf(`<img src=x onerror=alert(1)>${'wide'.repeat(40)}\u202egpj.exe`, 90, [
  [`${'x'.repeat(180)}.html`, 4 * MB],
  ['"><script>alert(1)</script>.svg', 1 * MB],
])

function heldWhere({ pieceCount }: Info, isHeld: (piece: number) => boolean): Bitfield {
  const held = new Bitfield(pieceCount)
  for (let piece = 0; piece < pieceCount; piece++) if (isHeld(piece)) held.add(piece)
  return held
}

export function linkOf(fields: Partial<LinkView>, dice: Random = random): LinkView {
  return {
    remote: idFrom(dice) as PeerId,
    client: 'tabswarm 0.1.0 Chrome',
    reach: 'direct',
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

function downloading(info: Info, share: number, fields: Partial<TorrentView> = {}): TorrentView {
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

const complete = (info: Info, fields: Partial<TorrentView> = {}): TorrentView =>
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

const getters = (info: Info, shares: readonly number[]): LinkView[] =>
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

const log = ({ links }: TorrentView): LoggedEvent[] => {
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

const click = (selector: string) => document.querySelector<HTMLElement>(selector)?.click()
const openDetails = async () => {
  click('.details > summary')
  await appears('.details-body .facts')
}
const openShareOptions = async (page: Page) => {
  page.sharing.value = { gossip: gossipView() }
  click('.share-options > summary')
  await appears('.share-options .amounts')
}
/** What fetches itself when a torrent gossips. */
const gossips = (info: Info, shares: readonly number[]) => async (page: Page) => {
  playHistory(page, getters(info, shares))
  await appears('.held-chart svg')
}
const openSettings = async () => {
  click('button[aria-label="Settings"]')
  await appears('.settings')
  click('.protocol-settings > summary')
}
const film = (fields: Partial<TorrentView> = {}) => downloading(FILM, 0.42, fields)
const busy = film()
const sharing = complete(FILM, {
  storage: 'files',
  dependents: 3,
  links: getters(FILM, [1, 0.72, 0.35, 0.08]),
})

const one = (
  view: TorrentView,
  { log, linkName, room, ...scene }: Scene & Partial<FakeState> = {},
): Scene => ({ torrents: [{ view, log, linkName, room }], ...scene })
const alone = { links: [], partials: [] }
const appearsGossip = { after: () => appears('.gossip') }
const PART = { filePriorities: [4, 4, 0, 4, 0, 4], bytesWanted: 14.42 * MB } as const
const evenly = (count: number): number[] => Array.from({ length: count }, (_, i) => i / 24)

export const SCENES: Readonly<Record<string, Scene>> = {
  start: {},
  startWithTransfers: {
    torrents: [{ view: sharing }, { view: downloading(FOLDER, 0.6) }],
    left: [
      { infoHash: idFrom(random) as InfoHash, name: TINY.name, length: TINY.length, fileCount: 1 },
    ],
    unselected: true,
    after: () => appears('.kept'),
  },
  badLink: { after: page => void page.paste('hello') },
  preparing: {
    after: page => void takeFiles(page, [fileOf('Harbour at dawn.mp4', 167.8 * MB).file]),
  },
  joining: one(viewOf(undefined, { phase: 'joining' }), { linkName: FILM.name }),
  offline: one(film({ tracker: { state: 'down', seeders: 0, leechers: 0, trouble: undefined } }), {
    online: false,
  }),
  offered: one(viewOf(FILM, { links: getters(FILM, [1, 0.2]) })),
  offeredFolder: one(viewOf(FOLDER, { links: getters(FOLDER, [1]) })),
  offeredTooLarge: one(viewOf(FILM, { links: getters(FILM, [1]) }), { room: 21.3 * MB }),
  offeredTooLargeFolder: one(viewOf(FOLDER, { links: getters(FOLDER, [1]) }), { room: 42.5 * MB }),
  offeredTooLargeForMemory: one(viewOf(HUGE, { storage: 'memory', links: getters(HUGE, [1]) }), {
    room: 1_073.7 * MB,
  }),
  begunByItself: one(viewOf(FILM, { links: getters(FILM, [1]) }), {
    after: async page => {
      // Not stored: the other scenes share this browser's storage.
      page.settings.autoStart.value = true
      for (const { torrent } of page.snapshot.value.items) page.autoStart.expect(torrent)
      await appears('.percent')
    },
  }),
  aboutServer: { after: () => click('.about-server > summary') },
  waiting: one(downloading(FILM, 0, alone)),
  waitingHalfway: one(downloading(FILM, 0.47, alone)),
  downloading: one(busy, { log: log(busy) }),
  downloadingTiny: one(downloading(TINY, 0.3)),
  downloadingHuge: one(downloading(HUGE, 0.55, { etaMs: 9_400_000 })),
  downloadingMany: one(downloading(FOLDER, 0.8, { links: getters(FOLDER, evenly(24)) })),
  paused: one(film({ phase: 'idle', links: [] })),
  ended: one(film({ phase: 'left', links: [], broken: 'A bug.' }), { log: log(busy) }),
  brokenTab: one(busy, {
    after: ({ session }) => {
      const fake = session as FakeSession
      fake.set({ broken: 'A bug.' })
      return appears('.banner.trouble')
    },
  }),
  inMemory: one(film({ storage: 'memory' })),
  sharing: one(sharing),
  sharingAlone: one(complete(FILM, { storage: 'files', upRate: 0, uploaded: 0 })),
  stopSharing: one(sharing, { after: () => clickButton('Stop sharing') }),
  done: one(complete(FILM, { dependents: 2, links: getters(FILM, [1, 0.5, 0.3]) })),
  doneFolder: one(complete(FOLDER, { links: getters(FOLDER, [1, 1]), upRate: 0 })),
  stuck: one(
    film({
      phase: 'stuck',
      trouble: 'The disk is full: this browser may keep no more. Free some space, then try again.',
    }),
  ),
  hostile: one(
    downloading(HOSTILE, 0.5, {
      links: [linkOf({ client: `<b>${'evil'.repeat(50)}`, heldCount: 90, downRate: 5 })],
    }),
  ),
  details: one(busy, { log: log(busy), after: openDetails }),
  detailsOwnGoal: one(
    {
      ...sharing,
      limits: { upBytesPerSec: 250_000, downBytesPerSec: undefined },
      seedingGoal: { ratio: 2, seedingMs: undefined },
    },
    { after: openDetails },
  ),
  settings: { after: openSettings },
  shareOptions: { after: openShareOptions },
  gossipAlone: one(
    complete(REPORT, { storage: 'files', gossip: gossipView({ useful: 0 }) }),
    appearsGossip,
  ),
  gossipOffered: one(
    viewOf(FOLDER, { links: getters(FOLDER, [1]), gossip: gossipView() }),
    appearsGossip,
  ),
  gossipSharing: one(
    complete(REPORT, { storage: 'files', dependents: 5, gossip: gossipView(PUSH) }),
    { after: gossips(REPORT, [0.9, 0.8, 0.67, 0.6, 0.35]) },
  ),
  gossipDownloading: one(downloading(REPORT, 0.7, { links: [], gossip: gossipView() }), {
    after: gossips(REPORT, [1, 0.9, 0.67, 0.6, 0.35]),
  }),
  gossipMany: one(film({ links: [], gossip: gossipView() }), {
    after: gossips(
      FILM,
      evenly(19).map(share => 1 - share),
    ),
  }),
  gossipDetails: one(complete(REPORT, { gossip: gossipView() }), {
    after: async page => {
      await gossips(REPORT, [1, 1, 1])(page)
      await openDetails()
    },
  }),
  offeredPart: one(viewOf(FOLDER, { links: getters(FOLDER, [1]), ...PART })),
  downloadingFolder: one(downloading(FOLDER, 0.6, { filePriorities: [4, 7, 4, 4, 0, 4] })),
  checking: one(viewOf(FILM, { phase: 'opening', verifying: 0.63 })),
  donePart: one(
    complete(FOLDER, {
      ...PART,
      bytesHeld: PART.bytesWanted,
      held: heldWhere(FOLDER, piece => piece < 24).bytes,
      piecePriorities: new Uint8Array(FOLDER.pieceCount).fill(4, 0, 24),
      heldCount: 24,
      links: getters(FOLDER, [1, 1]),
    }),
  ),
  sharedEnough: one(complete(FILM, { paused: 'goal', links: [], upRate: 0 })),
  giveUp: one(busy, { after: () => clickButton('Give up') }),
}

/** Parts of the page that are fetched when they are opened. */
async function appears(selector: string): Promise<void> {
  while (!document.querySelector(selector)) await new Promise(requestAnimationFrame)
}

function clickButton(label: string): void {
  const buttons = [...document.querySelectorAll('button')]
  buttons.find(button => button.textContent?.trim() === label)?.click()
}

/** Says it is large without being it. */
function fileOf(name: string, size: number) {
  const file = new File([], name)
  Object.defineProperty(file, 'size', { value: size })
  return { file, path: [name] }
}
