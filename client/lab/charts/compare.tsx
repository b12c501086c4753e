import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { number } from '../../language/format.ts'
import { labCharts } from '../../language/lab-charts.ts'
import type { Palette } from '../../share/view/canvas.ts'
import { Choice, type Option } from '../../share/view/fields.tsx'
import { Button, Head } from '../../share/view/parts.tsx'
import { formatTime } from '../format.ts'
import type { Lab } from '../lab.ts'
import type { Beside, Compared } from '../worker/protocol.ts'
import { Chart } from './chart.tsx'
import { type ChartData, type ChartKey, highestOf, type Line } from './chart-data.ts'
import { titleOf, withInterval } from './chart-words.ts'
import type { KeptRun } from './kept-runs.ts'
import { MAX_KEPT } from './kept-store.ts'
import { differences, documentDifferences } from './setting-words.ts'

/** Follows the button that keeps a run. */
export function Compare({ lab, palette }: { lab: Lab; palette: Palette }) {
  const shown = useSignal<ChartKey>('completion')
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
    ...charts.map(({ data: { xs, boundSec } }) => Math.max(xs.at(-1) ?? 0, boundSec ?? 0)),
  )
  const top = Math.max(...charts.map(({ data }) => highestOf(data)))
  const options = (kept[0]?.charts ?? []).map(({ key }): Option => [key, titleOf(key)])
  const texts = labCharts.texts.compare
  return (
    <section class="compare" ref={root} aria-labelledby="compare-title">
      <div class="compare-head">
        <h2 id="compare-title">
          {texts.title}{' '}
          <span class="hint-line">{texts.of({ count: kept.length, most: MAX_KEPT })}</span>
        </h2>
        <Choice
          label={texts.chart}
          value={shown.value}
          options={options}
          onChoose={key => {
            shown.value = key as ChartKey
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
  const main = data.lines[data.headline ?? -1]
  if (runs.length < 2 || !mean || !main) return data
  const line: Line = {
    of: { runs: runs.length },
    look: main.look,
    ys: mean.mean,
    ...(main.mean !== undefined && { mean: mean.overRun }),
  }
  const done = data.key === 'completion' ? compared?.makespanSec : undefined
  return {
    ...data,
    xs: mean.xs,
    lines: [line],
    band: { is: 'interval', low: mean.low, high: mean.high },
    headline: 0,
    outcome: done
      ? {
          is: 'whole',
          afterMs: 1000 * done.mean,
          plusMinusMs: done.ci95 === null ? undefined : 1000 * done.ci95,
        }
      : undefined,
  }
}

const RunTitle = ({ run }: { run: KeptRun }) => (
  <>
    <span class="letter">{run.letter}</span> {run.name}
  </>
)

const COLUMNS = ['run', 'setUp', 'runs', 'doneAfter', 'timesBest', 'averagePeer'] as const

interface TableProps {
  readonly lab: Lab
  readonly kept: readonly KeptRun[]
  readonly compared: readonly Compared[]
}

function Table({ lab, kept, compared }: TableProps) {
  const [first] = kept
  if (!first) return null
  const texts = labCharts.texts.compare
  const titles = [
    ...COLUMNS.map(column => texts[column]),
    ...(kept.length > 1 ? [texts.beside(first.letter)] : []),
    texts.fingerprint,
  ]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="compare-table panel" tabIndex={0} aria-label={texts.table}>
      <table class="who">
        <Head titles={titles}>
          <th scope="col">
            <span class="visually-hidden">{texts.actions}</span>
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
  const texts = labCharts.texts.compare
  return (
    <tr>
      <th scope="row">
        <RunTitle run={run} />
      </th>
      <td class="set-up">{run === first ? inItself(lab, run) : besideFirst(first, run)}</td>
      <td>
        {run.run?.isUnderWay
          ? texts.of({ count: runs.length, most: draft.repetitions })
          : number(runs.length)}
      </td>
      <td>{found && inSeconds(found, found.makespanSec)}</td>
      <td>{found?.timesBound && withInterval(found.timesBound)}</td>
      <td>{found?.meanPeerSec && `${withInterval(found.meanPeerSec)} s`}</td>
      {!isAlone && <td>{found?.beside && besideWords(found.beside, first.letter)}</td>}
      <td class="fingerprint">{run.fingerprint}</td>
      <td>
        <Button class="quiet" onClick={() => lab.attempt(() => lab.rerun(draft))}>
          {texts.watch}
        </Button>
        <Button class="quiet" onClick={() => lab.attempt(() => lab.kept.drop(run.key))}>
          {texts.drop}
        </Button>
      </td>
    </tr>
  )
}

function besideFirst(first: KeptRun, run: KeptRun): string {
  const words = differences(first, run).join(', ')
  return words === '' ? labCharts.texts.compare.same(first.letter) : words
}

/** What makes it another than the scenario that it began as. */
function inItself({ find }: Lab, { draft, isInTabs }: KeptRun): string {
  const { base, document, seed } = draft
  const scenario = base === undefined ? undefined : find(base)
  const texts = labCharts.texts.difference
  const changes = scenario ? documentDifferences(scenario, document) : [texts.own]
  const where = isInTabs ? [texts.inTabs] : []
  return [...(changes.length > 0 ? changes : [texts.asItIs]), texts.seed(seed), ...where].join(', ')
}

type Mean = NonNullable<Compared['makespanSec']>

function inSeconds({ finished, runs }: Compared, mean: Mean | null): string {
  if (mean) return mean.ci95 === null ? formatTime(1000 * mean.mean) : `${withInterval(mean)} s`
  const { result, compare } = labCharts.texts
  return runs === 1 ? result.never : compare.everyoneIn({ finished, runs })
}

function besideWords(beside: Beside, letter: string): string {
  const texts = labCharts.texts.compare
  if (beside.seeds === 0) return texts.noSeed(letter)
  if (beside.times === null) return texts.unfinished
  const times = withInterval(beside.times)
  if (beside.times.ci95 === null) return texts.ofOneRun(times)
  switch (beside.isSlower) {
    case 'yes':
      return texts.slower(times)
    case 'no':
      return texts.faster(times)
    case 'partly':
    case 'open':
      return texts.open(times)
  }
}
