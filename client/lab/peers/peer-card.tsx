import { useMemo } from 'preact/hooks'
import { countOf, formatBytes } from '../../share/format.ts'
import { Button } from '../controls.tsx'
import { formatBitRate, formatTime } from '../format.ts'
import type { Lab } from '../lab.ts'
import { type Neighbour, Neighbours } from '../recording/peer-history.ts'
import type { Recording, Row } from '../recording/recording.ts'
import { bitRateAt, bytesAt } from '../recording/samples.ts'
import type { Plan, PlanLane, PlanNode } from '../worker/protocol.ts'
import { PeerPieces } from './peer-pieces.tsx'
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
  return (
    <>
      <Button class="quiet back" onClick={() => lab.select(undefined)}>
        All peers
      </Button>
      <h2>
        {node.name} <span class="role">{node.kind}</span>
      </h2>
      {run && row ? (
        <Life lab={lab} plan={plan} recording={run.recording} row={row} />
      ) : (
        <p class="hint-line">{run ? 'It never came.' : 'Run the scenario to see what it does.'}</p>
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

function Life({ lab, plan, recording, row }: LifeProps) {
  const atMs = lab.player.shownMs.value
  const windowMs = RATE_WINDOW_SEC * lab.player.speed.value
  const { samples } = recording
  const rate = (way: 'up' | 'down') =>
    formatBitRate(bitRateAt(samples, way, row.index, atMs, windowMs))
  const bytes = (way: 'up' | 'down') => formatBytes(bytesAt(samples, way, row.index, atMs))
  return (
    <>
      <p class="hint-line">{stateOf(row, atMs)}</p>
      <PeerPieces plan={plan} recording={recording} row={row} atMs={atMs} />
      <dl class="rates">
        <div>
          <dt>Receives</dt>
          <dd>{rate('down')}</dd>
          <dd class="so-far">{bytes('down')} so far</dd>
        </div>
        <div>
          <dt>Sends</dt>
          <dd>{rate('up')}</dd>
          <dd class="so-far">{bytes('up')} so far</dd>
        </div>
      </dl>
      <Links lab={lab} plan={plan} recording={recording} row={row} />
    </>
  )
}

function stateOf({ joinedMs, finishedMs, leftMs, isSeeder }: Row, atMs: number): string {
  if (atMs < joinedMs) return `Comes at ${formatTime(joinedMs)}.`
  if (atMs >= leftMs) return `Left at ${formatTime(leftMs)}.`
  if (isSeeder) return 'Has had everything from the start.'
  if (atMs >= finishedMs) return `Has everything since ${formatTime(finishedMs)}.`
  return joinedMs > 0 ? `Here since ${formatTime(joinedMs)}.` : 'Here from the start.'
}

/** The peer's links, with BEP 3's four states of each in words. */
function Links({ lab, plan, recording, row }: LifeProps) {
  const neighbours = useMemo(() => new Neighbours(recording, row), [recording, row])
  const links = neighbours.at(lab.player.shownMs.value)
  const nameOf = (remote: number) => plan.nodes[recording.rows[remote]?.node ?? -1]?.name ?? '?'
  if (links.length === 0) return <p class="hint-line">Linked with nobody.</p>
  return (
    <table class="who links">
      <caption>{countOf(links.length, 'link')}</caption>
      <thead>
        <tr>
          <th scope="col">With</th>
          <th scope="col">Gets from it</th>
          <th scope="col">Gives to it</th>
        </tr>
      </thead>
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
  const state = !wants
    ? 'no interest'
    : choked
      ? 'choked'
      : asked > 0
        ? `${asked} asked`
        : 'unchoked'
  return (
    <>
      <span class={wants && !choked ? 'way open' : 'way'}>{state}</span>
      {blocks > 0 && <span class="so-far"> {countOf(blocks, 'block')}</span>}
    </>
  )
}

function Line({ plan, index }: { plan: Plan; index: number }) {
  const line = ownLineOf(plan, index)
  if (!line) return null
  const way = ({ rateBitsPerSec, delayMs }: PlanLane) =>
    `${formatBitRate(rateBitsPerSec)}, ${delayMs} ms`
  return (
    <p class="hint-line">
      Its line leads to {plan.nodes[line.router]?.name}: {way(line.up)} up, {way(line.down)} down
      {line.up.lane === line.down.lane && ', one channel for both'}.
    </p>
  )
}
