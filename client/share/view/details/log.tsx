import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { LoggedEvent, PeerId, Torrent } from '../../../host/api.ts'
import { formatClock } from '../../../language/format.ts'
import { log as logTable } from '../../../language/log.ts'
import { technical } from '../../../language/technical.ts'
import { giveLog } from '../../give-file.ts'
import { eventInWords } from '../../log/event-words.ts'
import { KINDS, type Kind, type LogFilter, matching, remotesIn } from '../../log/filter.ts'
import { peerName } from '../../names.ts'
import { Choice, type Option } from '../fields.tsx'
import { Button } from '../parts.tsx'

/** Lines on the page; the export has all. */
const MAX_LINES = 200
const UPDATE_MS = 1000
const ALL = ''

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
  const hosts = new Map(torrent.view.webSeeds.map(({ remote, host }) => [remote, host]))
  const nameOf = (id: PeerId) => hosts.get(id) ?? peerName(id)
  const found = useMemo(() => matching(log.value, filter.value), [log.value, filter.value])
  const texts = technical.texts.logTools
  const lines = found.slice(-MAX_LINES).reverse()
  return (
    <section class="log" aria-labelledby="log-title">
      <h3 id="log-title">{texts.title}</h3>
      <div class="log-tools">
        <Choice
          label={texts.with}
          value={filter.value.remote ?? ALL}
          options={[
            [ALL, texts.everybody],
            ...remotesIn(log.value).map((remote): Option => [remote, nameOf(remote)]),
          ]}
          onChoose={remote => {
            filter.value = { ...filter.value, remote: (remote || undefined) as PeerId | undefined }
          }}
        />
        <Choice
          label={texts.about}
          value={filter.value.kind ?? ALL}
          options={[
            [ALL, texts.everything],
            ...KINDS.map((kind): Option => [kind, logTable.texts.kinds[kind]]),
          ]}
          onChoose={kind => {
            filter.value = { ...filter.value, kind: (kind || undefined) as Kind | undefined }
          }}
        />
        <Button onClick={() => giveLog(torrent, peerId, found)}>
          {texts.export} <span class="of">{texts.events(found.length)}</span>
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ol class="log-lines" tabIndex={0} aria-label={texts.lines}>
        {lines.map(({ order, atMs, event }) => (
          <li key={order}>
            <time>{formatClock(atMs)}</time> {eventInWords(event, nameOf)}
          </li>
        ))}
      </ol>
      {found.length > lines.length && (
        <p class="hint-line">
          {texts.newest({ shown: MAX_LINES, all: texts.events(found.length) })}
        </p>
      )}
    </section>
  )
}
