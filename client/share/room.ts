/** Whether a download fits into what can still be stored, before it begins. */
import type { Torrent, TorrentView } from '../host/api.ts'

export interface Shortage {
  readonly neededBytes: number
  readonly roomBytes: number
  readonly storage: TorrentView['storage']
}

/** Undefined: it fits, or nobody knows. What the other downloads will take is no longer free. */
export async function shortageOf(
  torrent: Torrent,
  all: readonly Torrent[],
): Promise<Shortage | undefined> {
  const room = await torrent.room()
  if (room === undefined) return undefined
  const { storage } = torrent.view
  const others = all.filter(other => other !== torrent && isComing(other.view, storage))
  // In memory each has a limit of its own.
  const promised = storage === 'disk' ? others.reduce((sum, { view }) => sum + missing(view), 0) : 0
  const roomBytes = Math.max(0, room - promised)
  const neededBytes = missing(torrent.view)
  return neededBytes > roomBytes ? { neededBytes, roomBytes, storage } : undefined
}

const missing = ({ bytesWanted, bytesHeld }: TorrentView): number => bytesWanted - bytesHeld

const isComing = ({ phase, storage }: TorrentView, where: TorrentView['storage']): boolean =>
  phase === 'downloading' && storage === where
