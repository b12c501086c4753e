import { labView } from '../../language/lab-view.ts'
import { Button, PeerTable } from '../../share/view/parts.tsx'
import { formatBitRate, formatPercent, formatTime } from '../format.ts'
import type { Lab } from '../lab.ts'
import type { Recording } from '../recording/recording.ts'
import { bitRateAt } from '../recording/samples.ts'
import type { Plan } from '../worker/protocol.ts'
import { type PeerNode, peersOf } from './peers.ts'

/** Rows shown at first: the table is redrawn several times a second. */
const FIRST_ROWS = 60
export const RATE_WINDOW_SEC = 1

export function PeerList({ lab, plan }: { lab: Lab; plan: Plan }) {
  const texts = labView.texts.peers
  return (
    <>
      <h2>{texts.title}</h2>
      <PeerTable
        name="who"
        caption={<caption class="visually-hidden">{texts.caption}</caption>}
        titles={[texts.peer, texts.holds]}
        figures={[texts.receives]}
        rows={peersOf(plan)}
        first={FIRST_ROWS}
      >
        {peer => <PeerRow key={peer.index} lab={lab} peer={peer} />}
      </PeerTable>
    </>
  )
}

function PeerRow({ lab, peer: { node, index } }: { lab: Lab; peer: PeerNode }) {
  const run = lab.shownRun.value
  // Once there is something: what is recorded up to a moment does not change.
  lab.player.hasBegun.value
  const atMs = lab.player.shownMs.value
  const isSeeder = node.kind === 'seeder'
  const held = run?.recording.heldShareAt(index, atMs) ?? (isSeeder ? 1 : 0)
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
      <td class="figure">
        {isSeeder ? labView.texts.roles.seeder : run && receives(lab, run.recording, index)}
      </td>
    </tr>
  )
}

function receives({ player }: Lab, recording: Recording, node: number): string {
  const atMs = player.shownMs.value
  const row = recording.rowOf(node)
  const texts = labView.texts.peers
  if (!row || atMs < row.joinedMs) return texts.notYet
  if (atMs >= row.leftMs) return texts.gone
  if (atMs >= row.finishedMs) return texts.done(formatTime(row.finishedMs))
  const windowMs = RATE_WINDOW_SEC * player.speed.value
  return formatBitRate(bitRateAt(recording.samples, 'down', row.index, { atMs, windowMs }))
}
