import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { LoggedEvent, PeerId, Torrent } from '../../../host/api.ts'
import { countOf, formatClock } from '../../format.ts'
import { giveLog } from '../../give-file.ts'
import { eventInWords } from '../../log/event-words.ts'
import { KIND_TITLES, type Kind, type LogFilter, matching, remotesIn } from '../../log/filter.ts'
import { peerName } from '../../names.ts'

/** Lines on the page: more is for the export. */
const MAX_LINES = 200
const LOOK_EVERY_MS = 1000
const ALL = ''

/** What happened, newest first, by whom and of what kind one likes; and all of it as a file. */
export function Log({ torrent, peerId }: { torrent: Torrent; peerId: PeerId }) {
  const log = useSignal<readonly LoggedEvent[]>(torrent.log)
  const filter = useSignal<LogFilter>({ remote: undefined, kind: undefined })
  useEffect(() => {
    const timer = setInterval(() => {
      log.value = torrent.log
    }, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [torrent, log])
  const found = useMemo(() => matching(log.value, filter.value), [log.value, filter.value])
  const lines = found.slice(-MAX_LINES).reverse()
  return (
    <section class="log" aria-labelledby="log-title">
      <h3 id="log-title">Log</h3>
      <div class="log-tools">
        <label>
          With{' '}
          <select
            onChange={event => {
              const remote = (event.currentTarget.value || undefined) as PeerId | undefined
              filter.value = { ...filter.value, remote }
            }}
          >
            <option value={ALL}>everybody</option>
            {remotesIn(log.value).map(remote => (
              <option key={remote} value={remote}>
                {peerName(remote)}
              </option>
            ))}
          </select>
        </label>
        <label>
          About{' '}
          <select
            onChange={event => {
              const kind = (event.currentTarget.value || undefined) as Kind | undefined
              filter.value = { ...filter.value, kind }
            }}
          >
            <option value={ALL}>everything</option>
            {Object.entries(KIND_TITLES).map(([kind, title]) => (
              <option key={kind} value={kind}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={() => giveLog(torrent, peerId, found)}>
          Export <span class="of">{countOf(found.length, 'event')}</span>
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ol tabIndex={0} aria-label="Events, newest first">
        {lines.map(({ order, atMs, event }) => (
          <li key={order}>
            <time>{formatClock(atMs)}</time> {eventInWords(event)}
          </li>
        ))}
      </ol>
      {found.length > lines.length && (
        <p class="since">
          The newest {MAX_LINES} of {countOf(found.length, 'event')}; the export has them all.
        </p>
      )}
    </section>
  )
}
