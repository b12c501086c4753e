import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { LinkView } from '../../../shared/peer/view.ts'
import type { LoggedEvent, Torrent } from '../../host/api.ts'
import { countOf, formatBytes, formatClock } from '../format.ts'
import { eventInWords } from '../log/event-words.ts'
import { peerName } from '../names.ts'
import type { Item } from '../snapshot.ts'
import { storageInWords } from '../words.ts'

/** Lines of the log on the page, and how often they are looked at. */
const MAX_LOG_LINES = 200
const LOG_EVERY_MS = 1000

/** Everything a curious person may want; built only while it is open. */
export function Details({ item }: { item: Item }) {
  const open = useSignal(false)
  return (
    <details
      class="details"
      onToggle={event => {
        open.value = event.currentTarget.open
      }}
    >
      <summary>Details</summary>
      {open.value && (
        <div class="details-body">
          <Facts item={item} />
          {item.view.links.length > 0 && <Protocol links={item.view.links} />}
          <Log torrent={item.torrent} />
        </div>
      )}
    </details>
  )
}

function Facts({ item: { torrent, view } }: { item: Item }) {
  const { info, tracker } = view
  return (
    <dl class="facts">
      <Fact name="Info hash">
        <code>{view.infoHash}</code>
      </Fact>
      {info && (
        <Fact name="Pieces">
          {countOf(info.pieceCount, 'piece')} of {formatBytes(info.pieceLength)}
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
      <Fact name="Kept">{storageInWords(view.storage)}</Fact>
      <Fact name="Received">
        {formatBytes(view.downloaded)}, of it thrown away: {formatBytes(view.wasted)}
      </Fact>
      <Fact name="Sent">{formatBytes(view.uploaded)}</Fact>
      <Fact name="Connections">
        {view.links.length} up, {view.connecting} being made
      </Fact>
      {info && (
        <Fact name="For other programs">
          <button type="button" class="quiet" onClick={() => saveTorrentFile(torrent)}>
            Save the .torrent file
          </button>
        </Fact>
      )}
    </dl>
  )
}

const Fact = ({ name, children }: { name: string; children: preact.ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

function Protocol({ links }: { links: readonly LinkView[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="scrolls" aria-label="Peers in the protocol's words" tabIndex={0}>
      <table class="protocol">
        <caption>Peers in the protocol’s words</caption>
        <thead>
          <tr>
            <th scope="col">Peer</th>
            <th scope="col">They</th>
            <th scope="col">You</th>
            <th scope="col">Requests</th>
            <th scope="col">Received</th>
            <th scope="col">Sent</th>
          </tr>
        </thead>
        <tbody>
          {links.map(link => (
            <tr key={link.remote}>
              <th scope="row">{peerName(link.remote)}</th>
              <td>{stand(link.peerChoking, link.peerInterested)}</td>
              <td>{stand(link.amChoking, link.amInterested)}</td>
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

const stand = (choking: boolean, interested: boolean): string =>
  `${choking ? 'choking' : 'not choking'}, ${interested ? 'interested' : 'not interested'}`

function Log({ torrent }: { torrent: Torrent }) {
  const lines = useSignal<readonly LoggedEvent[]>(torrent.log.slice(-MAX_LOG_LINES))
  useEffect(() => {
    const timer = setInterval(() => {
      lines.value = torrent.log.slice(-MAX_LOG_LINES)
    }, LOG_EVERY_MS)
    return () => clearInterval(timer)
  }, [torrent, lines])
  return (
    <section class="log" aria-labelledby="log-title">
      <h3 id="log-title">Log, newest first</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ol tabIndex={0} aria-labelledby="log-title">
        {lines.value.toReversed().map((line, i) => (
          <li key={i}>
            <time>{formatClock(line.atMs)}</time> {eventInWords(line.event)}
          </li>
        ))}
      </ol>
    </section>
  )
}

function saveTorrentFile(torrent: Torrent): void {
  const bytes = torrent.torrentFile()
  if (!bytes) return
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/x-bittorrent' }))
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = `${torrent.name}.torrent`
  anchor.click()
  URL.revokeObjectURL(url)
}
