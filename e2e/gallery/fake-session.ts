/** A session without a swarm: its torrents show whatever a scene puts into them. */
import {
  type BitTorrentPolicies,
  HostError,
  type KeptTorrent,
  type Limits,
  type LoggedEvent,
  type Priority,
  type SeedingGoal,
  type Session,
  type Shaping,
  type SharedFile,
  type ShareOptions,
  type Torrent,
  type TorrentView,
} from '../../client/host/api.ts'
import { UNSHAPED } from '../../client/host/session/shaping.ts'
import { checkGoal } from '../../client/host/torrent/torrent-settings.ts'
import { DEFAULT_POLICIES } from '../../shared/bittorrent/policies.ts'

export interface FakeState {
  readonly view: TorrentView
  readonly log?: readonly LoggedEvent[] | undefined
  /** What the magnet says until the metadata is there. */
  readonly linkName?: string | undefined
  /** Bytes that the browser would still store. */
  readonly room?: number | undefined
}

export class FakeTorrent implements Torrent {
  view: TorrentView
  log: readonly LoggedEvent[]
  readonly infoHash
  readonly swarm
  readonly gossip
  readonly magnet: string
  readonly name: string
  readonly trackers: readonly string[] = []
  readonly comment = undefined
  readonly #session: FakeSession
  readonly #room: number | undefined

  constructor(session: FakeSession, { view, log = [], linkName, room }: FakeState) {
    this.#session = session
    this.#room = room
    this.view = view
    this.log = log
    this.infoHash = view.infoHash
    this.swarm = view.infoHash
    this.gossip = view.gossip
    this.name = linkName ?? view.info?.name ?? 'from the link'
    const gossip = view.gossip ? `&x.gossip=${view.gossip.mode}` : ''
    this.magnet = `magnet:?xt=urn:btih:${view.infoHash}&dn=${encodeURIComponent(this.name)}${gossip}`
  }

  magnetAt = (): string => this.magnet

  mend = async () => ({ mended: [], wrong: [] })

  update(fields: Partial<TorrentView>): void {
    this.view = { ...this.view, ...fields }
    this.#session.notify()
  }

  start(): void {
    const phase = this.view.bytesLeft > 0 ? 'downloading' : 'seeding'
    this.update({ phase, paused: undefined })
  }

  pause(): void {
    const phase = this.view.bytesLeft > 0 ? 'idle' : 'seeding'
    this.update({ phase, paused: 'person', links: [], downRate: 0, upRate: 0 })
  }

  selectFiles(indices: Iterable<number>): void {
    const selected = new Set(indices)
    this.prioritiseFiles(this.view.info?.files.map((_, i) => (selected.has(i) ? 4 : 0)) ?? [])
  }

  prioritiseFiles(filePriorities: readonly Priority[]): void {
    const { info } = this.view
    const bytesWanted = info?.files.reduce(
      (sum, { length }, i) => sum + (filePriorities[i] ? length : 0),
      0,
    )
    this.update({ filePriorities, ...(bytesWanted !== undefined && { bytesWanted }) })
  }

  setLimits = (limits: Limits): void => this.update({ limits })
  setSeedingGoal = (seedingGoal: SeedingGoal | undefined): void => this.update({ seedingGoal })
  room = async (): Promise<number | undefined> => this.#room
  verify = (): void => this.update({ phase: 'opening', verifying: 0 })

  stream(fileIndex: number): ReadableStream<Uint8Array> {
    return new Blob([contentOf(this, fileIndex)]).stream()
  }

  async file(fileIndex: number): Promise<File> {
    const name = this.view.info?.files[fileIndex]?.path.at(-1) ?? this.name
    return new File([contentOf(this, fileIndex)], name, { type: 'text/html' })
  }

  torrentFile(): Uint8Array<ArrayBuffer> {
    return new TextEncoder().encode('d4:infode')
  }

  async remove(): Promise<void> {
    this.#session.set({ list: this.#session.list.filter(torrent => torrent !== this) })
  }
}

const contentOf = (torrent: FakeTorrent, fileIndex: number): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(`<script>document.title='run'</script> ${torrent.name} ${fileIndex}`)

export class FakeSession implements Session {
  online = true
  broken: string | undefined
  list: FakeTorrent[] = []
  /** What other tabs have left in the browser. */
  left: readonly Omit<KeptTorrent, 'open' | 'forget'>[] = []
  /** What `share` gives; without it a share never ends, until it is cancelled. */
  shared: FakeTorrent | undefined
  shaping: Shaping = UNSHAPED
  policies: BitTorrentPolicies = DEFAULT_POLICIES
  seedingGoal: SeedingGoal = { ratio: undefined, seedingMs: undefined }
  readonly #listeners = new Set<() => void>()

  get torrents(): readonly FakeTorrent[] {
    return this.list
  }

  set(fields: Partial<Omit<FakeSession, 'torrents'>>): void {
    Object.assign(this, fields)
    this.notify()
  }

  notify(): void {
    for (const listener of this.#listeners) listener()
  }

  share(files: readonly SharedFile[], { onProgress, signal }: ShareOptions = {}): Promise<Torrent> {
    const totalBytes = files.reduce((sum, { file }) => sum + file.size, 0)
    onProgress?.(totalBytes * 0.38, totalBytes)
    const { shared } = this
    if (shared) {
      this.list = [...this.list, shared]
      return Promise.resolve(shared)
    }
    return new Promise((_, reject) => {
      signal?.addEventListener('abort', () => reject(new HostError('cancelled', 'Cancelled.')))
    })
  }

  async open(magnet: string): Promise<Torrent> {
    const known = this.list.find(torrent => magnet.includes(torrent.infoHash))
    if (!known) throw new HostError('bad-link', 'This link is not complete. Ask for it again.')
    return known
  }

  async kept(): Promise<readonly KeptTorrent[]> {
    return this.left.map(kept => ({
      ...kept,
      open: async () => {
        throw new HostError('cancelled', 'Not in the gallery.')
      },
      forget: async () => {
        this.left = this.left.filter(({ infoHash }) => infoHash !== kept.infoHash)
      },
    }))
  }

  async openTorrentFile(): Promise<Torrent> {
    throw new HostError('bad-torrent', 'This torrent cannot be used: it is damaged.')
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  setShaping = (shaping: Shaping): void => this.set({ shaping })
  setPolicies = (policies: BitTorrentPolicies): void => this.set({ policies })

  setSeedingGoal(seedingGoal: SeedingGoal): void {
    checkGoal(seedingGoal)
    this.set({ seedingGoal })
  }

  async close(): Promise<void> {
    this.list = []
  }
}
