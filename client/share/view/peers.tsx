import type { LinkView } from '../../../shared/peer/view.ts'
import { formatRate, percentOf } from '../format.ts'
import { clientName, peerName } from '../names.ts'
import type { Item } from '../page.ts'
import { linkInWords } from '../words.ts'
import { Swarm } from './swarm.tsx'

/** Who is here, as a picture and as a table. */
export function Here({ item, tick }: { item: Item; tick: number }) {
  const { links, peerId } = item.view
  return (
    <section class="here" aria-labelledby="here">
      <h2 id="here">Who is here</h2>
      <Swarm item={item} tick={tick} />
      {links.length > 0 ? (
        <PeerTable links={links} pieceCount={item.view.info?.pieceCount} />
      ) : (
        <p class="say">
          {item.screen === 'sharing'
            ? 'Nobody has opened the link yet. Keep this tab open: they get the file from you.'
            : item.screen === 'done'
              ? 'Nobody else is here right now.'
              : 'Nobody else yet.'}
        </p>
      )}
      <p class="you-are">
        Others see you as <b>{peerName(peerId)}</b>.
      </p>
    </section>
  )
}

function PeerTable({
  links,
  pieceCount,
}: {
  links: readonly LinkView[]
  pieceCount: number | undefined
}) {
  return (
    <table class="peers">
      <caption class="visually-hidden">Peers, what they have and how fast they exchange</caption>
      <thead>
        <tr>
          <th scope="col">Peer</th>
          <th scope="col" class="figure">
            Has
          </th>
          <th scope="col" class="figure">
            Rates
          </th>
        </tr>
      </thead>
      <tbody>
        {links.map(link => (
          <PeerRow key={link.remote} link={link} pieceCount={pieceCount} />
        ))}
      </tbody>
    </table>
  )
}

function PeerRow({ link, pieceCount }: { link: LinkView; pieceCount: number | undefined }) {
  return (
    <tr>
      <th scope="row">
        <span class="peer-name">{peerName(link.remote)}</span>{' '}
        <bdi class="peer-client">{clientName(link.client)}</bdi>
        <span class="peer-state">{linkInWords(link, pieceCount)}</span>
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
