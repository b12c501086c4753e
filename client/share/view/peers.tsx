import type { LinkView } from '../../../shared/peer/view.ts'
import type { TorrentView } from '../../host/api.ts'
import { later } from '../../host/later.ts'
import { formatRate, percentOf } from '../format.ts'
import { clientName, peerName } from '../names.ts'
import type { Item } from '../snapshot.ts'
import { aloneInWords, linkInWords } from '../words.ts'
import { Lazy } from './lazy.tsx'
import { PeerTable } from './parts.tsx'
import { Swarm } from './swarm.tsx'

const loadWebSeeds = later(async () => (await import('./web-seeds.tsx')).WebSeeds)

export function Here({ item, tick }: { item: Item; tick: number }) {
  const { links, peerId } = item.view
  return (
    <section class="here" aria-labelledby="here">
      <h2 id="here">Who is here</h2>
      <Swarm item={item} tick={tick} />
      {links.length > 0 ? (
        <Links view={item.view} />
      ) : (
        <p class="say">{aloneInWords(item.view, item.screen)}</p>
      )}
      {item.view.webSeeds.length > 0 && (
        <Lazy load={loadWebSeeds} props={{ seeds: item.view.webSeeds }} />
      )}
      <p class="hint-line">
        Others see you as <b>{peerName(peerId)}</b>.
      </p>
    </section>
  )
}

export const FIRST_ROWS = 8

function Links({ view: { links, sources, info } }: { view: TorrentView }) {
  const gave = new Map(sources.map(({ remote, bytes }) => [remote, bytes]))
  const allBytes = sources.reduce((sum, { bytes }) => sum + bytes, 0)
  return (
    <PeerTable
      name="peers"
      caption={
        <caption class="visually-hidden">Peers, what they have and how fast they exchange</caption>
      }
      titles={['Peer']}
      figures={['Has', 'Rates']}
      rows={links}
      first={FIRST_ROWS}
    >
      {link => (
        <PeerRow
          key={link.remote}
          link={link}
          pieceCount={info?.pieceCount}
          gavePercent={percentOf(gave.get(link.remote) ?? 0, allBytes)}
        />
      )}
    </PeerTable>
  )
}

interface PeerRowProps {
  readonly link: LinkView
  readonly pieceCount: number | undefined
  /** Of what this tab has received. */
  readonly gavePercent: number
}

function PeerRow({ link, pieceCount, gavePercent }: PeerRowProps) {
  return (
    <tr>
      <th scope="row">
        <span class="peer-name">{peerName(link.remote)}</span>{' '}
        <bdi class="peer-client">{clientName(link.client)}</bdi>
        <span class="peer-state">
          {linkInWords(link, pieceCount)}
          {link.reach && <small class="peer-reach"> ({link.reach.replace('-', ' ')})</small>}
        </span>
        {gavePercent > 0 && <span class="peer-state">gave you {gavePercent} %</span>}
      </th>
      <td class="figure">
        {pieceCount && link.heldCount !== undefined
          ? `${percentOf(link.heldCount, pieceCount)} %`
          : '?'}
      </td>
      <td class="figure">
        <Rate way="down" bytesPerSec={link.downRate} />
        <Rate way="up" bytesPerSec={link.upRate} />
      </td>
    </tr>
  )
}

const Rate = ({ way, bytesPerSec }: { way: 'down' | 'up'; bytesPerSec: number }) => (
  <span class={bytesPerSec > 0 ? 'rate moving' : 'rate'}>
    <span aria-hidden="true">{way === 'down' ? '↓' : '↑'}</span>
    <span class="visually-hidden">{way} </span> {formatRate(bytesPerSec)}
  </span>
)
