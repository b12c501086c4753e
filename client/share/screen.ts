/** Which screen shows a torrent: decided here alone, from its view. */
import { unreachable } from '../../shared/base/assert.ts'
import type { TorrentView } from '../host/api.ts'

export type Screen =
  /** The link is all there is; somebody has to send the names and sizes. */
  | 'joining'
  /** What this browser already holds is being looked up. */
  | 'opening'
  /** What is stored is hashed anew. */
  | 'checking'
  /** Names and sizes are there; a click starts it. */
  | 'offered'
  /** Begun, and stopped by the person (or by a closed tab). */
  | 'paused'
  /** Wanted, and nobody here can give anything. */
  | 'waiting'
  | 'downloading'
  /** Complete, and it came from this person. */
  | 'sharing'
  /** Complete, and it came from others. */
  | 'done'
  | 'stuck'
  | 'left'
  /** Ended by a fault of this program. */
  | 'broken'

export function screenOf(view: TorrentView, mine: boolean): Screen {
  if (view.broken !== undefined) return 'broken'
  if (view.verifying !== undefined && view.phase === 'opening') return 'checking'
  if (isHurt({ view, mine })) return 'sharing'
  if (view.paused && view.phase === 'idle') return 'paused'
  switch (view.phase) {
    case 'joining':
    case 'opening':
    case 'stuck':
    case 'left':
      return view.phase
    case 'idle':
      return view.heldCount > 0 ? 'paused' : 'offered'
    case 'downloading':
      return somebodyCanGive(view) ? 'downloading' : 'waiting'
    case 'seeding':
      // Nothing is chosen, which is not all there is.
      if (view.filePriorities?.every(priority => priority === 0))
        return view.heldCount > 0 ? 'paused' : 'offered'
      return mine || view.storage === 'files' ? 'sharing' : 'done'
    default:
      return unreachable(view.phase)
  }
}

/** Shared from this tab, which cannot read all of it any more. Never a download to the one who shared it. */
export function isHurt({ view, mine }: { view: TorrentView; mine: boolean }): boolean {
  const { info, phase, storage } = view
  if (info === undefined || (phase !== 'idle' && phase !== 'downloading')) return false
  return storage === 'files' || mine
}

/** True also while the last piece is being checked: the link it came by may be closed by then. */
const somebodyCanGive = (view: TorrentView): boolean =>
  view.links.some(link => (link.heldCount ?? 0) > 0) ||
  view.webSeeds.some(({ state }) => state.kind === 'open') ||
  (view.info !== undefined && view.bytesLeft === 0)

/** A download that has begun and is not complete. */
export const isUnderWay = (screen: Screen): boolean =>
  screen === 'downloading' || screen === 'waiting' || screen === 'paused'

/** Why closing the tab must be confirmed; undefined: it need not be. */
export function reasonToStay(view: TorrentView): 'dependents' | 'downloading' | undefined {
  if (view.dependents > 0) return 'dependents'
  if (view.phase === 'downloading') return 'downloading'
  return undefined
}
