/**
 * What the pages may know of the host: a session (this tab) and its torrents. The pages render
 * snapshots and call these verbs; they never reach into the engine.
 */
import type { InfoHash, PeerId } from '../../shared/base/ids.ts'
import type { PeerEvent } from '../../shared/peer/event.ts'
import type { PeerView } from '../../shared/peer/view.ts'

export interface Session {
  /** Whether the server is reached right now. */
  readonly online: boolean
  /** Hash files and seed them. Rejects with a `HostError`; `signal` cancels. */
  share(files: readonly SharedFile[], options?: ShareOptions): Promise<Torrent>
  /** Join the swarm of a magnet link. Resumes what this browser already holds. Throws on a bad link. */
  open(magnet: string, options?: { wanted?: boolean }): Promise<Torrent>
  readonly torrents: readonly Torrent[]
  /** Called after anything changed, at most ten times a second, also in hidden tabs. */
  subscribe(listener: () => void): () => void
  /** The line this tab's torrents share, as `setShaping` left it. `UNSHAPED` at first. */
  readonly shaping: Shaping
  /** Holds at once, for all torrents together, running or not. Throws a `HostError` on a bad value. */
  setShaping(shaping: Shaping): void
  close(): Promise<void>
}

/** A slower line on purpose, on top of the real one. Presets and `UNSHAPED` are in `shaping.ts`. */
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

export interface ShareOptions {
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void
  readonly signal?: AbortSignal
}

export interface Torrent {
  readonly infoHash: InfoHash
  /** `magnet:?xt=urn:btih:…`, percent-encoded; goes after `#` in a share link. */
  readonly magnet: string
  /** What the magnet calls it until the metadata is there. */
  readonly name: string
  readonly view: TorrentView
  start(): void
  pause(): void
  /** Bytes of one file, in order, piece by piece. All its pieces must be held. */
  stream(fileIndex: number): ReadableStream<Uint8Array>
  /** A File backed by the browser's storage where it can be; for Open and for downloads. */
  file(fileIndex: number): Promise<File>
  /** `.torrent` bytes; undefined until the metadata is there. */
  torrentFile(): Uint8Array<ArrayBuffer> | undefined
  readonly log: readonly LoggedEvent[]
  /** Leave the swarm; `forget` also deletes what the browser stored. */
  remove(options?: { forget?: boolean }): Promise<void>
}

export interface TorrentView extends PeerView {
  /** Bytes held and verified, of `info.length`. */
  readonly bytesHeld: number
  /** At the present rate; undefined when not downloading or stalled. */
  readonly etaMs: number | undefined
  /** Where pieces are kept. `memory` is lost on reload and limited by it: say so. */
  readonly storage: 'disk' | 'memory' | 'files'
  /** Remotes that are not done yet and would lose us: why leaving asks first. */
  readonly dependents: number
}

export interface LoggedEvent {
  readonly atMs: number
  readonly event: PeerEvent
}

export type HostErrorCode =
  | 'bad-link'
  | 'no-files'
  | 'empty-files'
  | 'too-large'
  | 'unreadable-file'
  | 'storage-full'
  | 'cancelled'
  | 'unsupported-browser'
  | 'bad-shaping'

/** The message is a sentence for a person, saying what to do next. */
export class HostError extends Error {
  readonly code: HostErrorCode
  constructor(code: HostErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'HostError'
    this.code = code
  }
}

export type { InfoHash, PeerEvent, PeerId }
