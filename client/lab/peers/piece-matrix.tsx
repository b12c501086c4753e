import { useEffect, useRef } from 'preact/hooks'
import { labView } from '../../language/lab-view.ts'
import { fitCanvas, type Palette } from '../../share/view/canvas.ts'
import type { Lab } from '../lab.ts'
import type { LabRun } from '../lab-run.ts'
import { useLook } from '../palette.ts'
import { flightsAt } from '../recording/flights.ts'
import { useSeen, useWhileSeen } from '../seen.ts'
import { peersOf } from './peers.ts'

const MAX_CELL_PX = 14
const MAX_CELL_WIDTH_PX = 40
const MAX_HEIGHT_PX = 520
const NAMES_PX = 66
const COPIES_PX = 34
const MIN_NAMED_PX = 9

/** Who holds which piece: a row for each peer, a column for each piece. */
export function PieceMatrix({ lab, run }: { lab: Lab; run: LabRun }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const look = useLook(box)
  const atMs = useWhileSeen(useSeen(box), run.isGrowing, () => {
    run.grown.value
    return lab.player.shownMs.value
  })
  const grid = look && gridOf(run, look.widthPx)
  const texts = labView.texts.matrix
  useEffect(() => {
    if (!canvas.current || !look || !grid) return
    draw(canvas.current, { lab, run, atMs, grid, palette: look.palette })
  })
  return (
    <figure class="matrix panel">
      <figcaption>
        <h3>{texts.title}</h3>
        <p class="hint-line">{texts.about}</p>
      </figcaption>
      <div class="matrix-box" ref={box}>
        <canvas
          ref={canvas}
          role="img"
          aria-label={texts.described}
          onClick={event => {
            const row = grid && Math.floor((event.offsetY - COPIES_PX) / grid.stepY)
            if (row !== undefined && row >= 0) lab.select(peersOf(run.plan)[row]?.index)
          }}
        />
      </div>
    </figure>
  )
}

interface Grid {
  readonly widthPx: number
  readonly heightPx: number
  readonly stepX: number
  readonly stepY: number
  /** Without the gap. */
  readonly cellX: number
  readonly cellY: number
}

function gridOf({ plan }: LabRun, widthPx: number): Grid {
  const peers = peersOf(plan).length
  const stepX = Math.min(MAX_CELL_WIDTH_PX, (widthPx - NAMES_PX) / plan.pieces)
  const stepY = Math.max(1, Math.min(MAX_CELL_PX, MAX_HEIGHT_PX / peers))
  const gapPx = Math.min(stepX, stepY) >= 5 ? 1 : 0
  const [cellX, cellY] = [Math.max(1, stepX - gapPx), Math.max(1, stepY - gapPx)]
  return { widthPx, heightPx: COPIES_PX + peers * stepY, stepX, stepY, cellX, cellY }
}

interface Picture {
  readonly lab: Lab
  readonly run: LabRun
  readonly atMs: number
  readonly grid: Grid
  readonly palette: Palette
}

function draw(canvas: HTMLCanvasElement, picture: Picture): void {
  const { grid, run, atMs, palette, lab } = picture
  canvas.style.width = `${grid.widthPx}px`
  canvas.style.height = `${grid.heightPx}px`
  const context = fitCanvas(canvas, grid.widthPx, grid.heightPx)?.context
  if (!context) return
  const { recording, plan } = run
  const copies = new Uint32Array(plan.pieces)
  const { cellX, cellY } = grid
  const placeOfRow = new Map<number, number>()
  for (const [place, { node, index }] of peersOf(plan).entries()) {
    const y = COPIES_PX + place * grid.stepY
    const row = recording.rowOf(index)
    if (row) placeOfRow.set(row.index, place)
    const isHere = row !== undefined && recording.isPresent(row, atMs)
    context.globalAlpha = isHere ? 1 : 0.3
    context.fillStyle = palette.missing
    context.fillRect(NAMES_PX, y, (plan.pieces - 1) * grid.stepX + cellX, cellY)
    context.fillStyle = palette.have
    for (let piece = 0; row && piece < plan.pieces; piece++) {
      if (!recording.holdsAt(row, piece, atMs)) continue
      context.fillRect(NAMES_PX + piece * grid.stepX, y, cellX, cellY)
      if (isHere) copies[piece] = (copies[piece] as number) + 1
    }
    context.globalAlpha = 1
    if (grid.stepY < MIN_NAMED_PX) continue
    const isChosen = lab.selected.peek() === index
    context.font = `${isChosen ? 600 : 400} ${Math.min(11, grid.stepY)}px ${palette.font}`
    context.textBaseline = 'middle'
    context.fillStyle = isChosen ? palette.ink : palette.inkSoft
    context.fillText(node.name, 0, y + cellY / 2, NAMES_PX - 6)
  }
  drawArriving(context, picture, placeOfRow)
  drawCopies(context, picture, copies)
}

function drawArriving(
  context: CanvasRenderingContext2D,
  { run, atMs, grid, palette }: Picture,
  placeOfRow: ReadonlyMap<number, number>,
): void {
  // Half a cell: its shape differs from a held piece's, not only its colour.
  const halfY = Math.max(1, grid.cellY / 2)
  context.fillStyle = palette.move
  for (const { receiver, piece } of flightsAt(run.recording, atMs)) {
    const place = placeOfRow.get(receiver)
    const row = run.recording.rows[receiver]
    if (place === undefined || !row || run.recording.holdsAt(row, piece, atMs)) continue
    const y = COPIES_PX + place * grid.stepY + grid.cellY - halfY
    context.fillRect(NAMES_PX + piece * grid.stepX, y, grid.cellX, halfY)
  }
}

function drawCopies(
  context: CanvasRenderingContext2D,
  { grid, palette }: Picture,
  copies: Uint32Array,
): void {
  const most = Math.max(1, ...copies)
  const room = COPIES_PX - 8
  for (const [piece, count] of copies.entries()) {
    const heightPx = Math.max(1, (room * count) / most)
    context.fillStyle = count <= 1 ? palette.trouble : palette.edge
    context.fillRect(NAMES_PX + piece * grid.stepX, room - heightPx, grid.cellX, heightPx)
  }
}
