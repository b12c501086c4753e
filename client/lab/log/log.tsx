import { useSignal } from '@preact/signals'
import { useMemo, useRef } from 'preact/hooks'
import type { Millis } from '../../../shared/base/ids.ts'
import { labView } from '../../language/lab-view.ts'
import { log } from '../../language/log.ts'
import { eventInWords } from '../../share/log/event-words.ts'
import { KINDS, type Kind, kindNamed } from '../../share/log/filter.ts'
import { Choice, type Option } from '../../share/view/fields.tsx'
import { Button } from '../../share/view/parts.tsx'
import { formatTime } from '../format.ts'
import type { Lab } from '../lab.ts'
import type { LabRun } from '../lab-run.ts'
import { peersOf } from '../peers/peers.ts'
import { logRecordAt } from '../recording/log-records.ts'
import type { Recording } from '../recording/recording.ts'
import { upperBound } from '../recording/table.ts'
import { useSeen, useWhileSeen } from '../seen.ts'
import { eventOf } from './log-event.ts'

/** Lines on the page; the exported log has all. */
const MAX_LINES = 120
const ALL = ''

/** The events until the playhead, newest first, of one peer and kind or of all. */
export function Log({ lab, run }: { lab: Lab; run: LabRun }) {
  const kind = useSignal<Kind | undefined>(undefined)
  const { recording, plan } = run
  const root = useRef<HTMLElement>(null)
  const [atMs, grown] = useWhileSeen(useSeen(root), run.isGrowing, () => [
    lab.player.shownMs.value,
    run.grown.value,
  ])
  const selected = lab.selected.value
  const filter: LogFilter = {
    row: selected === undefined ? undefined : recording.rowOf(selected)?.index,
    kind: kind.value,
  }
  const places = useMemo(
    () => lastRecords(recording, filter, atMs, MAX_LINES),
    [recording, grown, filter.row, filter.kind, atMs],
  )
  const texts = labView.texts.log
  // A thousand peers are a thousand options: made once, not several times a second.
  const whose = useMemo(
    () => (
      <Choice
        label={texts.of}
        value={selected === undefined ? ALL : String(selected)}
        options={[
          [ALL, texts.everybody],
          ...peersOf(plan).map(({ node, index }): Option => [String(index), node.name]),
        ]}
        onChoose={value => lab.select(value === ALL ? undefined : Number(value))}
      />
    ),
    [lab, plan, selected, texts],
  )
  const nameOf = (row: number): string => plan.nodes[recording.rows[row]?.node ?? -1]?.name ?? '?'
  return (
    <section ref={root} class="lab-log panel" aria-labelledby="log-title">
      <h3 id="log-title">{texts.title}</h3>
      <div class="log-tools">
        {whose}
        <Choice
          label={texts.about}
          value={kind.value ?? ALL}
          options={[
            [ALL, texts.everything],
            ...KINDS.map((each): Option => [each, log.texts.kinds[each]]),
          ]}
          onChoose={value => {
            kind.value = (value || undefined) as Kind | undefined
          }}
        />
      </div>
      <ol class="log-lines" aria-label={texts.lines}>
        {places.map((place, i) => {
          const record = logRecordAt(recording, place)
          return (
            <li key={place}>
              <Button
                class="log-line"
                tabIndex={i === 0 ? 0 : -1}
                onKeyDown={moveFocus}
                onClick={() => lab.selection.lookAt({ kind: 'record', record })}
              >
                <time>{formatTime(record.atMs)}</time> <b>{nameOf(record.row)}</b>{' '}
                {eventInWords(eventOf(record, nameOf), String)}
              </Button>
            </li>
          )
        })}
      </ol>
      {recording.logEndsMs !== undefined && atMs > recording.logEndsMs && (
        <p class="hint-line">{texts.endsAt(formatTime(recording.logEndsMs))}</p>
      )}
    </section>
  )
}

/** The list is one stop of the Tab key; arrows lead from line to line. */
function moveFocus({ key, currentTarget }: KeyboardEvent): void {
  const line = (currentTarget as Element).parentElement
  const next = key === 'ArrowDown' ? line?.nextElementSibling : line?.previousElementSibling
  if (key === 'ArrowDown' || key === 'ArrowUp') next?.querySelector('button')?.focus()
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
