/**
 * What the pages may know of the host: a session (this tab) and its torrents. The pages render
 * snapshots and call these verbs; they never reach into the engine.
 */
import type { InfoHash, PeerId } from '../../shared/base/ids.ts'
import type { BitTorrentPolicies } from '../../shared/bittorrent/policies.ts'
import type { Limits } from '../../shared/exchange/exchange.ts'
import type { LoggedEvent } from '../../shared/peer/log-record.ts'
import type { Reach } from '../../shared/peer/reach.ts'
import type { PeerView } from '../../shared/peer/view.ts'
import type { Priority } from '../../shared/torrent/file-choice.ts'
import type { TorrentFault } from '../../shared/torrent/info.ts'
import type { LinkNote, LinksInText } from '../../shared/torrent/link-text.ts'
import type { MagnetFault } from '../../shared/torrent/magnet.ts'
import type { WebSeedView } from '../../shared/webseed/view.ts'
import type { GossipStyle } from '../../shared/wire/gossip-style.ts'
import type { Surroundings } from './channel/surroundings.ts'

export interface Session {
  /** Whether the server is reached right now. */
  readonly online: boolean
  /** An error that nothing caught, in the tab but in no torrent's peer. What goes on still goes on. */
  readonly broken: string | undefined
  /** Hash files and seed them. Rejects with a `HostError`; `signal` cancels. */
  share(files: readonly SharedFile[], options?: ShareOptions): Promise<Torrent>
  /**
   * Join the swarm of a link, or of the first one in a text. Resumes what this browser already holds; a
   * torrent that is open already learns what is new of it. Rejects on a bad link.
   */
  open(magnet: string, options?: OpenOptions): Promise<Torrent>
  /** The same from a `.torrent` file, whose names and sizes need nobody to send them. */
  openTorrentFile(file: Blob, options?: OpenOptions): Promise<Torrent>
  readonly torrents: readonly Torrent[]
  /** What this browser still stores of torrents that no tab has open. */
  kept(): Promise<readonly KeptTorrent[]>
  /** Called after anything changed, at most ten times a second, also in hidden tabs. */
  subscribe(listener: () => void): () => void
  /** The line this tab's torrents share, as `setShaping` left it. `UNSHAPED` at first. */
  readonly shaping: Shaping
  /** Holds at once, for all torrents together, running or not. Throws a `HostError` on a bad value. */
  setShaping(shaping: Shaping): void
  /** When torrents stop sharing that have no goal of their own. At first: never. */
  readonly seedingGoal: SeedingGoal
  setSeedingGoal(goal: SeedingGoal): void
  /** Whom this tab serves and what it fetches first. A change restarts the torrents that run. */
  readonly policies: BitTorrentPolicies
  setPolicies(policies: BitTorrentPolicies): void
  close(): Promise<void>
}

/** Taken off the list, or left behind by a tab that was closed. */
export interface KeptTorrent {
  readonly infoHash: InfoHash
  readonly name: string
  readonly length: number
  readonly fileCount: number
  /** Into this tab, where it goes on from what is stored. */
  open(options?: OpenOptions): Promise<Torrent>
  forget(): Promise<void>
}

/** A slower line on purpose, on top of the real one. `UNSHAPED` is in `shaping.ts`, presets in `shaping-presets.ts`. */
export interface Shaping {
  /** Payload and headers. Undefined: no limit. */
  readonly uploadBitsPerSec: number | undefined
  readonly downloadBitsPerSec: number | undefined
  /** Added to everything, each way. */
  readonly delayMs: number
  /** Of packets, each way, 0 to 1. They are sent again: the line gets slower, never lossy. */
  readonly lossShare: number
}

/** A file to share and where it lies in a dropped folder (`['photos', 'a.jpg']`; one element for a file). */
export interface SharedFile {
  readonly file: File
  readonly path: readonly string[]
}

export interface OpenOptions {
  /** Download without being asked. */
  readonly wanted?: boolean
  /** Stay out of the swarm until `start`. */
  readonly paused?: boolean
}

export interface ShareOptions {
  /** Part of what the torrent is: its members come from its trackers alone (BEP 27). */
  readonly private?: boolean
  /** Travels in the `.torrent` file only. */
  readonly comment?: string
  /** Its pieces travel by gossip, and how; absent: as BitTorrent has it. Said in the link. */
  readonly gossip?: GossipStyle | undefined
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void
  readonly signal?: AbortSignal
}

export interface Torrent {
  readonly infoHash: InfoHash
  /**
   * Where it meets those who exchange alike, and what tells it from the tab's other torrents: by
   * BitTorrent the info hash; a tab may share the same content by gossip, too.
   */
  readonly swarm: InfoHash
  /** How its pieces gossip; undefined: they travel as BitTorrent has it. */
  readonly gossip: GossipStyle | undefined
  /** `magnet:?xt=urn:btih:…`, percent-encoded; goes after `#` in a share link. */
  readonly magnet: string
  /** The same for a page from elsewhere: `origin` is where the others reach the server. */
  magnetAt(origin: string): string
  /** What the magnet calls it until the metadata is there. */
  readonly name: string
  /** In bytes, as the link says until the metadata is there. */
  readonly length: number | undefined
  /** Our server's address and those that came with it, for other programs (BEP 12). */
  readonly trackers: readonly string[]
  readonly comment: string | undefined
  readonly view: TorrentView
  /** Download, or go on; a torrent that stopped at its seeding goal goes on without one. */
  start(): void
  /** Out of the swarm: nothing moves until `start`. */
  pause(): void
  /**
   * Fetch these and no others, by index. What is held already stays. Before the metadata too. Gossip
   * brings all there is.
   */
  selectFiles(indices: Iterable<number>): void
  /** Finer: for each file how soon, 0 for not at all. Needs the metadata. */
  prioritiseFiles(priorities: readonly Priority[]): void
  /** On top of the tab's own `shaping`. */
  setLimits(limits: Limits): void
  /** Undefined: the session's. */
  setSeedingGoal(goal: SeedingGoal | undefined): void
  /**
   * Of files that were shared from here and cannot be read any more: takes those chosen in their place, if
   * their bytes are the same. Nothing of it is told to others but that the pieces are there again.
   */
  mend(files: readonly SharedFile[]): Promise<Mended>
  /** Hash what is stored anew, one torrent at a time; damaged pieces are fetched again. */
  verify(): void
  /**
   * Bytes that can still be stored where its pieces are kept. Undefined: unknown, or the store is not open
   * yet. What the browser says may be wrong: that a store is full is learnt for certain by writing to it.
   */
  room(): Promise<number | undefined>
  /** Bytes of one file, in order, piece by piece. All its pieces must be held. */
  stream(fileIndex: number): ReadableStream<Uint8Array>
  /** A File backed by the browser's storage where it can be; for Open and for downloads. */
  file(fileIndex: number): Promise<File>
  /** `.torrent` bytes; undefined until the metadata is there. `origin`: see `magnetAt`. */
  torrentFile(origin?: string): Uint8Array<ArrayBuffer> | undefined
  readonly log: readonly LoggedEvent[]
  /** Leave the swarm; `forget` also deletes what the browser stored. */
  remove(options?: { forget?: boolean }): Promise<void>
}

export interface Mended {
  /** Files of the torrent that can be read again, by index. */
  readonly mended: readonly number[]
  /** Of the files chosen those that look like lost ones, and have other bytes. */
  readonly wrong: readonly SharedFile[]
}

/** What of a torrent is not here, and never will be. */
export type LeftOut =
  | { readonly kind: 'symlinks'; readonly count: number }
  /** Files that the link asks for and the torrent does not have; `isAll`: no other, so all are chosen. */
  | { readonly kind: 'asked'; readonly count: number; readonly isAll: boolean }

/** Seeding stops at whichever comes first. Undefined: never for that reason. */
export interface SeedingGoal {
  /** Bytes sent, as a multiple of the bytes wanted. */
  readonly ratio: number | undefined
  /** Time spent seeding. */
  readonly seedingMs: number | undefined
}

export interface TorrentView extends PeerView {
  /** Of the tab: why others may not be reached. */
  readonly surroundings: Surroundings
  /** In pieces of the chosen files: all of it, unless some are left out. */
  readonly bytesWanted: number
  /** Of these, held and verified. */
  readonly bytesHeld: number
  /** By file; undefined until the metadata is there. */
  readonly filePriorities: readonly Priority[] | undefined
  /** By piece, 0 for what no chosen file needs; undefined: everything is wanted. */
  readonly piecePriorities: Uint8Array | undefined
  readonly leftOut: readonly LeftOut[]
  /** Who took it out of the swarm. */
  readonly paused: 'person' | 'goal' | undefined
  /** The share of its pieces hashed anew, 0 while another torrent is before it; else undefined. */
  readonly verifying: number | undefined
  readonly limits: Limits
  /** Its own; undefined: the session's holds. */
  readonly seedingGoal: SeedingGoal | undefined
  /** Over all the time this browser has had it, reloads included. */
  readonly totals: Totals
  /** At the present rate; undefined when not downloading or stalled. */
  readonly etaMs: number | undefined
  /** Where pieces are kept. `memory` is lost on reload and limited by it: say so. */
  readonly storage: 'disk' | 'memory' | 'files'
  /** Web servers that are named as having it (BEP 19). */
  readonly webSeeds: readonly WebSeedView[]
  /** The person's own files that were moved, changed or deleted after they were shared, by index. */
  readonly lostFiles: readonly number[]
  /** Remotes that do not hold everything yet and would lose us: leaving asks first. */
  readonly dependents: number
  /**
   * What its peer threw: a fault of this program. It has left the swarm and moves no more until the
   * page is reloaded; the tab's other torrents go on.
   */
  readonly broken: string | undefined
}

export interface Totals {
  readonly uploaded: number
  readonly downloaded: number
  readonly seedingMs: number
}

export type HostErrorCode =
  | 'bad-link'
  | 'bad-torrent'
  | 'bad-limit'
  | 'bad-policy'
  | 'bad-gossip'
  | 'no-files'
  | 'empty-files'
  | 'too-large'
  | 'unreadable-file'
  | 'storage-full'
  | 'cancelled'
  | 'unsupported-browser'
  | 'bad-shaping'
  | 'not-loaded'

/** Which of its code's sentences an error is, and what is in it: for pages in other languages. */
export type ErrorDetail =
  | { readonly kind: 'limit'; readonly leastBytesPerSec: number }
  | { readonly kind: 'line-rate'; readonly least: string; readonly most: string }
  | { readonly kind: 'line-delay'; readonly mostMs: number }
  | { readonly kind: 'line-loss'; readonly mostPercent: number }
  | { readonly kind: 'upload-slots' | 'pieces-at-once'; readonly most: number }
  | { readonly kind: 'block-bytes'; readonly least: number; readonly most: number }
  | { readonly kind: 'goal' | 'random-first' | 'play-rate' | 'unknown-way' }
  | { readonly kind: 'not-together' | 'changing' }
  | { readonly kind: 'torrent-file-too-large' | 'torrent-file-unreadable' }
  | { readonly kind: 'unusable'; readonly fault: TorrentFault }
  | { readonly kind: 'link'; readonly fault: MagnetFault }

interface HostErrorOptions extends ErrorOptions {
  readonly detail?: ErrorDetail
}

/** The message is a sentence for a person, saying what to do next. */
export class HostError extends Error {
  readonly code: HostErrorCode
  /** Absent: its code has but one sentence, or this one is in English alone. */
  readonly detail: ErrorDetail | undefined
  constructor(code: HostErrorCode, message: string, { detail, ...options }: HostErrorOptions = {}) {
    super(message, options)
    this.name = 'HostError'
    this.code = code
    this.detail = detail
  }
}

/** Some of the files to share cannot be read: the rest can be shared without them. */
export class UnreadableError extends HostError {
  readonly files: readonly SharedFile[]
  constructor(files: readonly SharedFile[], options?: ErrorOptions) {
    const [first, ...others] = files.map(({ path }) => `“${path.at(-1)}”`)
    const [more, they] =
      others.length > 0 ? [` and ${others.length} more`, 'they are'] : ['', 'it is']
    super(
      'unreadable-file',
      `${first}${more} cannot be read. Check that ${they} still there and may be opened, then share again.`,
      options,
    )
    this.files = files
  }
}

export type {
  BitTorrentPolicies,
  GossipStyle,
  InfoHash,
  Limits,
  LinkNote,
  LinksInText,
  LoggedEvent,
  PeerId,
  Priority,
  Reach,
}
