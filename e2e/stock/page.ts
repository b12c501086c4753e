/**
 * Stock WebTorrent, its own bundle and its own default store, told only to ask no STUN server. What a
 * test says to it, it does by WebTorrent's documented API.
 */
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
  readonly pieces: readonly unknown[]
  readonly bitfield: { get(piece: number): boolean } | undefined
  readonly files: readonly { readonly name: string; blob(): Promise<Blob> }[]
}

const { default: WebTorrentClient } = (await import(/* @vite-ignore */ bundle)) as {
  default: new (options: object) => Client
}
const client = new WebTorrentClient({ tracker: { rtcConfig: { iceServers: [] } } })
client.on('error', error => console.error(error))

const api = {
  /** What the harness put into the file input. Resolves with the magnet link. */
  seed(announce: string, name: string): Promise<string> {
    const chosen = document.querySelector<HTMLInputElement>('#files')?.files ?? []
    return new Promise(resolve =>
      client.seed([...chosen], { announce: [announce], name }, torrent =>
        resolve(torrent.magnetURI),
      ),
    )
  },

  leech(magnet: string): void {
    client.add(magnet)
  },

  isDone: (): boolean => client.torrents[0]?.done ?? false,

  /** Pieces that are there and verified. */
  held(): number[] {
    const { pieces = [], bitfield } = client.torrents[0] ?? {}
    return Array.from(pieces, (_, i) => i).filter(i => bitfield?.get(i))
  },

  leave: (): Promise<void> => new Promise(resolve => client.destroy(resolve)),

  /** By file name. */
  async sha256(): Promise<Record<string, string>> {
    const sums = (client.torrents[0]?.files ?? []).map(
      async file => [file.name, await sha256Hex(await file.blob())] as const,
    )
    return Object.fromEntries(await Promise.all(sums))
  },
}

async function sha256Hex(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('')
}

export type StockPage = typeof api
Object.assign(globalThis, { stock: api })
