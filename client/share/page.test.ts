/** What a person can do on the page, on a scripted session: no browser, no swarm. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FakeSession, FakeTorrent } from '../../e2e/gallery/fake-session.ts'
import { FILM, linkOf, viewOf } from '../../e2e/gallery/torrents.ts'
import { HostError, type OpenOptions, type Torrent } from '../host/api.ts'
import { Page } from './page.ts'
import { MAX_OPEN } from './remembered.ts'
import { takeFiles } from './take-files.ts'

/** Records what it is asked to open, and answers when the test lets it. */
class ScriptedSession extends FakeSession {
  readonly asked: [magnet: string, options: OpenOptions | undefined][] = []
  readonly #pending = new Map<string, Promise<void>>()
  /** By name: the torrent in each `.torrent` file. */
  readonly files = new Map<string, FakeTorrent>()

  override async open(magnet: string, options?: OpenOptions): Promise<Torrent> {
    this.asked.push([magnet, options])
    await this.#pending.get(magnet)
    return super.open(magnet)
  }

  override async openTorrentFile(file?: Blob): Promise<Torrent> {
    return this.files.get(file instanceof File ? file.name : '') ?? super.openTorrentFile()
  }

  /** `open` of this torrent is answered when the test calls one of the two. */
  hold({ magnet }: Torrent): { answer: () => void; fail: (error: Error) => void } {
    let answer = () => {}
    let fail: (error: Error) => void = () => {}
    const pending = new Promise<void>((resolve, reject) => {
      answer = resolve
      fail = reject
    })
    this.#pending.set(magnet, pending)
    return { answer, fail }
  }

  /** A torrent that can be opened. */
  add(): FakeTorrent {
    const torrent = new FakeTorrent(this, { view: viewOf(FILM) })
    this.list = [...this.list, torrent]
    return torrent
  }
}

class MemoryStorage {
  readonly #items = new Map<string, string>()
  getItem(key: string): string | null {
    return this.#items.get(key) ?? null
  }
  setItem(key: string, value: string): void {
    this.#items.set(key, value)
  }
  removeItem(key: string): void {
    this.#items.delete(key)
  }
}

const refused = {
  getItem: () => {
    throw new DOMException('cookies are blocked', 'SecurityError')
  },
}

/** A tab at this address, with as much of a browser as the page asks for. */
function openTab(address: string): void {
  const location = new URL(address, 'https://tabswarm.test')
  vi.stubGlobal('location', location)
  vi.stubGlobal('history', {
    replaceState: (_state: unknown, _title: string, to: string) => {
      location.href = new URL(to, location).href
    },
    pushState: (_state: unknown, _title: string, to: string) => {
      location.href = new URL(to, location).href
    },
  })
  vi.stubGlobal('window', new EventTarget())
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }))
}

let session: ScriptedSession

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('sessionStorage', new MemoryStorage())
  vi.stubGlobal('localStorage', new MemoryStorage())
  vi.stubGlobal('requestAnimationFrame', () => 0)
  openTab('/')
  session = new ScriptedSession()
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

async function begun(): Promise<Page> {
  const page = new Page(session)
  await page.begin()
  return page
}

const itemOf = (page: Page, torrent: Torrent) => {
  const item = page.snapshot.value.items.find(each => each.torrent === torrent)
  if (!item) throw new Error('the torrent is not on the page')
  return item
}

describe('the address bar', () => {
  test('a link in it is opened, shown and waits for a click', async () => {
    const torrent = session.add()
    openTab(`/#${torrent.magnet}`)
    const page = await begun()
    expect(session.asked).toEqual([[torrent.magnet, { wanted: false }]])
    expect(page.current?.torrent).toBe(torrent)
    expect(page.opening.value).toBe(false)
  })

  test.each(['/?auto', '/?auto=1&wanted=true', '/?start', '/auto'])(
    'nothing in it begins a download: %s',
    async path => {
      const torrent = session.add()
      openTab(`${path}#${torrent.magnet}&auto&wanted=true`)
      await begun()
      await vi.advanceTimersByTimeAsync(5_000)
      expect(session.asked).toEqual([[`${torrent.magnet}&auto&wanted=true`, { wanted: false }]])
      expect(torrent.view.phase).toBe('idle')
    },
  )

  test('that changes faster than links open has only the last of them opened', async () => {
    const torrents = Array.from({ length: 50 }, () => session.add())
    const page = await begun()
    const { answer } = session.hold(torrents[0] as Torrent)
    for (const torrent of torrents) {
      location.hash = `#${torrent.magnet}`
      window.dispatchEvent(new Event('hashchange'))
    }
    await vi.advanceTimersByTimeAsync(100)
    answer()
    await vi.advanceTimersByTimeAsync(100)
    expect(session.asked.map(([magnet]) => magnet)).toEqual([
      torrents[0]?.magnet,
      torrents.at(-1)?.magnet,
    ])
    expect(page.current?.torrent).toBe(torrents.at(-1))
  })

  test('that has changed before the page is told of it keeps what it says', async () => {
    const [slow, next] = [session.add(), session.add()]
    const page = await begun()
    const { answer } = session.hold(slow)
    location.hash = `#${slow.magnet}`
    window.dispatchEvent(new Event('hashchange'))
    await vi.advanceTimersByTimeAsync(100)
    location.hash = `#${next.magnet}`
    answer()
    await vi.advanceTimersByTimeAsync(100)
    expect(location.hash).toContain(next.infoHash)
    window.dispatchEvent(new Event('hashchange'))
    await vi.advanceTimersByTimeAsync(100)
    expect(page.current?.torrent).toBe(next)
  })

  test('that changes for ever keeps no more than the eight newest offers open', async () => {
    const kept = session.add()
    const page = await begun()
    await page.open(kept.magnet)
    page.start(itemOf(page, kept))
    const offers: FakeTorrent[] = []
    for (let i = 0; i < 30; i++) {
      const offer = session.add()
      offers.push(offer)
      location.hash = `#${offer.magnet}`
      window.dispatchEvent(new Event('hashchange'))
      await vi.advanceTimersByTimeAsync(10)
    }
    expect(session.list).toEqual([kept, ...offers.slice(-8)])
    expect(page.current?.torrent).toBe(offers.at(-1))
  })

  test('half a link is told, and nothing is opened', async () => {
    openTab('/#magnet')
    const page = await begun()
    expect(page.trouble.value).toMatch(/not complete/)
    expect(session.asked).toEqual([])
  })

  test('follows the torrent that is shown, and is empty on the start page', async () => {
    const [one, other] = [session.add(), session.add()]
    const page = await begun()
    page.show(one)
    page.show(other)
    expect(decodeURI(location.hash)).toBe(`#${decodeURI(other.magnet)}`)
    page.showStart()
    expect(location.hash).toBe('')
    expect(page.current).toBeUndefined()
  })
})

describe('opening', () => {
  test('of two links only the newer is shown, whichever answer comes first', async () => {
    const [slow, quick] = [session.add(), session.add()]
    const page = await begun()
    const { answer } = session.hold(slow)
    const opening = page.open(slow.magnet)
    await page.open(quick.magnet)
    answer()
    await opening
    expect(page.current?.torrent).toBe(quick)
    expect(page.opening.value).toBe(false)
  })

  test('the failure of a link that was given up for another is not told', async () => {
    const [slow, quick] = [session.add(), session.add()]
    const page = await begun()
    const { fail } = session.hold(slow)
    const opening = page.open(slow.magnet)
    await page.open(quick.magnet)
    fail(new HostError('bad-link', 'This link is damaged.'))
    await opening
    expect(page.trouble.value).toBeUndefined()
  })

  test('of several .torrent files the last is shown, and the first trouble told', async () => {
    const [one, other] = [session.add(), session.add()]
    session.files.set('1.torrent', one).set('3.torrent', other)
    const page = await begun()
    const names = ['1.torrent', '2.torrent', '3.torrent']
    await page.openTorrentFiles(names.map(name => new File([], name)))
    expect(page.current?.torrent).toBe(other)
    expect(page.trouble.value).toMatch(/cannot be used/)
  })

  test('pasted text is searched for a link', async () => {
    const torrent = session.add()
    const page = await begun()
    await page.paste(`Have a look: https://tabswarm.test/#${torrent.magnet}`)
    expect(page.current?.torrent).toBe(torrent)
    await page.paste('no link at all')
    expect(page.trouble.value).toMatch(/no link in this text/)
  })
})

describe('a link as people get it', () => {
  const odd = (magnet: string) => magnet.replaceAll('&', '&amp;')

  test.each([
    ['in the path', (magnet: string) => `/%23${magnet}`],
    ['in the path, escaped', (magnet: string) => `/%23${encodeURIComponent(magnet)}`],
    [
      'in the path, escaped twice',
      (magnet: string) => `/x/%2523${encodeURIComponent(encodeURIComponent(magnet))}`,
    ],
    ['without its #', (magnet: string) => `/${magnet}`],
    ['behind #, escaped', (magnet: string) => `/#${encodeURIComponent(magnet)}`],
    ['behind #, from HTML', (magnet: string) => `/#${odd(magnet)}`],
    ['behind #, its code alone', (magnet: string) => `/#${magnet.slice(20, 60)}`],
  ])('in the address bar, %s, is opened once and waits for a click', async (_what, address) => {
    const torrent = session.add()
    openTab(address(torrent.magnet))
    const page = await begun()
    expect(session.asked.map(([magnet]) => magnet.slice(0, 60))).toEqual([
      torrent.magnet.slice(0, 60),
    ])
    expect(session.asked[0]?.[1]).toEqual({ wanted: false })
    expect(page.current?.torrent).toBe(torrent)
    expect([location.pathname, page.trouble.value]).toEqual(['/', undefined])
  })

  test('pasted in a text with others is opened with them, the last is shown, and that is said', async () => {
    const [one, other] = [session.add(), session.add()]
    const page = await begun()
    await page.paste(`first:\n<${odd(one.magnet)}>\nthen (${other.magnet}).`)
    expect(session.asked.map(([magnet]) => magnet)).toEqual([one.magnet, other.magnet])
    expect(page.current?.torrent).toBe(other)
    expect(page.notice.value).toBe('This text has 2 links: each is opened, and the last is shown.')
    page.showStart()
    expect(page.notice.value).toBeUndefined()
  })

  test('that is damaged in part is opened, and what was left out is said', async () => {
    const torrent = session.add()
    const page = await begun()
    await page.paste(`${torrent.magnet}&tr=wss%3A%2F%2Fexample.org%2Fannounc%`)
    expect(page.current?.torrent).toBe(torrent)
    expect(page.notice.value).toBe(
      'The address of a server in this link is damaged, and was left out.',
    )
    await page.paste(torrent.magnet)
    expect(page.notice.value).toBeUndefined()
  })

  test('that names a torrent of version 2 alone is refused with the reason', async () => {
    const page = await begun()
    await page.paste(`magnet:?xt=urn:btmh:1220${'a'.repeat(64)}`)
    expect(page.trouble.value).toMatch(/version 2 only/)
    expect(session.asked).toEqual([])
  })

  test('of what is open already is remembered with what it has brought', async () => {
    const torrent = session.add()
    const page = await begun()
    await page.open(torrent.magnet)
    const learnt = `${torrent.magnet}&tr=wss%3A%2F%2Fexample.org`
    Object.assign(torrent, { magnet: learnt })
    await page.paste(learnt)
    session.asked.length = 0
    openTab('/')
    await begun()
    expect(session.asked.map(([magnet]) => magnet)).toEqual([learnt])
  })
})

describe('a reload', () => {
  test('opens again what was open, as it was', async () => {
    const [downloading, paused, offered] = [session.add(), session.add(), session.add()]
    const page = await begun()
    for (const torrent of [downloading, paused, offered]) await page.open(torrent.magnet)
    page.start(itemOf(page, downloading))
    page.start(itemOf(page, paused))
    page.pause(itemOf(page, paused))
    session.asked.length = 0
    openTab('/')
    await begun()
    expect(session.asked).toEqual([
      [downloading.magnet, { wanted: true, paused: false }],
      [paused.magnet, { wanted: false, paused: true }],
      [offered.magnet, { wanted: false, paused: false }],
    ])
  })

  test('leaves out what was removed', async () => {
    const torrent = session.add()
    const page = await begun()
    await page.open(torrent.magnet)
    await page.remove(itemOf(page, torrent))
    expect(page.current).toBeUndefined()
    expect(location.hash).toBe('')
    session.asked.length = 0
    await begun()
    expect(session.asked).toEqual([])
  })

  test('forgets a link that cannot be opened any more, and says so once', async () => {
    const torrent = session.add()
    await (await begun()).open(torrent.magnet)
    openTab('/')
    session.list = []
    expect((await begun()).trouble.value).toMatch(/not complete/)
    expect((await begun()).trouble.value).toBeUndefined()
  })

  test('keeps paused what had reached its seeding goal', async () => {
    const torrent = session.add()
    const page = await begun()
    await page.open(torrent.magnet)
    page.start(itemOf(page, torrent))
    torrent.update({ paused: 'goal' })
    vi.advanceTimersByTime(1_000)
    session.asked.length = 0
    openTab('/')
    await begun()
    expect(session.asked).toEqual([[torrent.magnet, { wanted: true, paused: true }]])
  })

  test(`opens the newest ${MAX_OPEN} of more`, async () => {
    const torrents = Array.from({ length: MAX_OPEN + 2 }, () => session.add())
    const page = await begun()
    for (const torrent of torrents) await page.open(torrent.magnet)
    session.asked.length = 0
    openTab('/')
    await begun()
    expect(session.asked.map(([magnet]) => magnet)).toEqual(
      torrents.slice(2).map(({ magnet }) => magnet),
    )
  })

  test.each(['not JSON', '{"swarm":1}', '[null,{"magnet":"x"}]'])(
    'begins afresh where the storage has %s',
    async text => {
      vi.spyOn(console, 'warn').mockReturnValue()
      sessionStorage.setItem('tabswarm.open', text)
      const page = await begun()
      expect(session.asked).toEqual([])
      expect(page.trouble.value).toBeUndefined()
    },
  )
})

test('where the browser allows no storage, everything else works', async () => {
  const warned = vi.spyOn(console, 'warn').mockReturnValue()
  vi.stubGlobal('sessionStorage', refused)
  vi.stubGlobal('localStorage', refused)
  const torrent = session.add()
  const page = await begun()
  await page.open(torrent.magnet)
  expect(page.current?.torrent).toBe(torrent)
  expect(page.trouble.value).toBeUndefined()
  expect(warned).toHaveBeenCalled()
})

describe('trouble', () => {
  test('of the host is told in its own sentence, and a cancelled action is none', async () => {
    const page = await begun()
    page.complain(new HostError('storage-full', 'The disk is full.'))
    expect(page.trouble.value).toBe('The disk is full.')
    page.showStart()
    page.complain(new HostError('cancelled', 'Cancelled.'))
    expect(page.trouble.value).toBeUndefined()
  })

  test('that nobody foresaw is told with its reason, and logged', async () => {
    const logged = vi.spyOn(console, 'error').mockReturnValue()
    const page = await begun()
    const error = new TypeError('x is undefined')
    page.complain(error)
    expect(page.trouble.value).toMatch(/\(x is undefined\)/)
    expect(logged).toHaveBeenCalledWith(error)
  })

  test('in removing is told, and the torrent is off the page all the same', async () => {
    const torrent = session.add()
    const page = await begun()
    await page.open(torrent.magnet)
    vi.spyOn(torrent, 'remove').mockImplementation(() => {
      session.list = []
      return Promise.reject(new HostError('storage-full', 'It cannot be deleted.'))
    })
    await page.remove(itemOf(page, torrent))
    expect(page.trouble.value).toBe('It cannot be deleted.')
    expect(page.snapshot.value.items).toEqual([])
  })
})

test('the request to wait goes when the waiting is over', async () => {
  const page = await begun()
  const torrent = session.add()
  let prepared = () => {}
  session.share = () =>
    new Promise(resolve => {
      prepared = () => resolve(torrent)
    })
  const first = takeFiles(page, [new File(['a'], 'a')])
  await vi.advanceTimersByTimeAsync(0)
  await takeFiles(page, [new File(['b'], 'b')])
  expect(page.trouble.value).toMatch(/^One moment/)
  prepared()
  await first
  expect(page.trouble.value).toBeUndefined()
})

describe('snapshots', () => {
  test('name a link that has no name by the beginning of its code', async () => {
    const torrent = session.add()
    const page = await begun()
    Object.assign(torrent, { name: torrent.infoHash })
    torrent.update({ info: undefined })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(itemOf(page, torrent).name).toBe(`Unnamed link ${torrent.infoHash.slice(0, 8)}`)
  })

  /** How many are taken in five seconds in which the session changes every 10 ms. */
  async function taken(hidden: boolean): Promise<number> {
    session.add()
    const page = await begun()
    Object.assign(document, { hidden })
    await vi.advanceTimersByTimeAsync(1_000)
    const before = page.snapshot.value.tick
    for (let ms = 0; ms < 5_000; ms += 10) {
      session.notify()
      await vi.advanceTimersByTimeAsync(10)
    }
    return page.snapshot.value.tick - before
  }

  test('come five times a second on a visible page', async () => {
    expect(await taken(false)).toBe(25)
  })

  test('come once a second on a hidden page', async () => {
    expect(await taken(true)).toBe(5)
  })

  test('come also where nothing changes: waiting times grow', async () => {
    const page = await begun()
    const before = page.snapshot.value
    await vi.advanceTimersByTimeAsync(1_000)
    expect(page.snapshot.value.atMs).toBeGreaterThan(before.atMs)
  })
})

test('a screen reader is told of the torrent on the screen, and of each turning point once', async () => {
  const [shown, other] = [session.add(), session.add()]
  const page = await begun()
  const heard: string[] = []
  page.spoken.subscribe(sentence => heard.push(sentence))
  page.show(shown)
  page.start(itemOf(page, shown))
  page.start(itemOf(page, other))
  for (const share of [0.3, 0.4, 0.6]) {
    shown.update({
      bytesHeld: share * shown.view.bytesWanted,
      links: [linkOf({ heldCount: FILM.pieceCount })],
    })
    await vi.advanceTimersByTimeAsync(2_000)
  }
  expect(heard).toEqual([
    '',
    `${FILM.name} is ready to download.`,
    `${FILM.name}: waiting for somebody who has it.`,
    `Downloading ${FILM.name}: 25 percent`,
    '50 percent',
  ])
})
