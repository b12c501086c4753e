/**
 * Stock WebTorrent, its own bundle and its own default store (the browser's private files), told
 * only where our tracker is and to ask no STUN server. A link with a magnet starts by itself.
 */
import bundle from 'webtorrent/dist/webtorrent.min.js?url'
import { chosenFile, epochNow, sha256Hex, type Timing } from './page.ts'

/** The little we use of it; the bundle brings no types. */
interface Client {
  seed(file: File, options: object, ready: (torrent: WebTorrent) => void): void
  add(magnet: string, options?: object): WebTorrent
  on(event: 'error', listener: (error: Error) => void): void
}
interface WebTorrent {
  readonly magnetURI: string
  readonly files: { blob(): Promise<Blob> }[]
  once(event: 'download' | 'done', listener: () => void): void
}

const { default: WebTorrentClient } = (await import(/* @vite-ignore */ bundle)) as {
  default: new (options: object) => Client
}
const client = new WebTorrentClient({ tracker: { rtcConfig: { iceServers: [] } } })
client.on('error', error => console.error(error))

let downloading: WebTorrent | undefined

const api = {
  seed(tracker: string, pieceLength: number): Promise<string> {
    return new Promise(resolve =>
      client.seed(chosenFile(), { announce: [tracker], pieceLength }, torrent =>
        resolve(torrent.magnetURI),
      ),
    )
  },

  async leech(magnet: string): Promise<Timing> {
    const startMs = epochNow()
    let firstByteMs = 0
    const torrent = client.add(magnet)
    downloading = torrent
    torrent.once('download', () => {
      firstByteMs = epochNow()
    })
    await new Promise<void>(resolve => torrent.once('done', resolve))
    return { startMs, firstByteMs, endMs: epochNow() }
  },

  async sha256(): Promise<string> {
    const file = downloading?.files[0]
    if (!file) throw new Error('nothing downloaded')
    return sha256Hex(await file.blob())
  },

  /** Since the navigation to a link with a magnet began, in ms. */
  firstByte: () => firstByte,
}

const firstByte = new Promise<number>(resolve => {
  if (!location.hash.startsWith('#magnet:')) return
  client.add(location.hash.slice(1)).once('download', () => resolve(performance.now()))
})

export type WebTorrentPage = typeof api
Object.assign(globalThis, { bench: api })
