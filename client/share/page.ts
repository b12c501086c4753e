/**
 * The page's state and everything a person can do on it. Screens read the signals and call the
 * verbs; nothing here draws. Talks to the session only through `client/host/api.ts`.
 */
import { type Signal, signal } from '@preact/signals'
import type { Info } from '../../shared/torrent/info.ts'
import {
  HostError,
  type InfoHash,
  type Session,
  type SharedFile,
  type Torrent,
} from '../host/api.ts'
import { announce, type Spoken } from './announce.ts'
import { magnetIn } from './link.ts'
import {
  type Remembered,
  recallAutoStart,
  recallOpen,
  rememberAutoStart,
  rememberOpen,
} from './memory.ts'
import { openFile } from './open.ts'
import { paced } from './paced.ts'
import { bytesOf, saveFiles } from './save.ts'
import { type Item, Looker, type Snapshot } from './snapshot.ts'

export interface Preparing {
  readonly name: string
  readonly files: number
  readonly doneBytes: number
  readonly totalBytes: number
  readonly cancel: () => void
}

export interface Saving {
  readonly infoHash: InfoHash
  readonly doneBytes: number
  readonly totalBytes: number
  readonly cancel: () => void
}

export interface Question {
  readonly title: string
  readonly text: string
  readonly yes: string
  readonly no: string
  readonly onYes: () => void
}

/** Snapshots: often enough to feel alive, seldom enough to cost nothing. */
const VISIBLE_MS = 200
const HIDDEN_MS = 1000

export class Page {
  readonly session: Session
  readonly snapshot: Signal<Snapshot>
  readonly selected = signal<InfoHash | undefined>(undefined)
  readonly opening = signal(false)
  readonly preparing = signal<Preparing | undefined>(undefined)
  readonly saving = signal<Saving | undefined>(undefined)
  readonly trouble = signal<string | undefined>(undefined)
  readonly question = signal<Question | undefined>(undefined)
  readonly autoStart = signal(recallAutoStart())
  readonly spoken = signal('')

  readonly #remembered = new Map<InfoHash, Remembered>()
  readonly #said = new Map<InfoHash, Spoken>()
  readonly #looker: Looker
  /** Only the newest of several links asked for is shown. */
  #opened = 0

  constructor(session: Session, offlineGraceMs?: number) {
    this.session = session
    this.#looker = new Looker(session, infoHash => this.#remembered.get(infoHash), offlineGraceMs)
    this.snapshot = signal(this.#looker.look())
  }

  /** Follow the session and the address bar; reopen what this tab had before a reload. */
  async begin(): Promise<void> {
    const refresh = paced(this.#refresh, () => (document.hidden ? HIDDEN_MS : VISIBLE_MS))
    this.session.subscribe(refresh)
    // Time passes on the page even when nothing happens: 'waiting for 2 min'.
    setInterval(refresh, HIDDEN_MS)
    document.addEventListener('visibilitychange', refresh)
    window.addEventListener('hashchange', () => void this.follow())
    const before = recallOpen()
    for (const record of before) this.#remembered.set(record.infoHash as InfoHash, record)
    const followed = this.follow()
    for (const record of before) await this.#reopen(record)
    await followed
    this.#refresh()
  }

  /** Go where the address bar says. */
  async follow(): Promise<void> {
    const magnet = magnetIn(location.hash)
    if (magnet !== undefined) return this.open(magnet)
    this.selected.value = undefined
    if (location.hash.length > 1)
      this.trouble.value = 'This link is not complete. Ask for it again, or copy all of it.'
  }

  async open(magnet: string): Promise<void> {
    const turn = ++this.#opened
    this.trouble.value = undefined
    this.opening.value = true
    try {
      const torrent = this.#alreadyOpen(magnet) ?? (await this.#join(magnet))
      if (turn === this.#opened) this.show(torrent)
    } catch (error) {
      if (turn === this.#opened) this.#complain(error)
    } finally {
      if (turn === this.#opened) this.opening.value = false
    }
  }

  /** Text from the clipboard or the field. */
  async paste(text: string): Promise<void> {
    const magnet = magnetIn(text)
    if (magnet !== undefined) await this.open(magnet)
    else
      this.trouble.value =
        'There is no link in this text. A link has “magnet:?xt=urn:btih:” in it: copy all of it.'
  }

  async share(found: Promise<readonly SharedFile[]> | readonly SharedFile[]): Promise<void> {
    if (this.preparing.value) {
      this.trouble.value = 'One moment: the files before these are still being prepared.'
      return
    }
    this.trouble.value = undefined
    const controller = new AbortController()
    try {
      const files = await found
      const preparing = prepare(files, () => controller.abort())
      this.preparing.value = preparing
      this.showStart()
      const onProgress = paced(
        (doneBytes: number) => {
          if (this.preparing.value?.cancel === preparing.cancel)
            this.preparing.value = { ...preparing, doneBytes }
        },
        () => VISIBLE_MS,
      )
      const torrent = await this.session.share(files, { signal: controller.signal, onProgress })
      this.#remember(torrent, { mine: true, wanted: true })
      this.show(torrent)
    } catch (error) {
      this.#complain(error)
    } finally {
      this.preparing.value = undefined
    }
  }

  show(torrent: Torrent): void {
    this.selected.value = torrent.infoHash
    const hash = `#${torrent.magnet}`
    if (location.hash !== hash) history.pushState(null, '', hash)
    this.#refresh()
  }

  /** The empty page, to share or open something else. */
  showStart(): void {
    this.selected.value = undefined
    this.trouble.value = undefined
    if (location.hash !== '') history.pushState(null, '', location.pathname + location.search)
  }

  start(item: Item): void {
    item.torrent.start()
    this.#remember(item.torrent, { wanted: true })
    this.#refresh()
  }

  pause(item: Item): void {
    item.torrent.pause()
    this.#remember(item.torrent, { wanted: false })
    this.#refresh()
  }

  async save(item: Item, info: Info, indices: readonly number[]): Promise<void> {
    if (this.saving.value) return
    const { torrent } = item
    const { infoHash } = torrent
    const controller = new AbortController()
    const totalBytes = bytesOf(info, indices)
    const cancel = () => controller.abort()
    const show = (doneBytes: number) => {
      this.saving.value = { infoHash, doneBytes, totalBytes, cancel }
    }
    let over = false
    const onProgress = paced(
      (doneBytes: number) => {
        if (!over) show(doneBytes)
      },
      () => VISIBLE_MS,
    )
    show(0)
    try {
      if (await saveFiles(torrent, info, indices, { signal: controller.signal, onProgress }))
        this.#remember(torrent, { saved: true })
    } catch (error) {
      this.#complain(error)
    } finally {
      over = true
      this.saving.value = undefined
    }
  }

  async openFile(item: Item, info: Info, index: number): Promise<void> {
    try {
      await openFile(item.torrent, index, info.files[index]?.path.at(-1) ?? info.name)
    } catch (error) {
      this.#complain(error)
    }
  }

  async remove(item: Item): Promise<void> {
    const { torrent } = item
    this.#remembered.delete(torrent.infoHash)
    this.#writeDown()
    if (this.selected.value === torrent.infoHash) this.showStart()
    try {
      await torrent.remove({ forget: true })
    } catch (error) {
      this.#complain(error)
    }
    this.#refresh()
  }

  setAutoStart(autoStart: boolean): void {
    this.autoStart.value = autoStart
    rememberAutoStart(autoStart)
  }

  get current(): Item | undefined {
    const selected = this.selected.value
    return this.snapshot.value.items.find(item => item.torrent.infoHash === selected)
  }

  async #join(magnet: string): Promise<Torrent> {
    const asked = new URLSearchParams(location.search).has('auto')
    const wanted = this.autoStart.value || asked
    const torrent = await this.session.open(magnet, { wanted })
    if (!this.#remembered.has(torrent.infoHash)) this.#remember(torrent, { wanted })
    return torrent
  }

  async #reopen(record: Remembered): Promise<void> {
    try {
      await this.session.open(record.magnet, { wanted: record.wanted })
    } catch (error) {
      this.#remembered.delete(record.infoHash as InfoHash)
      this.#writeDown()
      this.#complain(error)
    }
  }

  #alreadyOpen(magnet: string): Torrent | undefined {
    const lower = magnet.toLowerCase()
    return this.session.torrents.find(torrent => lower.includes(torrent.infoHash))
  }

  #remember(torrent: Torrent, what: Partial<Remembered>): void {
    const { infoHash, magnet } = torrent
    const before = this.#remembered.get(infoHash)
    const unknown = { mine: false, wanted: false, saved: false }
    this.#remembered.set(infoHash, { ...unknown, ...before, infoHash, magnet, ...what })
    this.#writeDown()
  }

  #writeDown(): void {
    rememberOpen([...this.#remembered.values()])
  }

  readonly #refresh = (): void => {
    this.snapshot.value = this.#looker.look()
    const item = this.current
    if (item) this.#speak(item)
  }

  #speak(item: Item): void {
    const { infoHash } = item.torrent
    const { spoken, say } = announce(this.#said.get(infoHash), item.screen, item.percent, item.name)
    this.#said.set(infoHash, spoken)
    if (say) this.spoken.value = say
  }

  #complain(error: unknown): void {
    if (error instanceof HostError) {
      if (error.code !== 'cancelled') this.trouble.value = error.message
      return
    }
    console.error(error)
    const why = error instanceof Error ? error.message : String(error)
    this.trouble.value = `Something went wrong in this tab (${why}). Reload it: what is stored is kept.`
  }
}

function prepare(files: readonly SharedFile[], cancel: () => void): Preparing {
  const first = files[0]
  const root = first?.path[0] ?? ''
  const together = files.every(({ path }) => path[0] === root)
  return {
    name: together ? root : `${files.length} files`,
    files: files.length,
    doneBytes: 0,
    totalBytes: files.reduce((sum, { file }) => sum + file.size, 0),
    cancel,
  }
}
