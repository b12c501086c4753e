import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { LoggedEvent, PeerId, Torrent } from '../../../host/api.ts'
import { countOf, formatClock } from '../../format.ts'
import { giveLog } from '../../give-file.ts'
import { eventInWords } from '../../log/event-words.ts'
import { KIND_TITLES, type Kind, type LogFilter, matching, remotesIn } from '../../log/filter.ts'
import { peerName } from '../../names.ts'
import { Button } from '../parts.tsx'

/** Lines on the page; the export has all. */
const MAX_LINES = 200
const UPDATE_MS = 1000

/** The newest events, filtered by peer and kind; and all of them as a file. */
export function Log({ torrent, peerId }: { torrent: Torrent; peerId: PeerId }) {
  const log = useSignal<readonly LoggedEvent[]>(torrent.log)
  const filter = useSignal<LogFilter>({ remote: undefined, kind: undefined })
  useEffect(() => {
    const timer = setInterval(() => {
      log.value = torrent.log
    }, UPDATE_MS)
    return () => clearInterval(timer)
  }, [torrent, log])
  const found = useMemo(() => matching(log.value, filter.value), [log.value, filter.value])
  const lines = found.slice(-MAX_LINES).reverse()
  return (
    <section class="log" aria-labelledby="log-title">
      <h3 id="log-title">Log</h3>
      <div class="log-tools">
        <Filter
          label="With"
          all="everybody"
          choices={remotesIn(log.value).map(remote => [remote, peerName(remote)])}
          onChoose={remote => {
            filter.value = { ...filter.value, remote }
          }}
        />
        <Filter
          label="About"
          all="everything"
          choices={Object.entries(KIND_TITLES) as [Kind, string][]}
          onChoose={kind => {
            filter.value = { ...filter.value, kind }
          }}
        />
        <Button onClick={() => giveLog(torrent, peerId, found)}>
          Export <span class="of">{countOf(found.length, 'event')}</span>
        </Button>
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

interface FilterProps<Choice extends string> {
  readonly label: string
  /** What the first option is called, which filters nothing. */
  readonly all: string
  readonly choices: readonly (readonly [Choice, title: string])[]
  readonly onChoose: (choice: Choice | undefined) => void
}

function Filter<Choice extends string>({ label, all, choices, onChoose }: FilterProps<Choice>) {
  return (
    <label>
      {label}{' '}
      <select
        onChange={event => onChoose((event.currentTarget.value || undefined) as Choice | undefined)}
      >
        <option value="">{all}</option>
        {choices.map(([choice, title]) => (
          <option key={choice} value={choice}>
            {title}
          </option>
        ))}
      </select>
    </label>
  )
}
