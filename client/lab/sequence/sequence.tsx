/** The messages of two peers as arrows, time going down: until the moment shown. */
import { useSignal } from '@preact/signals'
import './sequence.css'
import { Choice, type Option, Switch } from '../../share/view/fields.tsx'
import { formatTime } from '../format.ts'
import type { Lab } from '../lab.ts'
import type { LabRun } from '../lab-run.ts'
import type { Recording } from '../recording/recording.ts'
import { mainSourceOf, messagesBetween, type SequenceMessage } from './messages.ts'

const MAX_MESSAGES = 18
const STEP_PX = 17
const TOP_PX = 30
const WIDTH_PX = 460
/** Of the two lines of life; the times stand on the left. */
const X = [96, 430] as const

export function Sequence({ lab, run }: { lab: Lab; run: LabRun }) {
  const { recording, plan } = run
  const chosen = useSignal<readonly [number | undefined, number | undefined]>([
    undefined,
    undefined,
  ])
  const withHaves = useSignal(false)
  run.grown.value
  const atMs = lab.player.shownMs.value
  const nameOf = (row: number): string => plan.nodes[recording.rows[row]?.node ?? -1]?.name ?? '?'
  const pair = pairOf(lab, recording, chosen.value, atMs)
  const options = recording.rows.map(({ index }): Option => [String(index), nameOf(index)])
  const choose = (side: 0 | 1) => (value: string) => {
    const next: [number | undefined, number | undefined] = [...(pair ?? chosen.value)]
    next[side] = Number(value)
    chosen.value = next
  }
  return (
    <section class="sequence panel" aria-labelledby="sequence-title">
      <h3 id="sequence-title">Messages between two</h3>
      <p class="hint-line">
        Their last messages until the moment shown, time going down. A slanted arrow was on its way.
      </p>
      {pair && (
        <>
          <div class="log-tools">
            {([0, 1] as const).map(side => (
              <Choice
                key={side}
                label={side === 0 ? 'One peer' : 'The other'}
                value={String(pair[side])}
                options={options}
                onChoose={choose(side)}
              />
            ))}
          </div>
          <Switch
            on={withHaves.value}
            onChange={isOn => {
              withHaves.value = isOn
            }}
          >
            Each piece that they tell of (have), too
          </Switch>
          <Arrows
            messages={messagesBetween(recording, pair, atMs, {
              count: MAX_MESSAGES,
              withHaves: withHaves.value,
            })}
            pair={pair}
            names={[nameOf(pair[0]), nameOf(pair[1])]}
          />
        </>
      )}
    </section>
  )
}

/** At first the selected peer or the last one to finish, and who gave it most. */
function pairOf(
  { shownRun, selected }: Lab,
  recording: Recording,
  [a, b]: readonly [number | undefined, number | undefined],
  atMs: number,
): readonly [number, number] | undefined {
  const { rows } = recording
  if (rows.length < 2) return undefined
  const picked = shownRun.value && recording.rowOf(selected.value ?? -1)?.index
  const last = rows
    .filter(({ isSeeder }) => !isSeeder)
    .reduce<number | undefined>((latest, { index, finishedMs }) => {
      const until = latest === undefined ? 0 : (rows[latest]?.finishedMs ?? 0)
      return latest === undefined || finishedMs > until ? index : latest
    }, undefined)
  const one = a ?? picked ?? last ?? 0
  const other = b ?? mainSourceOf(recording, one, atMs)
  if (other !== undefined && other !== one) return [one, other]
  return [one, one === 0 ? 1 : 0]
}

interface ArrowsProps {
  readonly messages: readonly SequenceMessage[]
  readonly pair: readonly [number, number]
  readonly names: readonly [string, string]
}

function Arrows({ messages, pair, names }: ArrowsProps) {
  if (messages.length === 0)
    return <p class="hint-line">Nothing has gone between them until this moment.</p>
  // Each moment at which something happens is one step down, however long it lasted.
  const times = [...new Set(messages.flatMap(({ sentMs, cameMs }) => [sentMs, cameMs]))]
    .filter(ms => ms !== undefined)
    .sort((one, two) => one - two)
  const yOf = (ms: number): number => TOP_PX + STEP_PX * (times.indexOf(ms) + 1)
  const heightPx = TOP_PX + STEP_PX * (times.length + 2)
  return (
    <div class="sequence-box">
      <svg
        viewBox={`0 0 ${WIDTH_PX} ${heightPx}`}
        role="img"
        aria-label={`The last ${messages.length} messages between ${names[0]} and ${names[1]}. The log lists them.`}
      >
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="8"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M0 0l8 4-8 4z" fill="context-stroke" />
          </marker>
        </defs>
        {names.map((name, side) => (
          <g key={X[side]}>
            <text x={X[side]} y="14" class="sequence-name">
              {name}
            </text>
            <path class="sequence-life" d={`M${X[side]} ${TOP_PX - 8}V${heightPx}`} />
          </g>
        ))}
        {times.map(ms => (
          <text key={ms} x="2" y={yOf(ms) + 4} class="sequence-time">
            {formatTime(ms)}
          </text>
        ))}
        {messages.map(message => (
          <Arrow key={keyOf(message)} message={message} pair={pair} yOf={yOf} />
        ))}
      </svg>
    </div>
  )
}

const keyOf = ({ from, event, piece, begin, sentMs, cameMs }: SequenceMessage): string =>
  `${from} ${event} ${piece} ${begin} ${sentMs} ${cameMs}`

interface ArrowProps {
  readonly message: SequenceMessage
  readonly pair: readonly [number, number]
  readonly yOf: (ms: number) => number
}

function Arrow({ message, pair, yOf }: ArrowProps) {
  const { from, event, sentMs, cameMs } = message
  const isForth = from === pair[0]
  const [x1, x2] = isForth ? X : [X[1], X[0]]
  const y1 = yOf((sentMs ?? cameMs) as number)
  // Still on its way: the arrow ends in the middle.
  const y2 = cameMs === undefined ? y1 + STEP_PX : yOf(cameMs)
  const end = cameMs === undefined ? (x1 + x2) / 2 : x2
  const words = inWords(message)
  // Beside the end where it begins, so that those that cross do not lie on each other.
  const at = x1 + (isForth ? 8 : -8)
  return (
    <g class={event === 'block' ? 'sequence-block' : 'sequence-message'}>
      <title>{words}</title>
      <path d={`M${x1} ${y1}L${end} ${y2}`} marker-end="url(#arrow)" />
      <text x={at} y={y1 - 3} class={isForth ? 'forth' : 'back'}>
        {words}
      </text>
    </g>
  )
}

const WORDS: Readonly<Record<string, string>> = {
  choked: 'choke',
  unchoked: 'unchoke',
  interested: 'interested',
  notInterested: 'not interested',
  haveAll: 'have all',
  haveNone: 'have none',
  allowedFast: 'allowed fast',
}

function inWords({ event, piece, begin, cameMs }: SequenceMessage): string {
  const what = piece === undefined ? '' : ` ${piece}`
  const where = begin === undefined ? '' : ` from byte ${begin}`
  return `${WORDS[event] ?? event}${what}${where}${cameMs === undefined ? ' (on its way)' : ''}`
}
