/** Every state of the share page, held still. Same names, same bytes, every time. */
import type { TorrentView } from '../../client/host/api.ts'
import { share } from '../../client/language/share.ts'
import { sharing as sharingTexts } from '../../client/language/sharing.ts'
import type { Page } from '../../client/share/page.ts'
import type { Receiver } from '../../client/share/receivers.ts'
import { takeFiles } from '../../client/share/take-files.ts'
import type { InfoHash, PeerId } from '../../shared/base/ids.ts'
import type { Info } from '../../shared/torrent/info.ts'
import { type FakeSession, type FakeState, FakeTorrent } from './fake-session.ts'
import { gossipView, playHistory } from './gossip-scenes.ts'
import {
  complete,
  downloading,
  FILM,
  FOLDER,
  getters,
  HOSTILE,
  HUGE,
  heldWhere,
  idFrom,
  linkOf,
  log,
  MB,
  PHOTOS,
  PUSH,
  REPORT,
  random,
  TINY,
  viewOf,
} from './torrents.ts'

export interface Scene {
  readonly torrents?: readonly FakeState[]
  readonly online?: boolean
  readonly left?: FakeSession['left']
  /** Of the first torrent, which was shared from here. */
  readonly receivers?: readonly Receiver[]
  /** Show the start page, not the first torrent. */
  readonly unselected?: boolean
  /** What this browser lacks. */
  readonly before?: () => void
  readonly after?: (page: Page) => unknown
}

const click = async (selector: string) => (await appears(selector)).click()
const openDetails = async () => {
  await click('.details > summary')
  await appears('.details-body .facts')
}
const openShareOptions = async (page: Page) => {
  page.sharing.value = { gossip: gossipView() }
  await click('.share-options > summary')
  await appears('.share-options .amounts')
}
/** What fetches itself when a torrent gossips. */
const gossips = (info: Info, shares: readonly number[]) => async (page: Page) => {
  playHistory(page, getters(info, shares))
  await appears('.held-chart svg')
}
const openSettings = async () => {
  await click('.top button.icon')
  await appears('.settings')
  await click('.protocol-settings > summary')
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
  { log, linkName, linkLength, room, ...scene }: Scene & Partial<FakeState> = {},
): Scene => ({ torrents: [{ view, log, linkName, linkLength, room }], ...scene })
const alone = { links: [], partials: [] }
const appearsGossip = { after: () => appears('.gossip') }
const PART = { filePriorities: [4, 4, 0, 4, 0, 4], bytesWanted: 14.42 * MB } as const
const evenly = (count: number): number[] => Array.from({ length: count }, (_, i) => i / 24)

const unusable = viewOf(undefined, {
  phase: 'stuck',
  trouble:
    'This torrent cannot be used: the name of a file or folder in it points to another folder. Ask whoever made it for a new one.',
})

const leftBehind = (
  has: Receiver['has'],
  heldCount: number,
  where: Receiver['where'] = 'left',
): Receiver => ({
  ...{ remote: idFrom(random) as PeerId, client: 'tabswarm 0.1.0 Firefox', has, heldCount, where },
  // A time of no day's: pictures are the same every time.
  seenMs: new Date(2026, 7, 3, 2, 41).getTime(),
})
const whoLeft = [
  leftBehind('everything', FOLDER.pieceCount),
  leftBehind('chosen', 24),
  leftBehind('part', 100, 'unseen'),
  leftBehind('part', 0),
]

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
  joiningSized: one(viewOf(undefined, { phase: 'joining' }), {
    linkName: FILM.name,
    linkLength: FILM.length,
  }),
  joiningPromised: one(viewOf(undefined, { phase: 'joining' }), {
    linkName: FILM.name,
    linkLength: FILM.length,
    after: async page => {
      const item = page.current
      if (item) page.promise(item)
      await found(() => document.querySelector<HTMLElement>('.sheet .row button:not(.main)'))
    },
  }),
  offeredAlone: one(viewOf(FILM, { links: [] })),
  offline: one(film({ tracker: { state: 'down', seeders: 0, leechers: 0, trouble: undefined } }), {
    online: false,
  }),
  offered: one(viewOf(FILM, { links: getters(FILM, [1, 0.2]) })),
  offeredFolder: one(viewOf(FOLDER, { links: getters(FOLDER, [1]) })),
  offeredMany: one(viewOf(PHOTOS, { links: getters(PHOTOS, [1]) }), {
    after: () => appears('.files [role=row]'),
  }),
  offeredManyFound: one(viewOf(PHOTOS, { links: getters(PHOTOS, [1]) }), {
    after: () => types('.file-list input[type=search]', '133'),
  }),
  offeredNothing: one(viewOf(PHOTOS, { links: getters(PHOTOS, [1]) }), {
    after: async () => {
      await appears('.choice-tools')
      await clickButton(() => sharingTexts.texts.files.none)
    },
  }),
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
  stalled: one(busy, {
    after: async ({ current }) => {
      const { now } = Date
      Date.now = () => now() + 25_000
      if (current?.torrent instanceof FakeTorrent) current.torrent.update({ downRate: 0 })
      await appears('.sheet .say')
    },
  }),
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
  mayClose: one(complete(FILM, { storage: 'files', links: getters(FILM, [1, 1]) })),
  sharedWhoLeft: one(
    complete(FOLDER, {
      storage: 'files',
      links: [linkOf({ heldCount: 24, uploadOnly: true })],
      dependents: 0,
    }),
    { receivers: whoLeft, after: () => appears('.gone') },
  ),
  sharedAllLeft: one(complete(FOLDER, { storage: 'files', links: [], upRate: 0 }), {
    receivers: whoLeft.slice(0, 2),
    after: () => appears('.gone'),
  }),
  stopSharing: one(sharing, { after: () => clickButton(() => sharingTexts.texts.sharing.stop) }),
  done: one(complete(FILM, { dependents: 2, links: getters(FILM, [1, 0.5, 0.3]) })),
  doneFolder: one(complete(FOLDER, { links: getters(FOLDER, [1, 1]), upRate: 0 })),
  donePhone: one(complete(FOLDER, { links: getters(FOLDER, [1]), upRate: 0 }), {
    before: () => {
      // No browser here has a share sheet.
      Object.assign(navigator, { canShare: () => true })
      const { matchMedia } = window
      window.matchMedia = query => matchMedia.call(window, query.includes('coarse') ? 'all' : query)
    },
    after: () => buttonOf(() => sharingTexts.texts.complete.toAnApp),
  }),
  stuck: one(
    film({
      phase: 'stuck',
      trouble: 'The disk is full: this browser may keep no more. Free some space, then try again.',
    }),
  ),
  unusable: one(unusable, { linkName: unusable.infoHash }),
  downloadingManyFiles: one(downloading(PHOTOS, 0.4), {
    after: async () => {
      await click('.files .fold')
      await appears('.files [aria-level="2"]')
    },
  }),
  sharingMany: one(
    complete(PHOTOS, { storage: 'files', dependents: 1, links: getters(PHOTOS, [0.3]) }),
    {
      after: () => pick('church'),
    },
  ),
  doneMany: one(complete(PHOTOS, { links: getters(PHOTOS, [1]) }), { after: () => pick('garden') }),
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
  giveUp: one(busy, { after: () => clickButton(() => share.texts.download.giveUp) }),
}

/** Parts of the page that are fetched when they are opened. */
const appears = (selector: string): Promise<HTMLElement> =>
  found(() => document.querySelector<HTMLElement>(selector))

async function types(selector: string, text: string): Promise<void> {
  const input = (await appears(selector)) as HTMLInputElement
  input.value = text
  input.dispatchEvent(new InputEvent('input', { bubbles: true }))
}

/** Takes one folder out of what is picked. */
async function pick(name: string): Promise<void> {
  await click(`.files input[aria-label="${sharingTexts.texts.files.pick(name)}"]`)
  await appears('.choice > .row')
}

/** Its texts may still be on their way. */
const buttonOf = (label: () => string): Promise<HTMLElement> =>
  found(() =>
    [...document.querySelectorAll('button')].find(({ textContent }) =>
      textContent?.trim().startsWith(label()),
    ),
  )

async function clickButton(label: () => string): Promise<void> {
  const button = await buttonOf(label)
  button.click()
}

async function found(find: () => HTMLElement | null | undefined): Promise<HTMLElement> {
  for (;;) {
    const element = find()
    if (element) return element
    await new Promise(requestAnimationFrame)
  }
}

/** Says it is large without being it. */
function fileOf(name: string, size: number) {
  const file = new File([], name)
  Object.defineProperty(file, 'size', { value: size })
  return { file, path: [name] }
}
