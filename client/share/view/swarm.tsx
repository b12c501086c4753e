import type { LinkView } from '../../../shared/peer/view.ts'
import { isMoving } from '../../language/format.ts'
import { share } from '../../language/share.ts'
import { percentOf } from '../format.ts'
import { peerName } from '../names.ts'
import type { Item } from '../snapshot.ts'

const WIDTH = 400
const HEIGHT = 316
const CENTRE = { x: WIDTH / 2, y: HEIGHT / 2 }
const RADIUS = { x: 156, y: 112 }
const MY_RING = 38
const PEER_RING = 22
/** More rings would overlap; the table below lists all peers. */
const MAX_RINGS = 12
/** With more rings there is no room for names. */
const MAX_NAMES = 8
/** Empty places shown where nobody else is here. */
const PLACES = 5
/** Pieces on the lines: a dash, and the step from one to the next. */
const DASH = 6
const STEP = 14

/** This tab in the middle, a ring for each peer, and moving pieces on the lines that carry data. */
export function Swarm({ item, tick }: { item: Item; tick: number }) {
  const { view, percent } = item
  const links = view.links.slice(0, MAX_RINGS)
  const places = Math.max(links.length, PLACES)
  const pieces = view.info?.pieceCount
  return (
    <svg
      class="swarm"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={
        view.links.length > 0
          ? share.texts.here.picture(view.links.length)
          : share.texts.alone.nobodyElse
      }
    >
      {Array.from({ length: places }, (_, i) => {
        const link = links[i]
        const at = placeOf(i, places)
        return link ? (
          <Spoke key={link.remote} link={link} at={at} tick={tick} />
        ) : (
          <circle key={`place ${i}`} class="place" cx={at.x} cy={at.y} r={PEER_RING} />
        )
      })}
      <Ring at={CENTRE} radius={MY_RING} pieces={24} percent={percent} you />
      {links.map((link, i) => {
        const at = placeOf(i, places)
        const { heldCount } = link
        const has = pieces && heldCount !== undefined ? percentOf(heldCount, pieces) : undefined
        return (
          <g key={link.remote}>
            <Ring at={at} radius={PEER_RING} pieces={16} percent={has} done={hasChosen(link)} />
            {links.length <= MAX_NAMES && (
              <text
                class="ring-name"
                x={at.x}
                y={at.y < CENTRE.y ? at.y - PEER_RING - 9 : at.y + PEER_RING + 19}
              >
                {peerName(link.remote)}
              </text>
            )}
          </g>
        )
      })}
    </svg>
  )
}

/** All that they chose, which is a part. */
const hasChosen = ({ uploadOnly, heldCount = 0 }: LinkView): boolean => uploadOnly && heldCount > 0

interface Point {
  readonly x: number
  readonly y: number
}

/** Evenly spaced on an ellipse around the middle, beginning at the upper right. */
function placeOf(index: number, places: number): Point {
  const angle = -Math.PI / 2 + (2 * Math.PI * (index + 0.5)) / places
  return {
    x: CENTRE.x + RADIUS.x * Math.cos(angle),
    y: CENTRE.y + RADIUS.y * Math.sin(angle),
  }
}

/** Moves in steps with the snapshots: an animation would keep the tab busy. */
function Spoke({ link, at, tick }: { link: LinkView; at: Point; tick: number }) {
  const gives = isMoving(link.downRate)
  const takes = isMoving(link.upRate)
  const apart = gives && takes ? 5 : 0
  const moved = -((tick * 3) % STEP)
  return (
    <g>
      {!gives && !takes && <path class="spoke" d={between(at, CENTRE, 0)} />}
      {gives && (
        <path
          class="spoke moving"
          d={between(at, CENTRE, apart)}
          stroke-dasharray={`${DASH} ${STEP - DASH}`}
          stroke-dashoffset={moved}
        />
      )}
      {takes && (
        <path
          class="spoke moving"
          d={between(CENTRE, at, apart)}
          stroke-dasharray={`${DASH} ${STEP - DASH}`}
          stroke-dashoffset={moved}
        />
      )}
    </g>
  )
}

/** A line from middle to middle, moved aside to its right; the rings cover its ends. */
function between(from: Point, to: Point, aside: number): string {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const dx = (-(to.y - from.y) / length) * aside
  const dy = ((to.x - from.x) / length) * aside
  return `M${from.x + dx} ${from.y + dy}L${to.x + dx} ${to.y + dy}`
}

interface RingProps {
  readonly at: Point
  readonly radius: number
  readonly pieces: number
  /** Undefined: not known yet. */
  readonly percent: number | undefined
  readonly you?: boolean
  readonly done?: boolean
}

function Ring({ at, radius, pieces, percent, you = false, done = false }: RingProps) {
  const filled = Math.floor(((percent ?? 0) / 100) * pieces)
  const common = { r: radius, pathLength: pieces, transform: 'rotate(-90)' }
  return (
    <g class={you ? 'ring you' : 'ring'} transform={`translate(${at.x} ${at.y})`}>
      <circle class="ring-ground" r={radius + 6} />
      <circle class="ring-missing" {...common} stroke-dasharray="0.8 0.2" />
      {filled > 0 && (
        <circle
          class="ring-have"
          {...common}
          stroke-dasharray={`${'0.8 0.2 '.repeat(filled - 1)}0.8 ${pieces}`}
        />
      )}
      <text class="ring-share" y={you ? -6 : 0}>
        {percent === undefined ? '?' : percent === 100 || done ? '✓' : percent}
      </text>
      {you && (
        <text class="ring-you" y={20}>
          {share.texts.here.you}
        </text>
      )}
    </g>
  )
}
