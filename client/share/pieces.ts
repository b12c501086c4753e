/** The layout of a torrent's pieces as cells of a map, which `piece-map.tsx` draws. */
import type { TorrentView } from '../host/api.ts'

/** In CSS pixels. Larger cells look coarse, smaller ones cannot be told apart. */
const MAX_CELL_PX = 18
const MIN_CELL_PX = 5

export interface MapLayout {
  readonly cellPx: number
  readonly gapPx: number
  readonly columns: number
  readonly rows: number
  readonly cells: number
  /** Pieces in one cell: more than one where they would not all fit. */
  readonly perCell: number
}

/** The largest cells with which all pieces fit in the box. */
export function layoutPieces(pieces: number, widthPx: number, maxHeightPx: number): MapLayout {
  let layout: MapLayout | undefined
  for (let cellPx = MAX_CELL_PX; cellPx >= MIN_CELL_PX; cellPx--) {
    layout = layoutAt(cellPx, pieces, widthPx, maxHeightPx)
    if (layout.perCell === 1) break
  }
  return layout as MapLayout
}

function layoutAt(cellPx: number, pieces: number, widthPx: number, maxHeightPx: number): MapLayout {
  const gapPx = cellPx >= 10 ? 3 : cellPx >= 7 ? 2 : 1
  const columns = Math.max(1, Math.floor((widthPx + gapPx) / (cellPx + gapPx)))
  const maxRows = Math.max(1, Math.floor((maxHeightPx + gapPx) / (cellPx + gapPx)))
  const perCell = Math.max(1, Math.ceil(pieces / (columns * maxRows)))
  const cells = Math.ceil(pieces / perCell)
  return { cellPx, gapPx, columns, rows: Math.ceil(cells / columns), cells, perCell }
}

/** Counts the pieces that are not held and that no chosen file needs. */
export function countLeftOut({
  held,
  piecePriorities,
}: Pick<TorrentView, 'held' | 'piecePriorities'>): number {
  return (
    piecePriorities?.reduce(
      (count, priority, piece) => (priority === 0 && !holds(held, piece) ? count + 1 : count),
      0,
    ) ?? 0
  )
}

/** Shares of the cell's pieces, from 0 to 1. */
export interface Cell {
  readonly held: number
  readonly arriving: number
  /** Not held, and in no chosen file. */
  readonly leftOut: number
}

export const holds = (held: Uint8Array, piece: number): boolean =>
  ((held[piece >> 3] ?? 0) & (0x80 >> (piece & 7))) !== 0

/** `arriving`: the received share of each piece. `priorities`: by piece, 0 for those not fetched. */
export function cellAt(
  index: number,
  perCell: number,
  pieces: number,
  held: Uint8Array,
  arriving: ReadonlyMap<number, number>,
  priorities: Uint8Array | undefined,
): Cell {
  const first = index * perCell
  const last = Math.min(first + perCell, pieces)
  let heldCount = 0
  let arrived = 0
  let leftOut = 0
  for (let piece = first; piece < last; piece++) {
    if (holds(held, piece)) heldCount++
    else if (priorities?.[piece] === 0) leftOut++
    else arrived += arriving.get(piece) ?? 0
  }
  const count = last - first
  return { held: heldCount / count, arriving: arrived / count, leftOut: leftOut / count }
}
