import { useSignal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { KIND_TITLES, type Kind } from '../../share/log/filter.ts'
import type { Lab } from '../lab.ts'
import type { LabRun } from '../lab-run.ts'
import { type LogFilter, lastRecords } from '../log/search.ts'
import { inWords } from '../log/words.ts'
import { peersOf } from '../peers.ts'
import { logRecordAt } from '../recording/log-record.ts'
import { formatTime } from '../words.ts'

/** Lines on the page: more is for the export. */
const MAX_LINES = 120
const ALL = ''

/** What happened until the moment shown, newest first, by whom and of what kind one likes. */
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
    <section class="lab-log" aria-labelledby="log-title">
      <h3 id="log-title">Log</h3>
      <div class="log-tools">
        <label>
          Of{' '}
          <select
            value={selected === undefined ? ALL : String(selected)}
            onChange={({ currentTarget: { value } }) => {
              lab.selected.value = value === ALL ? undefined : Number(value)
            }}
          >
            <option value={ALL}>everybody</option>
            {peersOf(plan).map(({ node, index }) => (
              <option key={index} value={String(index)}>
                {node.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          About{' '}
          <select
            value={kind.value ?? ALL}
            onChange={({ currentTarget: { value } }) => {
              kind.value = (value || undefined) as Kind | undefined
            }}
          >
            <option value={ALL}>everything</option>
            {Object.entries(KIND_TITLES).map(([name, title]) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </label>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ol tabIndex={0} aria-label="Events until the moment shown, newest first">
        {places.map(place => {
          const record = logRecordAt(recording, place)
          return (
            <li key={place}>
              <time>{formatTime(record.atMs)}</time> <b>{nameOf(record.row)}</b>{' '}
              {inWords(record, nameOf)}
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
