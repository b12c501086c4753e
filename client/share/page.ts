/**
 * The page's state and everything a person can do on it. Screens read the signals and call the
 * methods; nothing here draws. Talks to the session only through `client/host/api.ts`.
 */
import { type Signal, signal } from '@preact/signals'
import {
  HostError,
  type InfoHash,
  type KeptTorrent,
  type LinkNote,
  type LinksInText,
  type Session,
  type ShareOptions,
  type Torrent,
} from '../host/api.ts'
import { cleanMagnet, readText } from '../host/session/read-text.ts'
import { errors } from '../language/errors.ts'
import { share } from '../language/share.ts'
import { sharing } from '../language/sharing.ts'
import { AddressBar } from './address-bar.ts'
import { AutoStart } from './auto-start.ts'
import { errorInWords } from './error-words.ts'
import { laterWith } from './later-with.ts'
import { Ledger } from './ledger.ts'
import { newsInWords } from './news-words.ts'
import { paced, withFrameCost } from './paced.ts'
import type { Preparing, Saving } from './progress.ts'
import { MAX_OPEN, openTorrents, type Remembered } from './remembered.ts'
import { type Say, Saying } from './saying.ts'
import { Settings } from './settings.ts'
import { isSameSwarm } from './share-link.ts'
import { type Item, type Snapshot, Snapshots } from './snapshot.ts'
import { type Spoken, speak } from './words.ts'

export interface Question {
  readonly title: string
  readonly text: string
  readonly no: string
  readonly yes: Answer
  /** A second way to say yes, which loses less. */
  readonly also?: Answer
}

export interface Answer {
  readonly label: string
  readonly act: () => void
}

/** Intervals between snapshots, while the page is visible and while it is hidden. */
const VISIBLE_MS = 200
const HIDDEN_MS = 1000
/**
 * Drawing snapshots may take this share of the page's time: on a phone or a busy machine they come less
 * often. The share is small because each also keeps the browser's other processes busy.
 */
const DRAWING_SHARE = 0.03
const SLOWEST_MS = 2000
/** A link that is new here: shown, with its names and sizes, and nothing more until somebody says so. */
const AS_OFFER = { wanted: false }
/** Some chats escape the # of a link: then the server is asked for all of it. */
const MAY_HOLD_LINK = /magnet|%(?:25)*23/i

const loadLinkWords = laterWith([sharing, errors], () => import('./link-words.ts'))

export class Page {
  readonly session: Session
  readonly snapshot: Signal<Snapshot>
  readonly selected = signal<InfoHash | undefined>(undefined)
  readonly opening = signal(false)
  readonly preparing = signal<Preparing | undefined>(undefined)
  readonly saving = signal<Saving | undefined>(undefined)
  readonly sharing = signal<Pick<ShareOptions, 'private' | 'comment' | 'gossip'>>({})
  readonly trouble = new Saying()
  /** Of what has worked: what was left out, or has another name. */
  readonly notice = new Saying()
  readonly question = signal<Question | undefined>(undefined)
  readonly settings: Settings
  readonly autoStart: AutoStart
  readonly spoken = signal('')
  /** Where the person has taken out every file: the torrent keeps its last choice, and stands still. */
  readonly #nothingChosen = signal<ReadonlyMap<InfoHash, { readonly wasRunning: boolean }>>(
    new Map(),
  )

  readonly #remembered = new Map<InfoHash, Remembered>()
  readonly #addressBar = new AddressBar(() => this.#openAddress())
  readonly #said = new Map<InfoHash, Spoken>()
  readonly #ledger = new Ledger()
  readonly #snapshots: Snapshots
  /** Each opening draws a ticket: only the newest is shown, and only its failure is told. */
  #lastTicket = 0

  constructor(session: Session, offlineGraceMs?: number) {
    this.session = session
    this.settings = new Settings(session)
    this.autoStart = new AutoStart(session, {
      isOn: () => this.settings.autoStart.value,
      start: torrent => this.start({ torrent }),
    })
    const recall = (swarm: InfoHash) => this.#remembered.get(swarm)
    this.#snapshots = new Snapshots(session, recall, this.#ledger, offlineGraceMs)
    this.snapshot = signal(this.#snapshots.take())
  }

  /** Follow the session and the address bar; reopen what this tab had before a reload. */
  async begin(): Promise<void> {
    let costMs = 0
    const draw = () =>
      withFrameCost(this.#refresh, busyMs => {
        costMs = busyMs
      })
    const refresh = paced(draw, () => {
      const visibleMs = Math.max(VISIBLE_MS, costMs / DRAWING_SHARE)
      return document.hidden ? HIDDEN_MS : Math.min(visibleMs, SLOWEST_MS)
    })
    this.session.subscribe(refresh)
    // Time passes on the page even when nothing happens: 'waiting for 2 min'.
    setInterval(refresh, HIDDEN_MS)
    document.addEventListener('visibilitychange', refresh)
    window.addEventListener('hashchange', () => void this.follow())
    window.addEventListener('pagehide', () => this.#ledger.write())
    const before = openTorrents.recall() ?? []
    for (const record of before) this.#remembered.set(record.swarm as InfoHash, record)
    const followed = this.follow()
    for (const record of before) await this.#reopen(record)
    await followed
    this.#refresh()
  }

  follow(): Promise<void> {
    this.#lastTicket++
    return this.#addressBar.follow()
  }

  async #openAddress(): Promise<void> {
    const { pathname, search, hash } = location
    const clean = cleanMagnet(hash)
    if (clean !== undefined) return this.#openByAddress(clean)
    const isInPath = MAY_HOLD_LINK.test(pathname + search)
    const found = isInPath
      ? await this.#read(pathname + search + hash)
      : hash.length > 1
        ? await this.#read(hash)
        : undefined
    const magnet = found?.magnets[0]
    if (found && magnet !== undefined) {
      if (isInPath) history.replaceState(null, '', '/')
      await this.#openByAddress(magnet)
      return this.#tell(found.notes)
    }
    this.opening.value = false
    this.selected.value = undefined
  }

  /** Undefined if there is no link; why is shown. */
  async #read(text: string): Promise<LinksInText | undefined> {
    try {
      return await readText(text)
    } catch (error) {
      this.complain(error)
      return undefined
    }
  }

  async #tell(notes: readonly LinkNote[]): Promise<void> {
    if (notes.length === 0 || this.trouble.say !== undefined) return
    const { notesInWords } = await loadLinkWords()
    this.notice.say = () => notesInWords(notes)
  }

  async #openByAddress(magnet: string): Promise<void> {
    const isNew = this.#recordOf(magnet) === undefined
    const torrent = await this.open(magnet)
    if (!torrent || !isNew) return
    const { torrents } = this.session
    for (const old of this.#addressBar.offered(torrent, torrents, this.#isUntouched)) {
      // While its store is being opened nobody knows what it holds: that stays.
      void this.remove({ torrent: old }, { forget: old.view.phase !== 'opening' })
    }
  }

  open(magnet: string): Promise<Torrent | undefined> {
    return this.#showOpened(() => this.session.open(magnet, this.#recordOf(magnet) ?? AS_OFFER))
  }

  #recordOf(magnet: string): Remembered | undefined {
    return [...this.#remembered.values()].find(each => isSameSwarm(magnet, each.magnet))
  }

  /** Several at once are all opened, and the last of them shown. */
  async openTorrentFiles(files: readonly File[]): Promise<void> {
    await this.#openAll(files, file =>
      this.#showOpened(() => this.session.openTorrentFile(file, AS_OFFER)),
    )
  }

  openKept(kept: KeptTorrent): Promise<Torrent | undefined> {
    return this.#showOpened(() => kept.open(AS_OFFER))
  }

  async paste(text: string): Promise<void> {
    const found = await this.#read(text)
    if (!found) return
    await this.#openAll(found.magnets, magnet => this.open(magnet))
    await this.#tell(found.notes)
  }

  /** The last of them is shown. */
  async #openAll<T>(all: readonly T[], open: (each: T) => Promise<unknown>): Promise<void> {
    let firstTrouble: Say | undefined
    for (const each of all) {
      await open(each)
      firstTrouble ??= this.trouble.say
    }
    this.trouble.say = firstTrouble
  }

  show(torrent: Torrent): void {
    this.selected.value = torrent.swarm
    const hash = `#${torrent.magnet}`
    if (location.hash !== hash) history.pushState(null, '', hash)
    this.#refresh()
  }

  showStart(): void {
    this.selected.value = undefined
    this.trouble.say = undefined
    this.notice.say = undefined
    if (location.hash !== '') history.pushState(null, '', location.pathname + location.search)
  }

  nothingChosen({ torrent }: Pick<Item, 'torrent'>): boolean {
    return this.#nothingChosen.value.has(torrent.swarm)
  }

  /** Files to be downloaded, by index. Of none nothing moves until there is one again. */
  choose(item: Item, files: readonly number[]): void {
    const { torrent, view } = item
    const nothing = new Map(this.#nothingChosen.value)
    const before = nothing.get(torrent.swarm)
    if (files.length > 0) nothing.delete(torrent.swarm)
    else nothing.set(torrent.swarm, before ?? { wasRunning: view.phase === 'downloading' })
    this.#nothingChosen.value = nothing
    if (files.length > 0) torrent.selectFiles(files)
    if (files.length === 0 && view.phase === 'downloading') this.pause(item)
    else if (files.length > 0 && before?.wasRunning) this.start(item)
    this.#refresh()
  }

  start({ torrent }: Pick<Item, 'torrent'>): void {
    torrent.start()
    this.remember(torrent, { wanted: true, paused: false, whenHere: false })
    this.#refresh()
  }

  /** Nobody has said yet what it is: it is downloaded as soon as somebody does, if it fits. */
  promise({ torrent, name }: Item): void {
    this.remember(torrent, { whenHere: true })
    this.autoStart.promise(torrent)
    this.spoken.value = share.texts.spoken.promised(name)
    this.#refresh()
  }

  takeBackPromise({ torrent, name }: Item): void {
    this.remember(torrent, { whenHere: false })
    this.autoStart.takeBack(torrent)
    this.spoken.value = share.texts.spoken.notPromised(name)
    this.#refresh()
  }

  pause(item: Item): void {
    item.torrent.pause()
    this.remember(item.torrent, { wanted: false, paused: true })
    this.#refresh()
  }

  /** `forget`: delete also what this browser stores of it. */
  async remove({ torrent }: Pick<Item, 'torrent'>, { forget = true } = {}): Promise<void> {
    this.#remembered.delete(torrent.swarm)
    this.#ledger.forget(torrent.swarm)
    this.autoStart.takeBack(torrent)
    this.#rememberOpen()
    if (this.selected.value === torrent.swarm) this.showStart()
    try {
      await torrent.remove({ forget })
    } catch (error) {
      this.complain(error)
    }
    this.#refresh()
  }

  get current(): Item | undefined {
    const selected = this.selected.value
    return this.snapshot.value.items.find(item => item.torrent.swarm === selected)
  }

  async #showOpened(open: () => Promise<Torrent>): Promise<Torrent | undefined> {
    const ticket = ++this.#lastTicket
    const { hash } = location
    this.trouble.say = undefined
    this.notice.say = undefined
    this.opening.value = true
    try {
      const torrent = await open()
      // One that was open may have learnt trackers: they are to come through a reload, too.
      this.remember(torrent, this.#remembered.has(torrent.swarm) ? {} : AS_OFFER)
      this.#expect(torrent)
      // The address may say another already, whose hashchange has still to come: that one stays.
      if (ticket === this.#lastTicket && location.hash === hash) this.show(torrent)
      return torrent
    } catch (error) {
      if (ticket === this.#lastTicket) this.complain(error)
      return undefined
    } finally {
      if (ticket === this.#lastTicket) this.opening.value = false
    }
  }

  #expect(torrent: Torrent): void {
    if (this.#isUntouched(torrent)) this.autoStart.expect(torrent)
  }

  /** The person has neither begun nor paused it, nor shared it. */
  readonly #isUntouched = ({ swarm }: Torrent): boolean => {
    const known = this.#remembered.get(swarm)
    return known !== undefined && !known.mine && !known.wanted && !known.paused
  }

  async #reopen({ swarm, magnet, wanted, paused, whenHere }: Remembered): Promise<void> {
    try {
      const torrent = await this.session.open(magnet, { wanted, paused })
      if (whenHere && !wanted && !paused) this.autoStart.promise(torrent)
      else this.#expect(torrent)
    } catch (error) {
      this.#remembered.delete(swarm as InfoHash)
      this.#rememberOpen()
      this.complain(error)
    }
  }

  remember(torrent: Torrent, what: Partial<Remembered>): void {
    const { swarm, magnet } = torrent
    const before = this.#remembered.get(swarm)
    const unknown = { mine: false, wanted: false, paused: false, saved: false }
    this.#remembered.set(swarm, { ...unknown, ...before, swarm, magnet, ...what })
    this.#rememberOpen()
  }

  #rememberOpen(): void {
    openTorrents.remember([...this.#remembered.values()].slice(-MAX_OPEN))
  }

  readonly #refresh = (): void => {
    const before = this.snapshot.value.items
    this.snapshot.value = this.#snapshots.take()
    for (const { torrent, view } of this.snapshot.value.items) {
      // A torrent that reaches its seeding goal pauses by itself.
      const remembered = this.#remembered.get(torrent.swarm)
      if (view.paused && remembered && !remembered.paused) this.remember(torrent, { paused: true })
    }
    this.#speak(before)
  }

  /** What is said at once is said together: a new text in a live region may put out the one before. */
  #speak(before: readonly Item[]): void {
    const item = this.current
    const news = item ? [this.#turningPoint(item)] : []
    for (const { torrent, receivers, name } of this.snapshot.value.items) {
      const was = before.find(each => each.torrent === torrent)?.receivers
      if (was && was !== receivers) news.push(newsInWords(was, receivers, name))
    }
    const say = news.filter(sentence => sentence !== undefined).join(' ')
    if (say !== '') this.spoken.value = say
  }

  #turningPoint({ torrent: { swarm }, screen, percent, name }: Item): string | undefined {
    const { spoken, say } = speak(this.#said.get(swarm), screen, percent, name)
    this.#said.set(swarm, spoken)
    return say
  }

  complain(error: unknown): void {
    if (error instanceof HostError) {
      if (error.code !== 'cancelled') this.trouble.say = () => errorInWords(error)
      return
    }
    console.error(error)
    const said = error instanceof Error ? error.message : String(error)
    const why = said.replace(/\.$/, '')
    this.trouble.say = () => share.texts.page.unexpected(why)
  }
}
