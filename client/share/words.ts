/** A torrent's state in sentences: for the screen, and for screen readers. */
import type { LinkView } from '../../shared/peer/view.ts'
import type { TorrentView } from '../host/api.ts'
import { formatBytes, isMoving } from '../language/format.ts'
import { share } from '../language/share.ts'
import { serverInWords } from './error-words.ts'
import type { Receivers } from './receivers.ts'
import type { Shortage } from './room.ts'
import type { InEnglish } from './saying.ts'
import type { Screen } from './screen.ts'

/** What a peer is doing, from where this tab stands. `lacks`: it has yet to get something. */
export function linkInWords(
  link: LinkView,
  { pieceCount, lacks }: { pieceCount: number | undefined; lacks: boolean },
): string {
  const { peer } = share.texts
  const { heldCount, uploadOnly } = link
  const hasAll = pieceCount !== undefined && heldCount !== undefined && heldCount >= pieceCount
  const hasChosen = uploadOnly && heldCount !== undefined && heldCount > 0
  // Of who wants no more a rate is the average that has not run down yet.
  const gives = isMoving(link.downRate) && lacks
  const takes = isMoving(link.upRate) && !hasAll && !hasChosen
  if (gives && takes) return peer.exchanges
  if (gives) return peer.gives
  if (takes) return peer.takes
  if (link.snubbed) return peer.slow
  if (heldCount === undefined) return peer.arrived
  if (link.amInterested && link.peerChoking) return peer.willSend
  if (link.peerInterested && link.amChoking) return peer.waits
  if (hasAll) return peer.hasAll
  if (hasChosen) return peer.hasChosen
  if (heldCount === 0 && !link.amInterested) return peer.opened
  return peer.idle
}

/** `view.unreached`: others are there, no connection leads to them, and this is why and what helps. */
export function unreachedInWords(view: TorrentView): string {
  const { unreached } = share.texts
  return `${whyUnreached(view)} ${unreached.relay[view.surroundings.relay]} ${unreached.triesAgain}`
}

function whyUnreached({ unreached, surroundings }: TorrentView): string {
  const texts = share.texts.unreached
  const { udp, stun, relay } = surroundings
  if (udp === 'off') return texts.udpOff
  if (unreached.withoutUdp === unreached.count) return texts.theirUdpOff
  if (stun === 'unreached') return texts.networkClosed
  return stun === 'none' && relay === 'none' ? texts.onlyOwnNetwork : texts.bothClosed
}

/** Nobody is linked, and nothing is waited for. */
export function aloneInWords(view: TorrentView, screen: Screen, { list }: Receivers): string {
  const { alone } = share.texts
  if (view.unreached.count > 0) return unreachedInWords(view)
  if (view.connecting > 0 || othersOf(view) > 0) return alone.connecting
  if (screen === 'sharing' && view.totals.uploaded === 0 && list.length === 0)
    return alone.notOpened
  return screen === 'done' || screen === 'sharing' ? alone.nobodyElse : alone.nobodyYet
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
): string | InEnglish {
  const { waiting } = share.texts
  if (online && view.unreached.count > 0) return unreachedInWords(view)
  if (view.links.length > 0) {
    if (view.info === undefined) return waiting.askingNames
    return view.links.some(({ amInterested }) => amInterested)
      ? waiting.nothingArrives
      : waiting.missingHere
  }
  if (view.connecting > 0) return waiting.connecting
  if (view.info?.private && view.tracker.state !== 'up') return waiting.private
  if (!online || view.tracker.state === 'down') return waiting.serverAway
  const { trouble } = view.tracker
  if (trouble !== undefined) return serverInWords(trouble) ?? waiting.refused(trouble)
  if (view.tracker.state === 'unknown') return waiting.looking
  if (view.tracker.seeders > 0) return waiting.connectingToFile
  if (othersOf(view) > 0) return then === 'starts' ? waiting.othersLack : waiting.othersLackOffered
  if (view.heldCount > 0) return waiting.allLeft
  return then === 'starts' ? waiting.nobody : waiting.nobodyOffered
}

/** Why a download does not begin, and what to do about it. */
export function shortageInWords(
  { neededBytes, roomBytes, storage }: Shortage,
  many: boolean,
): string {
  const { shortage } = share.texts
  const amounts = { needed: formatBytes(neededBytes), room: formatBytes(roomBytes) }
  if (storage === 'memory') return (many ? shortage.memoryMany : shortage.memory)(amounts)
  return (many ? shortage.diskMany : shortage.disk)(amounts)
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
  const texts = share.texts.spoken
  const changed = before?.screen !== now.screen
  const { screen, milestone } = now
  switch (screen) {
    case 'downloading':
      if (before?.screen !== 'downloading') return texts.downloading({ name, share: milestone })
      return before.milestone < milestone ? texts.percent(milestone) : undefined
    case 'done':
      return changed && before ? texts.done(name) : undefined
    case 'sharing':
    case 'offered':
    case 'waiting':
    case 'stuck':
    case 'broken':
      return changed ? texts[screen](name) : undefined
    default:
      return undefined
  }
}
