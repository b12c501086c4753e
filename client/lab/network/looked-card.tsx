/** What a line, a block or an event is: from where to where, and since when. */

import { significant } from '../../language/format.ts'
import { labView } from '../../language/lab-view.ts'
import { eventInWords } from '../../share/log/event-words.ts'
import { Button, Head } from '../../share/view/parts.tsx'
import { formatBitRate, formatPercent, formatTime } from '../format.ts'
import type { Lab } from '../lab.ts'
import { eventOf } from '../log/log-event.ts'
import { RATE_WINDOW_SEC } from '../peers/peer-table.tsx'
import { flightsAt } from '../recording/flights.ts'
import { utilisationAt } from '../recording/samples.ts'
import type { Plan, PlanLane, PlanLink, PlanNode } from '../worker/protocol.ts'
import { type BlockFlight, type Looked, stateOfBlock } from './looked.ts'

interface CardProps {
  readonly lab: Lab
  readonly plan: Plan
}

export function LookedCard({ lab, plan, looked }: CardProps & { readonly looked: Looked }) {
  return (
    <>
      <Button class="quiet back" onClick={() => lab.select(undefined)}>
        {labView.texts.looked.allPeers}
      </Button>
      {looked.kind === 'line' && <LineCard lab={lab} plan={plan} link={looked.link} />}
      {looked.kind === 'block' && <BlockCard lab={lab} plan={plan} flight={looked.flight} />}
      {looked.kind === 'record' && <RecordCard lab={lab} plan={plan} record={looked.record} />}
    </>
  )
}

const nameOf = ({ nodes }: Plan, node: number | undefined): string => nodes[node ?? -1]?.name ?? '?'

const rowName = ({ shownRun }: Lab, plan: Plan, row: number | undefined): string =>
  nameOf(plan, shownRun.value?.recording.rows[row ?? -1]?.node)

/** 'What it is' in one line, for the picture. */
export function lookedInWords(lab: Lab, plan: Plan, looked: Looked): string {
  const texts = labView.texts.looked
  if (looked.kind === 'line')
    return texts.lineBetween({
      from: nameOf(plan, looked.link.from),
      to: nameOf(plan, looked.link.to),
    })
  if (looked.kind === 'record') return texts.eventOf(rowName(lab, plan, looked.record.row))
  const { piece, sender, receiver } = looked.flight
  const [from, to] = [rowName(lab, plan, sender), rowName(lab, plan, receiver)]
  return texts.blockFrom({ piece, from, to })
}

function LineCard({ lab, plan, link }: CardProps & { readonly link: PlanLink }) {
  const { from, to, forth, back } = link
  const ways = [
    { from, to, lane: forth },
    { from: to, to: from, lane: back },
  ]
  const isOne = forth.lane === back.lane
  const texts = labView.texts.looked
  return (
    <>
      <h2>
        {nameOf(plan, from)} – {nameOf(plan, to)} <span class="role">{texts.line}</span>
      </h2>
      {isOne && <p class="hint-line">{texts.oneChannel}</p>}
      <Ways lab={lab} plan={plan} ways={isOne ? ways.slice(0, 1) : ways} />
      <OnTheLine lab={lab} plan={plan} link={link} />
    </>
  )
}

interface Way {
  readonly from: number
  readonly to: number
  readonly lane: PlanLane
}

function Ways({ lab, plan, ways }: CardProps & { readonly ways: readonly Way[] }) {
  const { shownRun, player } = lab
  const texts = labView.texts.looked
  const recording = shownRun.value?.recording
  const window = { atMs: player.shownMs.value, windowMs: RATE_WINDOW_SEC * player.speed.value }
  return (
    <table class="who links">
      <Head titles={[texts.towards, texts.carries, texts.fullNow]} />
      <tbody>
        {ways.map(({ from, to, lane }) => (
          <tr key={`${from} ${to}`}>
            <th scope="row">{nameOf(plan, to)}</th>
            <td>
              {formatBitRate(lane.rateBitsPerSec)}, {significant(lane.delayMs, 3)} ms
            </td>
            <td>
              {recording ? formatPercent(utilisationAt(recording.samples, lane, window)) : '–'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Blocks named one by one: of more the picture tells. */
const MAX_BLOCKS = 12

function OnTheLine({ lab, plan, link }: CardProps & { readonly link: PlanLink }) {
  const recording = lab.shownRun.value?.recording
  if (!recording) return null
  const isOn = (a: number, b: number) =>
    (a === link.from && b === link.to) || (a === link.to && b === link.from)
  const blocks = [...flightsAt(recording, lab.player.shownMs.value)].filter(
    ({ fromNode, toNode }) => isOn(fromNode, toNode),
  )
  const texts = labView.texts.looked
  if (blocks.length === 0) return <p class="hint-line">{texts.noBlock}</p>
  return (
    <ul class="on-line">
      {blocks.slice(0, MAX_BLOCKS).map(({ piece, sender, receiver, startMs }) => (
        <li key={`${sender} ${receiver} ${startMs}`}>
          {texts.pieceFrom({
            piece,
            from: rowName(lab, plan, sender),
            to: rowName(lab, plan, receiver),
          })}
        </li>
      ))}
      {blocks.length > MAX_BLOCKS && <li>{texts.more(blocks.length - MAX_BLOCKS)}</li>}
    </ul>
  )
}

function BlockCard({ lab, plan, flight }: CardProps & { readonly flight: BlockFlight }) {
  const { piece, sender, receiver, startMs, arriveMs, nodes } = flight
  const state = stateOfBlock(flight, lab.player.shownMs.value)
  const texts = labView.texts.looked
  return (
    <>
      <h2>
        {texts.piece(piece)} <span class="role">{texts.block}</span>
      </h2>
      <dl class="facts">
        <Fact title={texts.from}>{rowName(lab, plan, sender)}</Fact>
        <Fact title={texts.to}>{rowName(lab, plan, receiver)}</Fact>
        <Fact title={texts.left}>{formatTime(startMs)}</Fact>
        <Fact title={state === 'arrived' ? texts.came : texts.comes}>{formatTime(arriveMs)}</Fact>
        <Fact title={texts.byWayOf}>
          {nodes
            .slice(1, -1)
            .map(node => nameOf(plan, node))
            .join(', ')}
        </Fact>
      </dl>
      <Chosen lab={lab} rows={[sender, receiver]} plan={plan} />
    </>
  )
}

function RecordCard({
  lab,
  plan,
  record,
}: CardProps & { readonly record: Extract<Looked, { kind: 'record' }>['record'] }) {
  const name = (row: number) => rowName(lab, plan, row)
  const { row, remote, by, atMs } = record
  const texts = labView.texts.looked
  const other = remote === undefined ? undefined : name(remote)
  const [from, to] = by === 'remote' ? [other, name(row)] : [name(row), other]
  return (
    <>
      <h2>
        {name(row)} <span class="role">{texts.event}</span>
      </h2>
      <p>{eventInWords(eventOf(record, name), String)}</p>
      <dl class="facts">
        <Fact title={texts.at}>{formatTime(atMs)}</Fact>
        {other !== undefined && (
          <>
            <Fact title={texts.from}>{from}</Fact>
            <Fact title={texts.to}>{to}</Fact>
          </>
        )}
      </dl>
      <Button
        onClick={() => {
          lab.player.pause()
          lab.player.seek(atMs)
        }}
      >
        {texts.goThere}
      </Button>
      <Chosen lab={lab} rows={remote === undefined ? [row] : [row, remote]} plan={plan} />
    </>
  )
}

const Fact = ({ title, children }: { readonly title: string; readonly children: unknown }) => (
  <div>
    <dt>{title}</dt>
    <dd>{children as string}</dd>
  </div>
)

function Chosen({ lab, plan, rows }: CardProps & { readonly rows: readonly number[] }) {
  const nodes = rows.flatMap(row => lab.shownRun.value?.recording.rows[row]?.node ?? [])
  return (
    <div class="row">
      {nodes.map(node => (
        <Button key={node} class="quiet" onClick={() => lab.select(node)}>
          {labView.texts.looked.show(nameOf(plan, node))}
        </Button>
      ))}
    </div>
  )
}

/** A router, or the tracker: what it is linked with, and how full those lines are. */
export function RouterCard({
  lab,
  plan,
  node,
  index,
}: CardProps & { readonly node: PlanNode; readonly index: number }) {
  const ways = plan.links.flatMap(({ from, to, forth, back }): Way[] => {
    if (from === index) return [{ from, to, lane: forth }]
    return to === index ? [{ from: to, to: from, lane: back }] : []
  })
  return (
    <>
      <Button class="quiet back" onClick={() => lab.select(undefined)}>
        {labView.texts.looked.allPeers}
      </Button>
      <h2>
        {node.name} <span class="role">{labView.texts.roles[node.kind]}</span>
      </h2>
      <p class="hint-line">
        {node.kind === 'router'
          ? labView.texts.looked.routerDoes
          : labView.texts.looked.trackerDoes}
      </p>
      <Ways lab={lab} plan={plan} ways={ways} />
    </>
  )
}
