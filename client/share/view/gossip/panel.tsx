import type { GossipView } from '../../../../shared/exchange/view.ts'
import type { GossipStyle } from '../../../host/api.ts'
import { countOf, formatBytes } from '../../format.ts'
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
        <h2 id="gossip-title">Gossip</h2>
        <p class="meta">{styleInWords(gossip)}</p>
      </div>
      <Figures gossip={gossip} />
      {named.length > 0 ? (
        <div class="held">
          <HeldChart curves={named} pieces={info.pieceCount} endMs={endMs} />
          <Infopeer curves={named} pieces={info.pieceCount} />
        </div>
      ) : (
        <p class="say">The chart of who holds what begins when somebody else is here.</p>
      )}
    </section>
  )
}

/** 'By push, informed: a round every 1 s, 3 others spoken to in each.' */
const styleInWords = ({ mode, fidelity, roundMs, fanOut }: GossipStyle): string =>
  `By ${mode}, ${fidelity}: a round every ${roundMs / 1000}\u00a0s, ${fanOut} ${fanOut === 1 ? 'other' : 'others'} spoken to in each.`

const nameOf = ({ peerId }: PeerCurve, { view }: Item): string =>
  peerId === view.peerId ? 'You' : peerName(peerId)

const Figures = ({ gossip }: { gossip: GossipView }) => (
  <dl class="stats">
    <Fact name="Round">{gossip.round.toLocaleString('en')}</Fact>
    <Fact name="Pieces received">{gossip.useful.toLocaleString('en')}</Fact>
    <Fact name="In vain">{gossip.redundant.toLocaleString('en')}</Fact>
    <Fact name="Pieces sent">{gossip.sent.toLocaleString('en')}</Fact>
    <Fact name="Talk sent">{formatBytes(gossip.controlBytes)}</Fact>
  </dl>
)

interface InfopeerProps {
  readonly curves: readonly (PeerCurve & { readonly name: string })[]
  readonly pieces: number
}

/** The chart's figures as a table; "Infopeer" is the report's name for it. */
const Infopeer = ({ curves, pieces }: InfopeerProps) => (
  <div>
    <PeerTable
      name="peers infopeer"
      caption={<caption>Of {countOf(pieces, 'piece')}, each holds</caption>}
      titles={['Peer']}
      figures={['Pieces', 'All after']}
      rows={curves}
      first={FIRST_ROWS}
    >
      {({ peerId, name, steps, goneMs, completeMs }, i) => (
        <tr key={peerId}>
          <th scope="row">
            <LineSample index={i} /> <span class="peer-name">{name}</span>
            {goneMs !== undefined && <span class="peer-state">has left</span>}
          </th>
          <td class="figure">{(steps.at(-1)?.[1] ?? 0).toLocaleString('en')}</td>
          <td class="figure">{completeInWords(completeMs, steps[0]?.[0])}</td>
        </tr>
      )}
    </PeerTable>
  </div>
)

/** Time since others came. A peer that was first seen with everything had it before. */
function completeInWords(completeMs: number | undefined, firstMs: number | undefined): string {
  if (completeMs === undefined) return '–'
  return completeMs === firstMs ? 'had it' : `${(completeMs / 1000).toFixed(1)} s`
}
