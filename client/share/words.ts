/** The state of things in sentences. Nothing here knows the screen. */
import { unreachable } from '../../shared/base/assert.ts'
import type { LinkView } from '../../shared/peer/view.ts'
import type { TorrentView } from '../host/api.ts'

/** What a peer is doing, from where this tab stands. */
export function linkInWords(link: LinkView, pieceCount: number | undefined): string {
  const gives = link.downRate > 0
  const takes = link.upRate > 0
  if (gives && takes) return 'sends to you and gets from you'
  if (gives) return 'sends to you'
  if (takes) return 'gets from you'
  if (link.snubbed) return 'slow to answer'
  if (link.heldCount === undefined) return 'just arrived'
  if (link.amInterested && link.peerChoking) return 'will send when it is your turn'
  if (link.peerInterested && link.amChoking) return 'waits for a turn'
  if (pieceCount !== undefined && link.heldCount >= pieceCount) return 'has everything'
  return 'nothing to exchange right now'
}

/** Why nothing arrives yet, and what to do about it. */
export function waitingInWords(view: TorrentView, online: boolean): string {
  if (view.links.length > 0) {
    return view.info === undefined
      ? 'Somebody is here. Asking for the names and sizes.'
      : 'Others are here, but nobody has the missing pieces right now. Keep this tab open: it goes on by itself.'
  }
  if (view.connecting > 0) return 'Connecting to somebody who has opened this link.'
  if (view.info?.private && view.tracker.state !== 'up')
    return 'It is private: only its own trackers may bring people together, and none of them answers this page.'
  if (!online || view.tracker.state === 'down')
    return 'The server that introduces tabs to each other cannot be reached. Keep this tab open: it tries again by itself.'
  if (view.tracker.trouble !== undefined)
    return `The server refuses this link: ${view.tracker.trouble}. Ask the sender for a new one.`
  if (view.tracker.state === 'unknown') return 'Looking for others with this link.'
  return view.heldCount > 0
    ? 'Everybody who has the missing pieces has left. Keep this tab open: it goes on when one comes back.'
    : 'Nobody with this file is online yet. Keep this tab open: it starts by itself.'
}

export function storageInWords(storage: TorrentView['storage']): string {
  switch (storage) {
    case 'disk':
      return 'on disk, in this browser: a reload goes on where it was'
    case 'memory':
      return 'in memory only: lost when this tab closes or reloads'
    case 'files':
      return 'read straight from your own files'
    default:
      return unreachable(storage)
  }
}

/** What a screen reader hears: one of these moments, each once. */
const MILESTONES = [0, 25, 50, 75, 100] as const

/** The highest milestone reached; undefined before the start. */
export function milestoneAt(percent: number): (typeof MILESTONES)[number] {
  return MILESTONES.findLast(mark => percent >= mark) ?? 0
}
