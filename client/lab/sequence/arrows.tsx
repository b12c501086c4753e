/** Two lines of life, and between them each message as an arrow from when it was sent to when it came. */
import { useRef } from 'preact/hooks'
import { labView } from '../../language/lab-view.ts'
import { messageName } from '../../share/log/message-names.ts'
import { formatTime } from '../format.ts'
import { useLook } from '../palette.ts'
import type { SequenceMessage } from './messages.ts'

const STEP_PX = 18
const TOP_PX = 32
const MAX_WIDTH_PX = 560
/** Room for the times on the left, and for half a name on the right. */
const MARGIN_PX = { left: 72, right: 34 }
/** Between a line of life and the words beside it. */
const GAP_PX = 8

interface ArrowsProps {
  readonly messages: readonly SequenceMessage[]
  readonly pair: readonly [number, number]
  readonly names: readonly [string, string]
}

/** In pixels. */
interface Placed {
  readonly message: SequenceMessage
  readonly startY: number
  readonly endY: number
}

export function Arrows({ messages, pair, names }: ArrowsProps) {
  const box = useRef<HTMLDivElement>(null)
  const widthPx = Math.min(useLook(box)?.widthPx ?? MAX_WIDTH_PX, MAX_WIDTH_PX)
  return (
    <div ref={box} class="sequence-box">
      {messages.length === 0 ? (
        <p class="hint-line">{labView.texts.sequence.nothing}</p>
      ) : (
        <Drawn messages={messages} pair={pair} names={names} widthPx={widthPx} />
      )}
    </div>
  )
}

function Drawn({ messages, pair, names, widthPx }: ArrowsProps & { readonly widthPx: number }) {
  const { times, placed, heightPx } = layOut(messages)
  const lifeX = [MARGIN_PX.left, widthPx - MARGIN_PX.right] as const
  const xOf = (row: number): number => lifeX[row === pair[0] ? 0 : 1]
  return (
    <svg
      viewBox={`0 0 ${widthPx} ${heightPx}`}
      role="img"
      aria-label={labView.texts.sequence.described({
        count: messages.length,
        one: names[0],
        other: names[1],
      })}
    >
      <defs>
        <marker
          id="arrow"
          viewBox="0 0 8 8"
          refX="8"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0l8 4-8 4z" fill="context-stroke" />
        </marker>
      </defs>
      {names.map((name, side) => (
        <g key={lifeX[side]}>
          <text x={lifeX[side]} y="14" class="sequence-name">
            {name}
          </text>
          <path class="sequence-life" d={`M${lifeX[side]} ${TOP_PX - 10}V${heightPx}`} />
        </g>
      ))}
      {times.map(([ms, y]) => (
        <text key={ms} x="0" y={y + 4} class="sequence-time">
          {formatTime(ms)}
        </text>
      ))}
      {placed.map(({ message, startY, endY }) => {
        const [x1, x2] = [xOf(message.from), xOf(message.to)]
        const endX = message.cameMs === undefined ? (x1 + x2) / 2 : x2
        return (
          <path
            key={keyOf(message)}
            class={message.event === 'block' ? 'sequence-block' : 'sequence-message'}
            d={`M${x1} ${startY}L${endX} ${endY}`}
            marker-end="url(#arrow)"
          />
        )
      })}
      {placed.map(({ message, startY }) => {
        const isForth = message.from === pair[0]
        return (
          <text
            key={keyOf(message)}
            x={xOf(message.from) + (isForth ? GAP_PX : -GAP_PX)}
            y={startY - 3}
            class={isForth ? 'sequence-words' : 'sequence-words back'}
          >
            {inWords(message)}
          </text>
        )
      })}
    </svg>
  )
}

/**
 * Each moment at which something happens is one step down, however long it lasted; of messages that
 * left the same peer at one moment each has a step of its own, so that their words do not lie on each other.
 */
function layOut(messages: readonly SequenceMessage[]) {
  const moments = messages.flatMap(({ sentMs, cameMs }) => [sentMs, cameMs])
  const inOrder = [...new Set(moments)].filter(ms => ms !== undefined).sort((a, b) => a - b)
  let nextY = TOP_PX + STEP_PX
  const yOf = new Map<number, number>()
  const starts = new Map<SequenceMessage, number>()
  for (const ms of inOrder) {
    yOf.set(ms, nextY)
    const steps = new Map<number, number>()
    for (const message of messages) {
      if (startOf(message) !== ms) continue
      const step = steps.get(message.from) ?? 0
      steps.set(message.from, step + 1)
      starts.set(message, nextY + step * STEP_PX)
    }
    nextY += STEP_PX * Math.max(1, ...steps.values())
  }
  const placed = messages.map((message): Placed => {
    const startY = starts.get(message) as number
    const cameY = yOf.get(message.cameMs ?? Number.NaN) ?? startY + STEP_PX
    return { message, startY, endY: Math.max(startY, cameY) }
  })
  return { times: [...yOf], placed, heightPx: nextY + STEP_PX }
}

const startOf = ({ sentMs, cameMs }: SequenceMessage): number | undefined => sentMs ?? cameMs

const keyOf = ({ from, event, piece, begin, sentMs, cameMs }: SequenceMessage): string =>
  `${from} ${event} ${piece} ${begin} ${sentMs} ${cameMs}`

function inWords({ event, piece, begin }: SequenceMessage): string {
  const name = messageName(event)
  const what = piece === undefined ? name : `${name} ${piece}`
  return begin === undefined ? what : labView.texts.sequence.fromByte({ what, begin })
}
