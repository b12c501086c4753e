import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { TorrentView } from '../../host/api.ts'
import { number } from '../../language/format.ts'
import { share } from '../../language/share.ts'
import { cellAt, countLeftOut, holds, layoutPieces, type MapLayout } from '../pieces.ts'
import { fitCanvas, onRestyle, type Palette, paletteOf } from './canvas.ts'

const MAX_HEIGHT_PX = 216

/** Every piece of the torrent; redrawn only when one of them changed. */
interface PieceMapProps {
  readonly view: TorrentView
  /** Whether what has begun is arriving, or waits. */
  readonly isMoving: boolean
}

export function PieceMap({ view, isMoving }: PieceMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const drawn = useRef<TorrentView | undefined>(undefined)
  const fresh = useRef(false)
  const latest = useRef(view)
  latest.current = view
  const look = useRef<Look | undefined>(undefined)
  useEffect(() => {
    const element = canvas.current
    const box = element?.parentElement
    if (!element || !box) return
    // Read once, not at every drawing: reading the width forces a layout of the page.
    return onRestyle(box, () => {
      look.current = { widthPx: box.clientWidth, paint: paletteOf(element) }
      drawPieces(element, look.current, latest.current, undefined)
    })
  }, [])
  useEffect(() => {
    const element = canvas.current
    if (!element || !look.current) return
    if (!fresh.current && !changed(drawn.current, view)) return
    // Fresh pieces are highlighted for one snapshot.
    fresh.current = drawn.current !== undefined && drawn.current.heldCount !== view.heldCount
    drawPieces(element, look.current, view, drawn.current)
    drawn.current = view
  })
  const pieces = view.info?.pieceCount ?? 0
  const arriving = view.partials.length
  const texts = share.texts.pieces
  const begun = isMoving ? texts.arriving : texts.begun
  const leftOut = countLeftOut(view)
  const missing = pieces - view.heldCount - arriving - leftOut
  return (
    <figure class="pieces">
      <div class="pieces-box">
        <canvas
          ref={canvas}
          role="img"
          aria-label={texts.map({
            held: number(view.heldCount),
            all: pieces,
            count: number(arriving),
            begun,
          })}
        />
      </div>
      <figcaption class="key">
        <Key look="have">{texts.verified(view.heldCount)}</Key>
        {view.heldCount < pieces && (
          <>
            <Key look="move">
              {number(arriving)} {begun}
            </Key>
            <Key look="missing">
              {number(Math.max(0, missing))} {texts.missing}
            </Key>
          </>
        )}
        {leftOut > 0 && (
          <Key look="left-out">
            {number(leftOut)} {texts.leftOut}
          </Key>
        )}
      </figcaption>
    </figure>
  )
}

const Key = ({ look, children }: { look: string; children: ComponentChildren }) => (
  <span>
    <i class={`swatch ${look}`} /> {children}
  </span>
)

function changed(before: TorrentView | undefined, now: TorrentView): boolean {
  if (!before) return true
  if (before === now) return false
  if (before.piecePriorities !== now.piecePriorities) return true
  return before.heldCount !== now.heldCount || before.partials.length > 0 || now.partials.length > 0
}

interface Look {
  readonly widthPx: number
  readonly paint: Palette
}

function drawPieces(
  canvas: HTMLCanvasElement,
  { widthPx, paint }: Look,
  view: TorrentView,
  before: TorrentView | undefined,
): void {
  const { info } = view
  if (!info || widthPx === 0) return
  const layout = layoutPieces(info.pieceCount, widthPx, MAX_HEIGHT_PX)
  const heightPx = layout.rows * (layout.cellPx + layout.gapPx) - layout.gapPx
  canvas.style.width = `${widthPx}px`
  canvas.style.height = `${heightPx}px`
  const fitted = fitCanvas(canvas, widthPx, heightPx)
  if (!fitted) return
  const fresh = before?.info === info ? before.held : undefined
  drawCells(fitted.context, layout, view, info.pieceCount, fresh, paint)
}

function drawCells(
  context: CanvasRenderingContext2D,
  { cells, cellPx, gapPx, columns, perCell }: MapLayout,
  view: TorrentView,
  pieces: number,
  before: Uint8Array | undefined,
  paint: Palette,
): void {
  const arriving = new Map(view.partials.map(p => [p.piece, p.received / Math.max(1, p.blocks)]))
  for (let index = 0; index < cells; index++) {
    const x = (index % columns) * (cellPx + gapPx)
    const y = Math.floor(index / columns) * (cellPx + gapPx)
    const cell = cellAt(index, perCell, pieces, view.held, arriving, view.piecePriorities)
    if (cell.leftOut === 1) {
      const dotPx = Math.max(2, Math.round(cellPx / 4))
      const insetPx = (cellPx - dotPx) / 2
      context.fillStyle = paint.edge
      context.fillRect(x + insetPx, y + insetPx, dotPx, dotPx)
    } else if (cell.held < 1) {
      context.fillStyle = paint.missing
      context.fillRect(x, y, cellPx, cellPx)
    }
    if (cell.held > 0) {
      const isFresh = perCell === 1 && before !== undefined && !holds(before, index)
      context.fillStyle = isFresh ? paint.fresh : paint.have
      context.globalAlpha = 0.25 + 0.75 * cell.held
      context.fillRect(x, y, cellPx, cellPx)
      context.globalAlpha = 1
    }
    const isArriving = perCell === 1 ? cell.held === 0 && arriving.has(index) : cell.arriving > 0
    if (isArriving) fillFromBelow(context, x, y, cellPx, cell.arriving, paint.move)
  }
}

/** A piece that is arriving fills from below: it differs in shape, not only in colour. */
function fillFromBelow(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  cellPx: number,
  share: number,
  colour: string,
): void {
  const fullPx = Math.max(1.5, cellPx * share)
  context.fillStyle = colour
  context.fillRect(x, y + cellPx - fullPx, cellPx, fullPx)
  if (cellPx < 7) return
  context.strokeStyle = colour
  context.lineWidth = 1
  context.strokeRect(x + 0.5, y + 0.5, cellPx - 1, cellPx - 1)
}
