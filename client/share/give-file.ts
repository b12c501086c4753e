import type { PeerId, Torrent } from '../host/api.ts'
import { logAsNdjson } from '../host/log-ring.ts'

/** Hands the person a small file that the page made, as a download. */
export function giveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content)
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = name
  anchor.click()
  URL.revokeObjectURL(url)
}

export function giveLog(torrent: Torrent, peer: PeerId, log = torrent.log): void {
  giveFile(logAsNdjson(peer, log), `${torrent.name}.ndjson`)
}
