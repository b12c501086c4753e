import { useEffect, useMemo, useRef } from 'preact/hooks'
import { cellAt, layoutPieces } from '../../share/pieces.ts'
import { fitCanvas } from '../../share/view/canvas.ts'
import { paletteOf } from '../palette.ts'
import { Arriving } from '../recording/peer-history.ts'
import type { Recording, Row } from '../recording/recording.ts'
import type { Plan } from '../worker/protocol.ts'

const BLOCK_BYTES = 16 * 1024
const MAX_HEIGHT_PX = 130

interface PeerPiecesProps {
  readonly plan: Plan
  readonly recording: Recording
  readonly row: Row
  readonly atMs: number
}

export function PeerPieces({ plan, recording, row, atMs }: PeerPiecesProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const arriving = useMemo(() => new Arriving(recording, row), [recording, row])
  const blocks = arriving.at(atMs)
  const held = recording.heldCountAt(row, atMs)
  useEffect(() => {
    const element = canvas.current
    const widthPx = element?.parentElement?.clientWidth ?? 0
    if (!element || widthPx === 0) return
    const layout = layoutPieces(plan.pieces, widthPx, MAX_HEIGHT_PX)
    const step = layout.cellPx + layout.gapPx
    const heightPx = layout.rows * step - layout.gapPx
    element.style.width = `${widthPx}px`
    element.style.height = `${heightPx}px`
    const context = fitCanvas(element, widthPx, heightPx)?.context
    if (!context) return
    const palette = paletteOf(element)
    const blocksPerPiece = Math.ceil(plan.pieceBytes / BLOCK_BYTES)
    const arrivedShares = new Map([...blocks].map(([piece, n]) => [piece, n / blocksPerPiece]))
    const heldBits = new Uint8Array(Math.ceil(plan.pieces / 8))
    for (let piece = 0; piece < plan.pieces; piece++) {
      if (recording.holdsAt(row, piece, atMs)) setBit(heldBits, piece)
    }
    for (let cell = 0; cell < layout.cells; cell++) {
      const x = (cell % layout.columns) * step
      const y = Math.floor(cell / layout.columns) * step
      const shares = cellAt(cell, layout.perCell, plan.pieces, heldBits, arrivedShares, undefined)
      context.fillStyle = palette.missing
      context.fillRect(x, y, layout.cellPx, layout.cellPx)
      const movingPx = Math.min(1, shares.arriving) * layout.cellPx
      context.fillStyle = palette.move
      context.fillRect(x, y + layout.cellPx - movingPx, layout.cellPx, movingPx)
      context.globalAlpha = shares.held
      context.fillStyle = palette.have
      context.fillRect(x, y, layout.cellPx, layout.cellPx)
      context.globalAlpha = 1
    }
  })
  return (
    <figure class="peer-pieces">
      <canvas ref={canvas} role="img" aria-label={`${held} of ${plan.pieces} pieces held`} />
      <figcaption>
        Holds <b>{held}</b> of {plan.pieces}
        {blocks.size > 0 && `, ${blocks.size} arriving`}
      </figcaption>
    </figure>
  )
}

const setBit = (bits: Uint8Array, index: number): void => {
  bits[index >> 3] = (bits[index >> 3] as number) | (0x80 >> (index & 7))
}
