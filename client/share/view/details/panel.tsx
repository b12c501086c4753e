/** Everything about a torrent that a curious person may want to know. */

import type { LinkView } from '../../../../shared/peer/view.ts'
import type { Torrent } from '../../../host/api.ts'
import { countOf, formatBytes, formatDuration } from '../../format.ts'
import { giveFile } from '../../give-file.ts'
import { peerName } from '../../names.ts'
import { othersOrigin } from '../../others-origin.ts'
import type { Item } from '../../snapshot.ts'
import { storageInWords } from '../../words.ts'
import { Button, Fact, Head } from '../parts.tsx'
import { Log } from './log.tsx'
import { OwnSettings } from './own-settings.tsx'

export const DetailsPanel = ({ item }: { item: Item }) => (
  <>
    <Facts item={item} />
    <OwnSettings item={item} />
    {item.view.links.length > 0 && !item.torrent.gossip && <Protocol links={item.view.links} />}
    <Log torrent={item.torrent} peerId={item.view.peerId} />
  </>
)

function Facts({ item: { torrent, view } }: { item: Item }) {
  const { info, tracker, totals } = view
  return (
    <dl class="facts">
      <Fact name="Info hash">
        <code>{view.infoHash}</code>
      </Fact>
      {info && (
        <Fact name="Pieces">
          {countOf(info.pieceCount, 'piece')} of {formatBytes(info.pieceLength)}
          {info.private && '; private: its members come from its trackers alone'}
        </Fact>
      )}
      <Fact name="Exchange">
        {torrent.gossip ? `gossip, ${torrent.gossip.mode}` : 'as BitTorrent has it'}
      </Fact>
      {torrent.comment && (
        <Fact name="Comment">
          <bdi>{torrent.comment}</bdi>
        </Fact>
      )}
      <Fact name="Tracker">
        {tracker.state === 'up'
          ? `reached; it lists ${countOf(tracker.seeders, 'seeder')} and ${countOf(tracker.leechers, 'leecher')}`
          : tracker.state === 'down'
            ? 'not reached; trying again by itself'
            : 'not asked yet'}
        {tracker.trouble && ` (${tracker.trouble})`}
      </Fact>
      {torrent.trackers.length > 0 && (
        <Fact name="Its trackers">
          {torrent.trackers.map(tracker => (
            <bdi key={tracker} class="tracker">
              {tracker}
            </bdi>
          ))}
        </Fact>
      )}
      <Fact name="Kept">{storageInWords(view.storage)}</Fact>
      <Fact name="Received">
        {formatBytes(totals.downloaded)}
        {view.wasted > 0 && `, and ${formatBytes(view.wasted)} thrown away`}
      </Fact>
      <Fact name="Sent">
        {formatBytes(totals.uploaded)}
        {totals.seedingMs > 0 && `, sharing for ${formatDuration(totals.seedingMs)}`}
      </Fact>
      <Fact name="Connections">
        {view.links.length} up, {view.connecting} being made
      </Fact>
      {info && (
        <>
          <Fact name="For other programs">
            <Button class="quiet" onClick={() => saveTorrentFile(torrent)}>
              Save the .torrent file
            </Button>
          </Fact>
          <Fact name="What is stored">
            <Button
              class="quiet"
              disabled={view.verifying !== undefined}
              onClick={() => torrent.verify()}
            >
              Verify every piece again
            </Button>
          </Fact>
        </>
      )}
    </dl>
  )
}

function saveTorrentFile(torrent: Torrent): void {
  const bytes = torrent.torrentFile(othersOrigin()?.origin)
  if (bytes)
    giveFile(new Blob([bytes], { type: 'application/x-bittorrent' }), `${torrent.name}.torrent`)
}

/** Choking, interest and requests of each link. */
function Protocol({ links }: { links: readonly LinkView[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="scrolls" aria-label="Peers in the protocol's words" tabIndex={0}>
      <table class="protocol">
        <caption>Peers in the protocol’s words</caption>
        <Head titles={['Peer', 'They', 'You', 'Requests', 'Received', 'Sent']} />
        <tbody>
          {links.map(link => (
            <tr key={link.remote}>
              <th scope="row">{peerName(link.remote)}</th>
              <td>{standing(link.peerChoking, link.peerInterested)}</td>
              <td>{standing(link.amChoking, link.amInterested)}</td>
              <td>
                {link.requestsOut} out, {link.requestsIn} in
                {link.snubbed && ', snubbed'}
              </td>
              <td>{formatBytes(link.downloaded)}</td>
              <td>{formatBytes(link.uploaded)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const standing = (choking: boolean, interested: boolean): string =>
  `${choking ? 'choking' : 'not choking'}, ${interested ? 'interested' : 'not interested'}`
