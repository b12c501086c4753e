import type { LinkView } from '../../../shared/peer/view.ts'
import type { TorrentView } from '../../host/api.ts'
import { formatRate, isMoving, percent } from '../../language/format.ts'
import { share } from '../../language/share.ts'
import { sharing } from '../../language/sharing.ts'
import { percentOf } from '../format.ts'
import { laterWith } from '../later-with.ts'
import { clientName, peerName } from '../names.ts'
import { isGone } from '../receivers.ts'
import type { Item } from '../snapshot.ts'
import { aloneInWords, linkInWords } from '../words.ts'
import { Lazy } from './lazy.tsx'
import { PeerTable } from './parts.tsx'
import { Swarm } from './swarm.tsx'

const loadGone = laterWith([sharing], async () => (await import('./gone.tsx')).Gone)
const loadWebSeeds = laterWith([sharing], async () => (await import('./web-seeds.tsx')).WebSeeds)

interface HereProps {
  readonly item: Item
  readonly atMs: number
  readonly tick: number
}

export function Here({ item, atMs, tick }: HereProps) {
  const { links, peerId } = item.view
  return (
    <section class="here" aria-labelledby="here">
      <h2 id="here">{share.texts.here.title}</h2>
      <Swarm item={item} tick={tick} />
      {links.length > 0 ? (
        <Links view={item.view} />
      ) : (
        <p class="say">{aloneInWords(item.view, item.screen, item.receivers)}</p>
      )}
      {item.view.webSeeds.length > 0 && (
        <Lazy load={loadWebSeeds} props={{ seeds: item.view.webSeeds }} />
      )}
      {item.receivers.list.some(isGone) && <Lazy load={loadGone} props={{ item, atMs }} />}
      <p class="hint-line">{share.texts.here.seenAs(<b>{peerName(peerId)}</b>)}</p>
    </section>
  )
}

export const FIRST_ROWS = 8

function Links({ view: { links, sources, info, phase } }: { view: TorrentView }) {
  const texts = share.texts.here
  const gave = new Map(sources.map(({ remote, bytes }) => [remote, bytes]))
  const allBytes = sources.reduce((sum, { bytes }) => sum + bytes, 0)
  return (
    <PeerTable
      name="peers"
      caption={<caption class="visually-hidden">{texts.caption}</caption>}
      titles={[texts.who]}
      figures={[texts.has, texts.rates]}
      rows={links}
      first={FIRST_ROWS}
    >
      {link => (
        <PeerRow
          key={link.remote}
          link={link}
          pieceCount={info?.pieceCount}
          lacks={phase !== 'seeding'}
          gavePercent={percentOf(gave.get(link.remote) ?? 0, allBytes)}
        />
      )}
    </PeerTable>
  )
}

interface PeerRowProps {
  readonly link: LinkView
  readonly pieceCount: number | undefined
  /** This tab has yet to get something. */
  readonly lacks: boolean
  /** Of what this tab has received. */
  readonly gavePercent: number
}

function PeerRow({ link, pieceCount, lacks, gavePercent }: PeerRowProps) {
  const texts = share.texts.here
  return (
    <tr>
      <th scope="row">
        <span class="peer-name">{peerName(link.remote)}</span>{' '}
        <bdi class="peer-client">{clientName(link.client)}</bdi>
        <span class="peer-state">
          {linkInWords(link, { pieceCount, lacks })}
          {link.reach && <small class="peer-reach"> ({texts.ways[link.reach]})</small>}
        </span>
        {gavePercent > 0 && <span class="peer-state">{texts.gaveYou(gavePercent)}</span>}
      </th>
      <td class="figure">{hasOf(link, pieceCount)}</td>
      <td class="figure">
        <Rate way="down" bytesPerSec={link.downRate} />
        <Rate way="up" bytesPerSec={link.upRate} />
      </td>
    </tr>
  )
}

function hasOf({ heldCount, uploadOnly }: LinkView, pieceCount: number | undefined): string {
  if (!pieceCount || heldCount === undefined) return '?'
  return uploadOnly && heldCount > 0
    ? share.texts.here.theirChoice
    : percent(percentOf(heldCount, pieceCount))
}

const Rate = ({ way, bytesPerSec }: { way: 'down' | 'up'; bytesPerSec: number }) => (
  <span class={isMoving(bytesPerSec) ? 'rate moving' : 'rate'}>
    <span aria-hidden="true">{way === 'down' ? '↓' : '↑'}</span>
    <span class="visually-hidden">{share.texts.here[way]} </span> {formatRate(bytesPerSec)}
  </span>
)
