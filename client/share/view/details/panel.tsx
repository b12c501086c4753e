/** Everything about a torrent that a curious person may want to know. */

import type { LinkView } from '../../../../shared/peer/view.ts'
import type { Torrent } from '../../../host/api.ts'
import { formatBytes, formatDuration } from '../../../language/format.ts'
import { technical } from '../../../language/technical.ts'
import { serverInWords } from '../../error-words.ts'
import { giveFile } from '../../give-file.ts'
import { peerName } from '../../names.ts'
import { othersOrigin } from '../../others-origin.ts'
import type { Item } from '../../snapshot.ts'
import { Button, Fact, Head, Said } from '../parts.tsx'
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
  const texts = technical.texts.details
  const received = formatBytes(totals.downloaded)
  const sent = formatBytes(totals.uploaded)
  return (
    <dl class="facts">
      <Fact name={texts.infoHash}>
        <code>{view.infoHash}</code>
      </Fact>
      {info && (
        <Fact name={texts.pieces}>
          {texts.piecesOf({ count: info.pieceCount, size: formatBytes(info.pieceLength) })}
          {info.private && `; ${texts.private}`}
        </Fact>
      )}
      <Fact name={texts.exchange}>
        {torrent.gossip ? texts.gossip(torrent.gossip.mode) : texts.bitTorrent}
      </Fact>
      {torrent.comment && (
        <Fact name={texts.comment}>
          <bdi>{torrent.comment}</bdi>
        </Fact>
      )}
      <Fact name={texts.tracker}>
        {tracker.state === 'up'
          ? texts.trackerUp({
              seeders: texts.seeders(tracker.seeders),
              leechers: texts.leechers(tracker.leechers),
            })
          : tracker.state === 'down'
            ? texts.trackerDown
            : texts.trackerUnknown}
        {tracker.trouble && (
          <>
            {' '}
            (<Said what={serverInWords(tracker.trouble) ?? { english: tracker.trouble }} />)
          </>
        )}
      </Fact>
      {torrent.trackers.length > 0 && (
        <Fact name={texts.itsTrackers}>
          {torrent.trackers.map(tracker => (
            <bdi key={tracker} class="tracker">
              {tracker}
            </bdi>
          ))}
        </Fact>
      )}
      <Fact name={texts.kept}>{texts.keptOn[view.storage]}</Fact>
      <Fact name={texts.received}>
        {view.wasted > 0
          ? texts.wasted({ size: received, wasted: formatBytes(view.wasted) })
          : received}
      </Fact>
      <Fact name={texts.sent}>
        {totals.seedingMs > 0
          ? texts.sharedFor({ size: sent, time: formatDuration(totals.seedingMs) })
          : sent}
      </Fact>
      <Fact name={texts.connections}>
        {texts.connectionCount({ up: view.links.length, connecting: view.connecting })}
      </Fact>
      {info && (
        <>
          <Fact name={texts.otherPrograms}>
            <Button class="quiet" onClick={() => saveTorrentFile(torrent)}>
              {texts.saveTorrentFile}
            </Button>
          </Fact>
          <Fact name={texts.stored}>
            <Button
              class="quiet"
              disabled={view.verifying !== undefined}
              onClick={() => torrent.verify()}
            >
              {texts.verifyAgain}
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
  const texts = technical.texts.details
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="scrolls" aria-label={texts.protocol} tabIndex={0}>
      <table class="protocol">
        <caption>{texts.protocol}</caption>
        <Head
          titles={[texts.peer, texts.they, texts.you, texts.requests, texts.received, texts.sent]}
        />
        <tbody>
          {links.map(link => (
            <tr key={link.remote}>
              <th scope="row">{peerName(link.remote)}</th>
              <td>{standing(link.peerChoking, link.peerInterested)}</td>
              <td>{standing(link.amChoking, link.amInterested)}</td>
              <td>
                {texts.requestCount({ out: link.requestsOut, into: link.requestsIn })}
                {link.snubbed && `, ${texts.snubbed}`}
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

function standing(choking: boolean, interested: boolean): string {
  const texts = technical.texts.details
  return `${choking ? texts.choking : texts.notChoking}, ${interested ? texts.interested : texts.notInterested}`
}
