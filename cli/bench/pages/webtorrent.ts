/** Stock WebTorrent, told only where our tracker is. A link with a magnet starts by itself. */
import { chosenFile, epochNow, sha256Hex, type Timing } from './page.ts'
import { client, seed } from './stock.ts'

const api = {
  seed: (tracker: string, pieceLength: number): Promise<string> =>
    seed([chosenFile()], { announce: [tracker], pieceLength }),

  async leech(magnet: string): Promise<Timing> {
    const startMs = epochNow()
    let firstByteMs = 0
    const torrent = client.add(magnet)
    torrent.once('download', () => {
      firstByteMs = epochNow()
    })
    await new Promise<void>(resolve => torrent.once('done', resolve))
    return { startMs, firstByteMs, endMs: epochNow() }
  },

  begin: (magnet: string): void => void client.add(magnet),

  received: (): number => client.torrents[0]?.downloaded ?? 0,

  async sha256(): Promise<string> {
    const file = client.torrents[0]?.files[0]
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
