import { number } from '../../language/format.ts'
import { labVary } from '../../language/lab-vary.ts'
import { nameOf } from '../charts/setting-words.ts'
import type { SweepOutcome } from '../worker/protocol.ts'
import { pointInWords } from './sweep-words.ts'

const [WIDTH, HEIGHT] = [640, 280]
const BOX = { left: 52, right: 16, top: 30, bottom: 44 }
/** At most. */
const TICKS = 6
/** Lines are told apart by these, and by their names in the key. */
const DASHES = ['', '8 4', '2 3', '10 3 2 3', '4 4']

/** Means with their 95 % intervals, and the bound below each line. */
export function StudyChart({ outcome: { paths, rows } }: { outcome: SweepOutcome }) {
  const texts = labVary.texts.chart
  const setting = nameOf(paths[0] ?? '')
  const xLabels = [...new Set(rows.map(({ labels }) => labels[0] ?? ''))]
  const lines = [...new Set(rows.map(({ labels }) => labels[1] ?? ''))]
  const top = Math.max(
    1e-3,
    ...rows.map(({ boundSec, makespanSec }) =>
      Math.max(boundSec, (makespanSec?.mean ?? 0) + (makespanSec?.ci95 ?? 0)),
    ),
  )
  const xOf = placesOf(xLabels)
  const yOf = (sec: number) => HEIGHT - BOX.bottom - (sec / top) * (HEIGHT - BOX.top - BOX.bottom)
  return (
    <figure class="study-figure">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={texts.label(setting)}>
        {ticksTo(top).map(sec => (
          <g key={sec}>
            <line class="grid" x1={BOX.left} x2={WIDTH - BOX.right} y1={yOf(sec)} y2={yOf(sec)} />
            <text x={BOX.left - 8} y={yOf(sec) + 4} text-anchor="end">
              {number(sec)}
            </text>
          </g>
        ))}
        <text x={4} y={16}>
          {texts.makespan}
        </text>
        {xLabels.map(label => (
          <text key={label} x={xOf(label)} y={HEIGHT - BOX.bottom + 18} text-anchor="middle">
            {label}
          </text>
        ))}
        <text x={WIDTH - BOX.right} y={HEIGHT - 6} text-anchor="end">
          {setting}
        </text>
        {lines.map((line, i) => {
          const its = rows.filter(({ labels }) => (labels[1] ?? '') === line)
          const dash = DASHES[i % DASHES.length]
          const known = its.flatMap(({ labels: [x = ''], makespanSec }) =>
            makespanSec ? [{ x: xOf(x), ...makespanSec }] : [],
          )
          return (
            <g key={line}>
              <polyline
                class="bound-line"
                points={its
                  .map(({ labels: [x = ''], boundSec }) => `${xOf(x)},${yOf(boundSec)}`)
                  .join(' ')}
              />
              <polyline
                class="mean-line"
                stroke-dasharray={dash}
                points={known.map(({ x, mean }) => `${x},${yOf(mean)}`).join(' ')}
              />
              {known.map(({ x, mean, ci95 }) => (
                <g key={x}>
                  <circle cx={x} cy={yOf(mean)} r={3} />
                  <line
                    class="interval"
                    x1={x}
                    x2={x}
                    y1={yOf(Math.max(0, mean - (ci95 ?? 0)))}
                    y2={yOf(mean + (ci95 ?? 0))}
                  />
                </g>
              ))}
            </g>
          )
        })}
      </svg>
      <ul class="chart-key study-key">
        {lines.map((line, i) => (
          <li key={line}>
            <Sample kind="mean-line" dash={DASHES[i % DASHES.length]} />
            {line === '' ? texts.mean : texts.meanOf(pointInWords(`${paths[1]}=${line}`))}
          </li>
        ))}
        <li>
          <Sample kind="bound-line" />
          {texts.bound}
        </li>
      </ul>
    </figure>
  )
}

const Sample = ({ kind, dash = '' }: { kind: string; dash?: string | undefined }) => (
  <svg width="28" height="8" aria-hidden="true">
    <line class={kind} x1="0" x2="28" y1="4" y2="4" stroke-dasharray={dash} />
  </svg>
)

/** Round numbers from 0 on: steps of 1, 2 or 5 times a power of ten. */
function ticksTo(top: number): number[] {
  const power = 10 ** Math.floor(Math.log10(top / TICKS))
  const step = power * ([1, 2, 5].find(each => top / (each * power) <= TICKS) ?? 10)
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, i) =>
    Number((i * step).toPrecision(6)),
  )
}

/** Numbers at their distances, as long as all are of one unit; choices side by side. */
function placesOf(labels: readonly string[]): (label: string) => number {
  const units = new Set(labels.map(label => label.replace(/^-?[\d.]+/, '')))
  const numbers = labels.map(Number.parseFloat)
  const isNumeric = units.size === 1 && numbers.every(Number.isFinite) && labels.length > 1
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
  const [first, width] = [BOX.left + 30, WIDTH - BOX.left - BOX.right - 60]
  return label => {
    const at = labels.indexOf(label)
    if (isNumeric) return first + (width * ((numbers[at] as number) - low)) / (high - low)
    return first + (width * (at + 0.5)) / labels.length
  }
}
