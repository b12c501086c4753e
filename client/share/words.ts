/** The state of things in sentences. Nothing here knows the screen. */
import { unreachable } from '../../shared/base/assert.ts'
import type { LinkView } from '../../shared/peer/view.ts'
import type { PeerEvent, TorrentView } from '../host/api.ts'
import { countOf } from './format.ts'
import { peerName } from './names.ts'

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

export function eventInWords(event: PeerEvent): string {
  switch (event.event) {
    case 'joined':
      return 'Joined the swarm'
    case 'announced':
      return `Announced: ${countOf(event.seeders, 'seeder')}, ${countOf(event.leechers, 'leecher')}`
    case 'announceFailed':
      return `Announce refused: ${event.reason}`
    case 'trackerDown':
      return `Tracker not reached: ${event.reason}`
    case 'dialled':
      return `Connecting to ${peerName(event.remote)}`
    case 'dialFailed':
      return `No connection to ${peerName(event.remote)}: ${event.reason}`
    case 'linked':
      return `Connected to ${peerName(event.remote)}`
    case 'unlinked':
      return `${peerName(event.remote)} is gone: ${event.reason}`
    case 'banned':
      return `${peerName(event.remote)} is shut out: ${event.reason}`
    case 'metadataReceived':
      return `Names and sizes received from ${peerName(event.remote)}`
    case 'metadataFailed':
      return `${peerName(event.remote)} sent names and sizes that do not match the link`
    case 'opened':
      return `Store opened: ${event.held} of ${countOf(event.pieces, 'piece')} held`
    case 'choked':
      return event.by === 'me'
        ? `Stopped serving ${peerName(event.remote)} for now`
        : `${peerName(event.remote)} stopped serving us for now`
    case 'unchoked':
      return event.by === 'me'
        ? `Serving ${peerName(event.remote)}`
        : `${peerName(event.remote)} serves us`
    case 'requested':
      return `Requested piece ${event.piece} at ${event.begin} from ${peerName(event.remote)} (${event.pick})`
    case 'snubbed':
      return `${peerName(event.remote)} does not answer: ${countOf(event.released, 'request')} given to others`
    case 'pieceFailed':
      return `Piece ${event.piece} was damaged: fetching it again`
    case 'pieceHeld':
      return `Piece ${event.piece} verified and kept`
    case 'writeFailed':
      return `Piece ${event.piece} could not be kept: ${event.reason}`
    case 'readFailed':
      return `Piece ${event.piece} could not be read: ${event.reason}`
    case 'finished':
      return 'Finished: every piece verified'
    default:
      return unreachable(event)
  }
}

/** What a screen reader hears: one of these moments, each once. */
const MILESTONES = [0, 25, 50, 75, 100] as const

/** The highest milestone reached; undefined before the start. */
export function milestoneAt(percent: number): (typeof MILESTONES)[number] {
  return MILESTONES.findLast(mark => percent >= mark) ?? 0
}
