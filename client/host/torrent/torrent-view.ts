/** A torrent as the pages see it: what its peer shows, with what the person chose and set. */
import type { PeerView } from '../../../shared/peer/view.ts'
import { heldBytesOf, wantedBytes } from '../../../shared/torrent/file-choice.ts'
import type { LeftOut, TorrentView } from '../api.ts'
import type { TorrentSettings } from './torrent-settings.ts'

export { FIRST, NORMAL } from '../../../shared/torrent/file-choice.ts'

export function torrentView(
  view: PeerView,
  settings: TorrentSettings,
  standing: Pick<
    TorrentView,
    'paused' | 'verifying' | 'storage' | 'lostFiles' | 'broken' | 'webSeeds' | 'surroundings'
  >,
): TorrentView {
  const { info } = view
  const { limits, seedingGoal } = settings
  const { bytesWanted, bytesHeld } = wantedIn(view, settings)
  const bytesLeft = bytesWanted - bytesHeld
  return {
    ...view,
    ...standing,
    bytesWanted,
    bytesHeld,
    bytesLeft,
    filePriorities: info && settings.filePriorities(info),
    piecePriorities: info && settings.piecePriorities(info),
    leftOut: leftOut(view, settings),
    limits,
    seedingGoal,
    totals: settings.totals(view),
    etaMs: etaMs(view, bytesLeft),
    dependents: dependents(view),
  }
}

function leftOut({ info }: PeerView, { missing }: TorrentSettings): LeftOut[] {
  const found: LeftOut[] = []
  if (info && info.symlinks > 0) found.push({ kind: 'symlinks', count: info.symlinks })
  if (missing) found.push({ kind: 'asked', ...missing })
  return found
}

/** Bytes in the pieces of the chosen files, and those of them that are held. */
export function wantedIn(
  { info, held, bytesLeft }: PeerView,
  settings: TorrentSettings,
): Pick<TorrentView, 'bytesWanted' | 'bytesHeld'> {
  if (!info) return { bytesWanted: 0, bytesHeld: 0 }
  const pieces = settings.piecePriorities(info)
  return pieces
    ? { bytesWanted: wantedBytes(info, pieces), bytesHeld: wantedBytes(info, pieces, held) }
    : { bytesWanted: info.length, bytesHeld: info.length - bytesLeft }
}

/** Bytes of the file in pieces that are held and verified. */
export function fileBytesHeld({ info, held }: TorrentView, fileIndex: number): number {
  const file = info?.files[fileIndex]
  return info && file ? heldBytesOf(info, file, held) : 0
}

function etaMs({ phase, downRate }: PeerView, bytesLeft: number): number | undefined {
  if (phase !== 'downloading' || downRate <= 0) return undefined
  return (1000 * bytesLeft) / downRate
}

/** A remote that told no pieces yet has none. */
function dependents({ info, heldCount, links }: PeerView): number {
  if (!info || heldCount === 0) return 0
  return links.filter(link => (link.heldCount ?? 0) < info.pieceCount).length
}
