import { useSignal } from '@preact/signals'
import type { GossipView } from '../../../../shared/exchange/view.ts'
import { countOf, formatBytes } from '../../format.ts'
import { heldIn } from '../../held/follow.ts'
import type { PeerCurve } from '../../held/history.ts'
import { peerName } from '../../names.ts'
import type { Page } from '../../page.ts'
import type { Item } from '../../snapshot.ts'
import { Stat } from '../stat.tsx'
import { HeldChart, LineSample } from './chart.tsx'
import { styleInWords } from './words.ts'

/** How a torrent gossips and what has come of it: the gossip report's figure and its table, live. */
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

const nameOf = ({ peerId }: PeerCurve, { view }: Item): string =>
  peerId === view.peerId ? 'You' : peerName(peerId)

const Figures = ({ gossip }: { gossip: GossipView }) => (
  <dl class="stats">
    <Stat name="Round">{gossip.round.toLocaleString('en')}</Stat>
    <Stat name="Pieces received">{gossip.useful.toLocaleString('en')}</Stat>
    <Stat name="In vain">{gossip.redundant.toLocaleString('en')}</Stat>
    <Stat name="Pieces sent">{gossip.sent.toLocaleString('en')}</Stat>
    <Stat name="Talk sent">{formatBytes(gossip.controlBytes)}</Stat>
  </dl>
)

interface InfopeerProps {
  readonly curves: readonly (PeerCurve & { readonly name: string })[]
  readonly pieces: number
}

/** Rows shown before somebody asks for all of them. */
const FIRST_ROWS = 8

/** As the report calls it; and what the chart says, in figures. */
function Infopeer({ curves, pieces }: InfopeerProps) {
  const all = useSignal(false)
  const shown = all.value ? curves : curves.slice(0, FIRST_ROWS)
  return (
    <div>
      <table class="peers infopeer">
        <caption>Of {countOf(pieces, 'piece')}, each holds</caption>
        <thead>
          <tr>
            <th scope="col">Peer</th>
            <th scope="col" class="figure">
              Pieces
            </th>
            <th scope="col" class="figure">
              All after
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ peerId, name, steps, goneMs, completeMs }, i) => (
            <tr key={peerId}>
              <th scope="row">
                <LineSample index={i} /> <span class="peer-name">{name}</span>
                {goneMs !== undefined && <span class="peer-state">has left</span>}
              </th>
              <td class="figure">{(steps.at(-1)?.[1] ?? 0).toLocaleString('en')}</td>
              <td class="figure">{completeInWords(completeMs, steps[0]?.[0])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < curves.length && (
        <button
          type="button"
          class="quiet"
          onClick={() => {
            all.value = true
          }}
        >
          Show all {curves.length}
        </button>
      )}
    </div>
  )
}

/** Since others came; who was first seen with everything had brought it. */
function completeInWords(completeMs: number | undefined, firstMs: number | undefined): string {
  if (completeMs === undefined) return '–'
  return completeMs === firstMs ? 'had it' : `${(completeMs / 1000).toFixed(1)} s`
}
