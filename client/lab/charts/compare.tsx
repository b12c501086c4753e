import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { countOf } from '../../share/format.ts'
import type { Palette } from '../../share/view/canvas.ts'
import { Choice, type Option } from '../../share/view/fields.tsx'
import { Button, Head } from '../../share/view/parts.tsx'
import { formatTime } from '../format.ts'
import type { Lab } from '../lab.ts'
import type { Beside, Compared } from '../worker/protocol.ts'
import { Chart } from './chart.tsx'
import { type ChartData, highestOf, INTERVAL, type Line } from './chart-data.ts'
import type { KeptRun } from './kept-runs.ts'
import { MAX_KEPT } from './kept-store.ts'
import { differences, documentDifferences } from './setting-words.ts'

/** Follows the button that keeps a run. */
export function Compare({ lab, palette }: { lab: Lab; palette: Palette }) {
  const shown = useSignal('completion')
  const root = useRef<HTMLElement>(null)
  const kept = lab.kept.all.value
  const before = useRef(kept.length)
  useEffect(() => {
    if (kept.length > before.current && lab.run.value)
      root.current?.scrollIntoView({ block: 'nearest' })
    before.current = kept.length
  }, [kept.length])
  if (kept.length === 0) return null
  const compared = lab.kept.compared.value
  const charts = kept.flatMap((run, i) => {
    const data = run.charts.find(({ key }) => key === shown.value)
    return data ? [{ run, data: ofAllRuns(data, run, compared[i]) }] : []
  })
  const endSec = Math.max(
    ...charts.map(({ data: { xs, bound } }) => Math.max(xs.at(-1) ?? 0, bound?.sec ?? 0)),
  )
  const top = Math.max(...charts.map(({ data }) => highestOf(data)))
  const options = (kept[0]?.charts ?? []).map(({ key, title }): Option => [key, title])
  return (
    <section class="compare" ref={root} aria-labelledby="compare-title">
      <div class="compare-head">
        <h2 id="compare-title">
          Side by side{' '}
          <span class="hint-line">
            {kept.length} of {MAX_KEPT}
          </span>
        </h2>
        <Choice
          label="Chart"
          value={shown.value}
          options={options}
          onChoose={key => {
            shown.value = key
          }}
        />
      </div>
      <Table lab={lab} kept={kept} compared={compared} />
      <div class="chart-grid">
        {charts.map(({ run, data }) => (
          <Chart
            key={`${run.key} ${data.key} ${data.lines.length}`}
            data={{ ...data, top }}
            title={<RunTitle run={run} />}
            endSec={endSec}
            palette={palette}
          />
        ))}
      </div>
    </section>
  )
}

/** The mean of all repetitions with its interval, where there are some. */
function ofAllRuns(data: ChartData, { runs }: KeptRun, compared: Compared | undefined): ChartData {
  const mean = compared?.curves.find(({ key }) => key === data.key)
  const main = data.lines.find(({ label }) => label === data.headline)
  if (runs.length < 2 || !mean || !main) return data
  const line: Line = {
    label: `mean of ${runs.length} runs`,
    look: main.look,
    ys: mean.mean,
    ...(main.mean !== undefined && { mean: mean.overRun }),
  }
  const done = data.key === 'completion' ? compared?.makespanSec : undefined
  return {
    ...data,
    xs: mean.xs,
    lines: [line],
    band: { ...INTERVAL, low: mean.low, high: mean.high },
    headline: line.label,
    outcome: done ? `100 % after ${withInterval(done)} s` : undefined,
  }
}

const RunTitle = ({ run }: { run: KeptRun }) => (
  <>
    <span class="letter">{run.letter}</span> {run.name}
  </>
)

const COLUMNS = ['Run', 'Set-up', 'Runs', 'Done after', 'Times the best', 'Average peer']

interface TableProps {
  readonly lab: Lab
  readonly kept: readonly KeptRun[]
  readonly compared: readonly Compared[]
}

function Table({ lab, kept, compared }: TableProps) {
  const [first] = kept
  if (!first) return null
  const beside = kept.length > 1 ? [`Beside ${first.letter}`] : []
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="compare-table panel" tabIndex={0} aria-label="Results side by side">
      <table class="who">
        <Head titles={[...COLUMNS, ...beside, 'Fingerprint']}>
          <th scope="col">
            <span class="visually-hidden">What to do with it</span>
          </th>
        </Head>
        <tbody>
          {kept.map((run, i) => (
            <Row
              key={run.key}
              lab={lab}
              run={run}
              first={first}
              found={compared[i]}
              isAlone={kept.length === 1}
            />
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface RowProps {
  readonly lab: Lab
  readonly run: KeptRun
  readonly first: KeptRun
  readonly found: Compared | undefined
  readonly isAlone: boolean
}

function Row({ lab, run, first, found, isAlone }: RowProps) {
  const { draft, runs } = run
  return (
    <tr>
      <th scope="row">
        <RunTitle run={run} />
      </th>
      <td class="set-up">{run === first ? inItself(lab, run) : besideFirst(first, run)}</td>
      <td>
        {runs.length}
        {run.run?.isUnderWay && ` of ${draft.repetitions}`}
      </td>
      <td>{found && inSeconds(found, found.makespanSec)}</td>
      <td>{found?.timesBound && withInterval(found.timesBound)}</td>
      <td>{found?.meanPeerSec && `${withInterval(found.meanPeerSec)} s`}</td>
      {!isAlone && <td>{found?.beside && besideWords(found.beside, first.letter)}</td>}
      <td class="fingerprint">{run.fingerprint}</td>
      <td>
        <Button class="quiet" onClick={() => lab.attempt(() => lab.rerun(draft))}>
          Watch
        </Button>
        <Button class="quiet" onClick={() => lab.attempt(() => lab.kept.drop(run.key))}>
          Drop
        </Button>
      </td>
    </tr>
  )
}

function besideFirst(first: KeptRun, run: KeptRun): string {
  const words = differences(first, run).join(', ')
  return words === '' ? `the same as ${first.letter}` : words
}

/** What makes it another than the scenario that it began as. */
function inItself({ find }: Lab, { draft, isInTabs }: KeptRun): string {
  const { base, document, seed } = draft
  const scenario = base === undefined ? undefined : find(base)
  const changes = scenario ? documentDifferences(scenario, document) : ['a scenario of your own']
  const where = isInTabs ? ['in real tabs'] : []
  return [...(changes.length > 0 ? changes : ['as it is']), `seed ${seed}`, ...where].join(', ')
}

type Mean = NonNullable<Compared['makespanSec']>

function inSeconds({ finished, runs }: Compared, mean: Mean | null): string {
  if (mean) return mean.ci95 === null ? formatTime(1000 * mean.mean) : `${withInterval(mean)} s`
  return runs === 1 ? 'never' : `everyone in ${finished} of ${countOf(runs, 'run')} only`
}

const withInterval = ({ mean, ci95 }: Mean): string =>
  ci95 === null ? mean.toFixed(3) : `${mean.toFixed(3)} ± ${ci95.toFixed(3)}`

function besideWords(beside: Beside, letter: string): string {
  if (beside.seeds === 0) return `no seed that ${letter} has, too`
  if (beside.times === null) return 'not everyone finished'
  const times = `${withInterval(beside.times)} times as long`
  if (beside.times.ci95 === null) return `${times}, of one run each`
  return `${times}: ${VERDICTS[beside.isSlower]}`
}

const VERDICTS = {
  yes: 'slower',
  no: 'faster',
  partly: 'open which is slower',
  open: 'open which is slower',
} as const
