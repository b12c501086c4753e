import { useSignal } from '@preact/signals'
import { Button } from '../controls.tsx'
import { formatBitRate, formatPercent, formatTime } from '../format.ts'
import type { Lab } from '../lab.ts'
import type { Recording, Row } from '../recording/recording.ts'
import { bitRateAt } from '../recording/samples.ts'
import type { Plan } from '../worker/protocol.ts'
import type { PeerNode } from './peers.ts'

/** Rows shown at first: the table is redrawn several times a second. */
const FIRST_ROWS = 60
export const RATE_WINDOW_SEC = 1

interface PeerTableProps {
  readonly lab: Lab
  readonly plan: Plan
  readonly peers: readonly PeerNode[]
}

export function PeerTable({ lab, plan, peers }: PeerTableProps) {
  const all = useSignal(false)
  const shown = all.value ? peers : peers.slice(0, FIRST_ROWS)
  const recording = lab.shownRun.value?.recording
  lab.shownRun.value?.grown.value
  return (
    <>
      <h2>Peers</h2>
      <table class="who">
        <caption class="visually-hidden">Peers, what they hold and how fast it comes</caption>
        <thead>
          <tr>
            <th scope="col">Peer</th>
            <th scope="col">Holds</th>
            <th scope="col" class="figure">
              Receives
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(peer => (
            <PeerRow
              key={peer.index}
              lab={lab}
              plan={plan}
              peer={peer}
              recording={recording}
              row={recording?.rowOf(peer.index)}
            />
          ))}
        </tbody>
      </table>
      {shown.length < peers.length && (
        <Button
          class="quiet"
          onClick={() => {
            all.value = true
          }}
        >
          Show all {peers.length}
        </Button>
      )}
    </>
  )
}

interface PeerRowProps {
  readonly lab: Lab
  readonly plan: Plan
  readonly peer: PeerNode
  readonly recording: Recording | undefined
  readonly row: Row | undefined
}

function PeerRow({ lab, plan, peer: { node, index }, recording, row }: PeerRowProps) {
  const atMs = lab.player.shownMs.value
  const held = heldShare(recording, row, atMs, plan, node.kind === 'seeder')
  return (
    <tr>
      <th scope="row">
        <Button class="who-name" onClick={() => lab.select(index)}>
          {node.name}
        </Button>
      </th>
      <td>
        <span class="meter" style={{ '--share': held }}>
          {formatPercent(held)}
        </span>
      </td>
      <td class="figure">{receives(lab, recording, row, atMs, node.kind === 'seeder')}</td>
    </tr>
  )
}

function heldShare(
  recording: Recording | undefined,
  row: Row | undefined,
  atMs: number,
  { pieces }: Plan,
  isSeeder: boolean,
): number {
  if (!recording) return isSeeder ? 1 : 0
  return row ? recording.heldCountAt(row, atMs) / pieces : 0
}

function receives(
  { player }: Lab,
  recording: Recording | undefined,
  row: Row | undefined,
  atMs: number,
  isSeeder: boolean,
): string {
  if (isSeeder) return 'seeder'
  if (!recording) return ''
  if (!row || atMs < row.joinedMs) return 'not here yet'
  if (atMs >= row.leftMs) return 'gone'
  if (atMs >= row.finishedMs) return `done ${formatTime(row.finishedMs)}`
  const windowMs = RATE_WINDOW_SEC * player.speed.value
  return formatBitRate(bitRateAt(recording.samples, 'down', row.index, atMs, windowMs))
}
