/** A torrent's state in sentences: for the screen, and for screen readers. */
import { unreachable } from '../../shared/base/assert.ts'
import type { LinkView } from '../../shared/peer/view.ts'
import type { TorrentView } from '../host/api.ts'
import { formatBytes, isMoving } from './format.ts'
import type { Shortage } from './room.ts'
import type { Screen } from './screen.ts'

/** What a peer is doing, from where this tab stands. */
export function linkInWords(link: LinkView, pieceCount: number | undefined): string {
  const { heldCount, uploadOnly } = link
  const hasAll = pieceCount !== undefined && heldCount !== undefined && heldCount >= pieceCount
  const hasChosen = uploadOnly && heldCount !== undefined && heldCount > 0
  const gives = isMoving(link.downRate)
  // Of who wants no more it is the average that has not run down yet.
  const takes = isMoving(link.upRate) && !hasAll && !hasChosen
  if (gives && takes) return 'sends to you and gets from you'
  if (gives) return 'sends to you'
  if (takes) return 'gets from you'
  if (link.snubbed) return 'slow to answer'
  if (heldCount === undefined) return 'just arrived'
  if (link.amInterested && link.peerChoking) return 'will send when it is your turn'
  if (link.peerInterested && link.amChoking) return 'waits for a turn'
  if (hasAll) return 'has everything'
  if (hasChosen) return 'has what they chose'
  if (heldCount === 0 && !link.amInterested) return 'has opened the link'
  return 'nothing to exchange right now'
}

/** `view.unreached`: others are there, no connection leads to them, and this is why and what helps. */
export function unreachedInWords({ unreached, surroundings }: TorrentView): string {
  const { udp, stun, relay } = surroundings
  const [why, help] =
    udp === 'off'
      ? ['this browser does not let a page connect directly', HELP_UDP]
      : unreached.withoutUdp === unreached.count
        ? ['their browser does not let a page connect directly', `They have to act: ${HELP_UDP}`]
        : stun === 'unreached'
          ? [
              'this network lets no direct connection out',
              'Try another network, such as that of a phone.',
            ]
          : stun === 'none' && relay === 'none'
            ? ['this tab knows only its own network', HELP_STUN]
            : ['your networks let nobody in', 'It works when both are on one network.']
  return `Somebody with this link is online, but no connection between you gets through: ${why}. ${help} ${RELAY_HELP[relay]} Keep this tab open: it tries again.`
}

const HELP_UDP =
  'A setting, an extension or a VPN of the browser forbids it, or its device is on no network: change that, or use another browser.'
const HELP_STUN =
  'Both have to be on it, or the server has to be opened by an address that others reach, and has to tell tabs their own (STUN_PORT).'
const RELAY_HELP = {
  none: 'A relay helps too: whoever runs this server can add one (TURN_URLS).',
  unknown: 'The relay has not answered yet.',
  unreached:
    'The relay of this server does not answer: whoever runs it should see that it runs, and that its ports are open.',
  reached: 'The relay of this server answers, but leads to nobody: perhaps they do not reach it.',
} as const

/** Nobody is linked, and nothing is waited for. */
export function aloneInWords(view: TorrentView, screen: Screen): string {
  if (view.unreached.count > 0) return unreachedInWords(view)
  if (view.connecting > 0 || othersOf(view) > 0)
    return 'Somebody else has this link open. Connecting to them.'
  if (screen === 'sharing' && view.totals.uploaded === 0)
    return 'Nobody has opened the link yet. Keep this tab open: they get the file from you.'
  return screen === 'done' || screen === 'sharing'
    ? 'Nobody else is here right now.'
    : 'Nobody else yet.'
}

/** Whom the tracker counts besides this tab. */
const othersOf = ({ tracker: { state, seeders, leechers } }: TorrentView): number =>
  state === 'up' ? Math.max(0, seeders + leechers - 1) : 0

/**
 * Why nothing arrives yet, and what to do about it. `then`: what happens when somebody comes who has it:
 * nothing is downloaded unasked.
 */
export function waitingInWords(
  view: TorrentView,
  online: boolean,
  then: 'starts' | 'offers' = 'starts',
): string {
  const goesOn = then === 'starts' ? 'it goes on by itself' : OFFERED_LATER
  if (online && view.unreached.count > 0) return unreachedInWords(view)
  if (view.links.length > 0) {
    if (view.info === undefined) return 'Somebody is here. Asking for the names and sizes.'
    return view.links.some(({ amInterested }) => amInterested)
      ? 'Others are here who have it, but nothing arrives right now. Keep this tab open: it goes on by itself.'
      : 'Others are here, but nobody has the missing pieces right now. Keep this tab open: it goes on by itself.'
  }
  if (view.connecting > 0) return 'Connecting to somebody who has opened this link.'
  if (view.info?.private && view.tracker.state !== 'up')
    return 'It is private: only the servers that it names may bring people together, and none of them answers this page.'
  if (!online || view.tracker.state === 'down')
    return 'The server that introduces tabs to each other cannot be reached. Keep this tab open: it tries again by itself.'
  const { trouble } = view.tracker
  if (trouble !== undefined)
    return /[.!?]$/.test(trouble) ? trouble : `The server refuses this link: ${trouble}.`
  if (view.tracker.state === 'unknown') return 'Looking for others with this link.'
  if (view.tracker.seeders > 0) return 'Somebody with this file is online. Connecting to them.'
  if (othersOf(view) > 0)
    return `Others have this link open, but nobody who has the missing pieces. Keep this tab open: ${goesOn}.`
  return view.heldCount > 0
    ? 'Everybody who has the missing pieces has left. Keep this tab open: it goes on when one comes back.'
    : `Nobody with this file is online yet. Keep this tab open: ${then === 'starts' ? 'it starts by itself' : OFFERED_LATER}.`
}

const OFFERED_LATER =
  'it is offered to you here as soon as somebody is, and the title of the tab says so'

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

/** Why a download does not begin, and what to do about it. */
export function shortageInWords(
  { neededBytes, roomBytes, storage }: Shortage,
  many: boolean,
): string {
  const needed = formatBytes(neededBytes)
  const room = formatBytes(roomBytes)
  const fewer = many ? ', or choose fewer files' : ''
  return storage === 'memory'
    ? `This does not fit: it needs ${needed}, and without the disk this page can hold ${room} more. Open the link in a normal (not private) window${fewer}.`
    : `This may not fit: it needs ${needed}, and this browser says that it can store ${room} more. Free space on this disk, or delete what this browser keeps${fewer}.`
}

/** Percentages at which a screen reader is told how far a download is. */
const MILESTONES = [0, 25, 50, 75, 100] as const

/** What a screen reader was last told of a torrent. */
export interface Spoken {
  readonly screen: Screen
  readonly milestone: number
}

/** What a screen reader is told now, each turning point once; `say` is undefined if nothing is new. */
export function speak(
  before: Spoken | undefined,
  screen: Screen,
  percent: number,
  name: string,
): { spoken: Spoken; say: string | undefined } {
  const spoken = { screen, milestone: MILESTONES.findLast(mark => percent >= mark) ?? 0 }
  return { spoken, say: turningPoint(before, spoken, name) }
}

function turningPoint(before: Spoken | undefined, now: Spoken, name: string): string | undefined {
  const changed = before?.screen !== now.screen
  switch (now.screen) {
    case 'downloading':
      if (before?.screen !== 'downloading') return `Downloading ${name}: ${now.milestone} percent`
      return before.milestone < now.milestone ? `${now.milestone} percent` : undefined
    case 'done':
      return changed && before ? `${name}: 100 percent. Every piece is verified.` : undefined
    case 'sharing':
      return changed ? `The link to ${name} is ready.` : undefined
    case 'offered':
      return changed ? `${name} is ready to download.` : undefined
    case 'waiting':
      return changed ? `${name}: waiting for somebody who has it.` : undefined
    case 'stuck':
      return changed ? `${name}: the download has stopped.` : undefined
    case 'broken':
      return changed ? `${name}: ended by a fault of this page.` : undefined
    default:
      return undefined
  }
}
