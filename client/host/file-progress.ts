/** How far one file of a torrent is, and how soon it may be wanted. */
import { heldBytesOf } from '../../shared/torrent/file-choice.ts'
import type { TorrentView } from './api.ts'

/** Bytes of the file in pieces that are held and verified. */
export function fileBytesHeld({ info, held }: TorrentView, fileIndex: number): number {
  const file = info?.files[fileIndex]
  return info && file ? heldBytesOf(info, file, held) : 0
}

export { FIRST, NORMAL } from '../../shared/torrent/file-choice.ts'
