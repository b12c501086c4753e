import type { GossipView } from '../../../../shared/exchange/view.ts'
import type { GossipStyle } from '../../../host/api.ts'
import { formatBytes, formatSeconds, number } from '../../../language/format.ts'
import { technical } from '../../../language/technical.ts'
import { heldIn, type PeerCurve } from '../../held/history.ts'
import { peerName } from '../../names.ts'
import type { Page } from '../../page.ts'
import type { Item } from '../../snapshot.ts'
import { Fact, PeerTable } from '../parts.tsx'
import { FIRST_ROWS } from '../peers.tsx'
import { HeldChart, LineSample } from './chart.tsx'

/** How a torrent gossips, and its progress as the gossip report draws it: a figure and a table, live. */
export function GossipPanel({ page, item }: { page: Page; item: Item }) {
  const { gossip, info } = item.view
  if (!gossip || !info) return null
  const { curves, endMs } = heldIn(page, item.torrent)
  const named = curves.map(curve => ({ ...curve, name: nameOf(curve, item) }))
  return (
    <section class="gossip" aria-labelledby="gossip-title">
      <div>
        <h2 id="gossip-title">{technical.texts.gossip.title}</h2>
        <p class="meta">{styleInWords(gossip)}</p>
      </div>
      <Figures gossip={gossip} />
      {named.length > 0 ? (
        <div class="held">
          <HeldChart curves={named} pieces={info.pieceCount} endMs={endMs} />
          <Infopeer curves={named} pieces={info.pieceCount} />
        </div>
      ) : (
        <p class="say">{technical.texts.gossip.nobodyYet}</p>
      )}
    </section>
  )
}

/** 'By push, informed: a round every 1 s, 3 others spoken to in each.' */
function styleInWords({ mode, fidelity, roundMs, fanOut }: GossipStyle): string {
  const { style, fidelities } = technical.texts.gossip
  const time = formatSeconds(roundMs / 1000)
  return style({ mode, fidelity: fidelities[fidelity], time, count: fanOut })
}

const nameOf = ({ peerId }: PeerCurve, { view }: Item): string =>
  peerId === view.peerId ? technical.texts.gossip.you : peerName(peerId)

function Figures({ gossip }: { gossip: GossipView }) {
  const texts = technical.texts.gossip
  return (
    <dl class="stats">
      <Fact name={texts.round}>{number(gossip.round)}</Fact>
      <Fact name={texts.piecesReceived}>{number(gossip.useful)}</Fact>
      <Fact name={texts.inVain}>{number(gossip.redundant)}</Fact>
      <Fact name={texts.piecesSent}>{number(gossip.sent)}</Fact>
      <Fact name={texts.talkSent}>{formatBytes(gossip.controlBytes)}</Fact>
    </dl>
  )
}

interface InfopeerProps {
  readonly curves: readonly (PeerCurve & { readonly name: string })[]
  readonly pieces: number
}

/** The chart's figures as a table; "Infopeer" is the report's name for it. */
const Infopeer = ({ curves, pieces }: InfopeerProps) => (
  <div>
    <PeerTable
      name="peers infopeer"
      caption={<caption>{technical.texts.gossip.eachHolds(pieces)}</caption>}
      titles={[technical.texts.gossip.peer]}
      figures={[technical.texts.gossip.pieces, technical.texts.gossip.allAfter]}
      rows={curves}
      first={FIRST_ROWS}
    >
      {({ peerId, name, steps, goneMs, completeMs }, i) => (
        <tr key={peerId}>
          <th scope="row">
            <LineSample index={i} /> <span class="peer-name">{name}</span>
            {goneMs !== undefined && (
              <span class="peer-state">{technical.texts.gossip.hasLeft}</span>
            )}
          </th>
          <td class="figure">{number(steps.at(-1)?.[1] ?? 0)}</td>
          <td class="figure">{completeInWords(completeMs, steps[0]?.[0])}</td>
        </tr>
      )}
    </PeerTable>
  </div>
)

/** Time since others came. A peer that was first seen with everything had it before. */
function completeInWords(completeMs: number | undefined, firstMs: number | undefined): string {
  if (completeMs === undefined) return '–'
  return completeMs === firstMs ? technical.texts.gossip.hadIt : formatSeconds(completeMs / 1000, 1)
}
