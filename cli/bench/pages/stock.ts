/** Stock WebTorrent, its own bundle and its own default store, told only to ask no STUN server. */
import bundle from 'webtorrent/dist/webtorrent.min.js?url'

/** The little we use of it; the bundle brings no types. */
interface Client {
  readonly torrents: readonly WebTorrent[]
  seed(files: File[], options: object, ready: (torrent: WebTorrent) => void): void
  add(magnet: string): WebTorrent
  destroy(done: () => void): void
  on(event: 'error', listener: (error: Error) => void): void
}

interface WebTorrent {
  readonly magnetURI: string
  readonly done: boolean
  /** Bytes that have come and are right. */
  readonly downloaded: number
  readonly pieces: readonly unknown[]
  readonly bitfield: { get(piece: number): boolean } | undefined
  readonly files: readonly { readonly name: string; blob(): Promise<Blob> }[]
  once(event: 'download' | 'done', listener: () => void): void
}

const { default: WebTorrentClient } = (await import(/* @vite-ignore */ bundle)) as {
  default: new (options: object) => Client
}

export const client = new WebTorrentClient({ tracker: { rtcConfig: { iceServers: [] } } })
client.on('error', error => console.error(error))

/** Resolves with the magnet link. */
export const seed = (files: File[], options: object): Promise<string> =>
  new Promise(resolve => client.seed(files, options, torrent => resolve(torrent.magnetURI)))
