import type { PeerId, Torrent } from '../host/api.ts'
import { logAsNdjson } from '../host/log-ring.ts'

/** How long a browser may take to begin reading a download's blob. */
const DOWNLOAD_START_MS = 60_000

export function giveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content)
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = name
  anchor.click()
  setTimeout(() => URL.revokeObjectURL(url), DOWNLOAD_START_MS)
}

export function giveLog(torrent: Torrent, peer: PeerId, log = torrent.log): void {
  giveFile(logAsNdjson(peer, log), `${torrent.name}.ndjson`)
}
