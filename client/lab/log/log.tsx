import { useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { Millis } from '../../../shared/base/ids.ts'
import type { LoggedEvent } from '../../host/api.ts'
import { eventInWords } from '../../share/log/event-words.ts'
import { KINDS, type Kind, kindNamed } from '../../share/log/filter.ts'
import { Choice, type Option } from '../../share/view/fields.tsx'
import { formatTime } from '../format.ts'
import type { Lab } from '../lab.ts'
import type { LabRun } from '../lab-run.ts'
import { peersOf } from '../peers/peers.ts'
import { type LogRecord, logRecordAt } from '../recording/log-records.ts'
import type { Recording } from '../recording/recording.ts'
import { upperBound } from '../recording/table.ts'

/** Lines on the page; the exported log has all. */
const MAX_LINES = 120
const ALL = ''

/** The events until the playhead, newest first, of one peer and kind or of all. */
export function Log({ lab, run }: { lab: Lab; run: LabRun }) {
  const kind = useSignal<Kind | undefined>(undefined)
  const { recording, plan } = run
  const atMs = lab.player.shownMs.value
  const grown = run.grown.value
  const selected = lab.selected.value
  const filter: LogFilter = {
    row: selected === undefined ? undefined : recording.rowOf(selected)?.index,
    kind: kind.value,
  }
  const places = useMemo(
    () => lastRecords(recording, filter, atMs, MAX_LINES),
    [recording, grown, filter.row, filter.kind, atMs],
  )
  const nameOf = (row: number): string => plan.nodes[recording.rows[row]?.node ?? -1]?.name ?? '?'
  return (
    <section class="lab-log panel" aria-labelledby="log-title">
      <h3 id="log-title">Log</h3>
      <div class="log-tools">
        <Choice
          label="Of"
          value={selected === undefined ? ALL : String(selected)}
          options={[
            [ALL, 'everybody'],
            ...peersOf(plan).map(({ node, index }): Option => [String(index), node.name]),
          ]}
          onChoose={value => lab.select(value === ALL ? undefined : Number(value))}
        />
        <Choice
          label="About"
          value={kind.value ?? ALL}
          options={[[ALL, 'everything'], ...KINDS]}
          onChoose={value => {
            kind.value = (value || undefined) as Kind | undefined
          }}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ol class="log-lines" tabIndex={0} aria-label="Events until the moment shown, newest first">
        {places.map(place => {
          const record = logRecordAt(recording, place)
          return (
            <li key={place}>
              <time>{formatTime(record.atMs)}</time> <b>{nameOf(record.row)}</b>{' '}
              {eventInWords(eventOf(record, nameOf), String)}
            </li>
          )
        })}
      </ol>
      {recording.logEndsMs !== undefined && atMs > recording.logEndsMs && (
        <p class="hint-line">
          From {formatTime(recording.logEndsMs)} on not every event is kept here; the exported log
          has them all.
        </p>
      )}
    </section>
  )
}

/** As much of the event as is kept; peers go by their names. */
function eventOf(record: LogRecord, nameOf: (row: number) => string): LoggedEvent['event'] {
  const { event, by, remote, numbers, textName, text } = record
  return {
    event,
    ...(by && { by }),
    ...(remote !== undefined && { remote: nameOf(remote) }),
    ...numbers,
    ...(textName !== undefined && { [textName]: text ?? '' }),
  } as LoggedEvent['event']
}

interface LogFilter {
  /** Records of this row, and those about it. */
  readonly row: number | undefined
  readonly kind: Kind | undefined
}

/** The places of the last `count` matching records not after `atMs`, newest first. */
function lastRecords(
  recording: Recording,
  { row, kind }: LogFilter,
  atMs: Millis,
  count: number,
): number[] {
  const { log, shapes } = recording
  const [rows, remotes, shapeOf] = [log.column('row'), log.column('remote'), log.column('shape')]
  const isWanted = shapes.map(({ event }) => kind === undefined || kindNamed(event) === kind)
  const found: number[] = []
  for (let at = upperBound(log.column('atMs'), atMs, log.length) - 1; at >= 0; at--) {
    if (!isWanted[shapeOf[at] as number]) continue
    if (row !== undefined && rows[at] !== row && remotes[at] !== row) continue
    found.push(at)
    if (found.length === count) break
  }
  return found
}
