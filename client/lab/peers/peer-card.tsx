import { useEffect, useMemo, useRef } from 'preact/hooks'
import { formatBytes, number, significant } from '../../language/format.ts'
import { labView } from '../../language/lab-view.ts'
import { language } from '../../language/language.ts'
import { cellAt, layoutPieces } from '../../share/pieces.ts'
import { fitCanvas } from '../../share/view/canvas.ts'
import { Button, Head } from '../../share/view/parts.tsx'
import { formatBitRate, formatTime } from '../format.ts'
import type { Lab } from '../lab.ts'
import { useLook } from '../palette.ts'
import { Arriving, type Neighbour, Neighbours } from '../recording/peer-history.ts'
import type { Recording, Row } from '../recording/recording.ts'
import { bitRateAt, bytesAt } from '../recording/samples.ts'
import type { Plan, PlanLane, PlanNode } from '../worker/protocol.ts'
import { lastWords } from './last-words.ts'
import { RATE_WINDOW_SEC } from './peer-table.tsx'
import { ownLineOf } from './peers.ts'

interface PeerCardProps {
  readonly lab: Lab
  readonly plan: Plan
  readonly node: PlanNode
  /** Its node's number. */
  readonly index: number
}

export function PeerCard({ lab, plan, node, index }: PeerCardProps) {
  const run = lab.shownRun.value
  run?.grown.value
  const row = run?.recording.rowOf(index)
  const texts = labView.texts.peers
  return (
    <>
      <Button class="quiet back" onClick={() => lab.select(undefined)}>
        {labView.texts.looked.allPeers}
      </Button>
      <h2>
        {node.name} <span class="role">{labView.texts.roles[node.kind]}</span>
      </h2>
      {run && row ? (
        <Life lab={lab} plan={plan} recording={run.recording} row={row} />
      ) : (
        <p class="hint-line">{run ? texts.neverCame : texts.runFirst}</p>
      )}
      <Line plan={plan} index={index} />
    </>
  )
}

interface LifeProps {
  readonly lab: Lab
  readonly plan: Plan
  readonly recording: Recording
  readonly row: Row
}

const WAYS = [
  ['down', 'receives'],
  ['up', 'sends'],
] as const

function Life({ lab, plan, recording, row }: LifeProps) {
  const atMs = lab.player.shownMs.value
  const windowMs = RATE_WINDOW_SEC * lab.player.speed.value
  const { samples } = recording
  const texts = labView.texts.peers
  return (
    <>
      <p class="hint-line">{stateOf(row, atMs)}</p>
      {atMs >= row.finishedMs && <WhyThen plan={plan} recording={recording} row={row} />}
      <PeerPieces plan={plan} recording={recording} row={row} atMs={atMs} />
      <dl class="rates">
        {WAYS.map(([way, verb]) => (
          <div key={way}>
            <dt>{texts[verb]}</dt>
            <dd>{formatBitRate(bitRateAt(samples, way, row.index, { atMs, windowMs }))}</dd>
            <dd class="so-far">
              {texts.soFar(formatBytes(bytesAt(samples, way, row.index, atMs)))}
            </dd>
          </div>
        ))}
      </dl>
      <Links lab={lab} plan={plan} recording={recording} row={row} />
    </>
  )
}

function WhyThen({ plan, recording, row }: Omit<LifeProps, 'lab'>) {
  const sentences = useMemo(
    () => lastWords(plan, recording, row),
    [plan, recording, row, recording.untilMs, language.value],
  )
  return sentences.length === 0 ? null : <p class="why-then">{sentences.join(' ')}</p>
}

function stateOf({ joinedMs, finishedMs, leftMs, isSeeder }: Row, atMs: number): string {
  const texts = labView.texts.peers
  if (atMs < joinedMs) return texts.comesAt(formatTime(joinedMs))
  if (atMs >= leftMs) return texts.leftAt(formatTime(leftMs))
  if (isSeeder) return texts.alwaysAll
  if (atMs >= finishedMs) return texts.allSince(formatTime(finishedMs))
  return joinedMs > 0 ? texts.hereSince(formatTime(joinedMs)) : texts.alwaysHere
}

/** The peer's links, with BEP 3's four states of each in words. */
function Links({ lab, plan, recording, row }: LifeProps) {
  const neighbours = useMemo(() => new Neighbours(recording, row), [recording, row])
  const links = neighbours.at(lab.player.shownMs.value)
  const nameOf = (remote: number) => plan.nodes[recording.rows[remote]?.node ?? -1]?.name ?? '?'
  const texts = labView.texts.peers
  if (links.length === 0) return <p class="hint-line">{texts.noLinks}</p>
  return (
    <table class="who links">
      <caption>{texts.links(links.length)}</caption>
      <Head titles={[texts.withWhom, texts.gets, texts.gives]} />
      <tbody>
        {links.map(link => (
          <tr key={link.remote}>
            <th scope="row">{nameOf(link.remote)}</th>
            <td>
              <Way
                wants={link.amInterested}
                choked={link.peerChoking}
                asked={link.asked.size}
                blocks={link.blocksIn}
              />
            </td>
            <td>
              <Way
                wants={link.peerInterested}
                choked={link.amChoking}
                asked={link.askedOfUs.size}
                blocks={link.blocksOut}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface WayProps {
  readonly wants: Neighbour['amInterested']
  readonly choked: Neighbour['amChoking']
  readonly asked: number
  readonly blocks: number
}

function Way({ wants, choked, asked, blocks }: WayProps) {
  const texts = labView.texts.peers
  const state = !wants
    ? texts.noInterest
    : choked
      ? texts.choked
      : asked > 0
        ? texts.asked(asked)
        : texts.unchoked
  return (
    <>
      <span class={wants && !choked ? 'way open' : 'way'}>{state}</span>
      {blocks > 0 && <span class="so-far"> {texts.blocks(blocks)}</span>}
    </>
  )
}

function Line({ plan, index }: { plan: Plan; index: number }) {
  const line = ownLineOf(plan, index)
  if (!line) return null
  const way = ({ rateBitsPerSec, delayMs }: PlanLane) =>
    `${formatBitRate(rateBitsPerSec)}, ${significant(delayMs, 3)} ms`
  const said = {
    router: plan.nodes[line.router]?.name ?? '?',
    up: way(line.up),
    down: way(line.down),
  }
  const texts = labView.texts.peers
  const isShared = line.up.lane === line.down.lane
  return <p class="hint-line">{isShared ? texts.sharedLine(said) : texts.line(said)}</p>
}

const BLOCK_BYTES = 16 * 1024
const MAX_HEIGHT_PX = 130

interface PeerPiecesProps {
  readonly plan: Plan
  readonly recording: Recording
  readonly row: Row
  readonly atMs: number
}

function PeerPieces({ plan, recording, row, atMs }: PeerPiecesProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const box = useRef<HTMLElement>(null)
  const look = useLook(box)
  const arriving = useMemo(() => new Arriving(recording, row), [recording, row])
  const blocks = arriving.at(atMs)
  const held = recording.heldCountAt(row, atMs)
  useEffect(() => {
    const element = canvas.current
    if (!element || !look || look.widthPx === 0) return
    const { palette, widthPx } = look
    const layout = layoutPieces(plan.pieces, widthPx, MAX_HEIGHT_PX)
    const step = layout.cellPx + layout.gapPx
    const heightPx = layout.rows * step - layout.gapPx
    element.style.width = `${widthPx}px`
    element.style.height = `${heightPx}px`
    const context = fitCanvas(element, widthPx, heightPx)?.context
    if (!context) return
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
    <figure ref={box} class="peer-pieces">
      <canvas
        ref={canvas}
        role="img"
        aria-label={labView.texts.peers.heldOf({ held, pieces: plan.pieces })}
      />
      <figcaption>
        {labView.texts.peers.holdsOf({
          held: <b>{number(held)}</b>,
          pieces: plan.pieces,
          arriving: blocks.size,
        })}
      </figcaption>
    </figure>
  )
}

const setBit = (bits: Uint8Array, index: number): void => {
  bits[index >> 3] = (bits[index >> 3] as number) | (0x80 >> (index & 7))
}
