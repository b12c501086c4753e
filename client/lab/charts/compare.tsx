import { useSignal } from '@preact/signals'
import type { Palette } from '../../share/view/canvas.ts'
import { Choice, type Option } from '../../share/view/fields.tsx'
import { Button, Head } from '../../share/view/parts.tsx'
import { formatTime, formatValue } from '../format.ts'
import type { Lab } from '../lab.ts'
import { Chart } from './chart.tsx'
import { highestOf } from './chart-data.ts'
import { type KeptRun, MAX_KEPT } from './kept-runs.ts'

export function Compare({ lab, palette }: { lab: Lab; palette: Palette }) {
  const shown = useSignal('completion')
  const kept = lab.kept.all.value
  if (kept.length === 0) return null
  const charts = kept.flatMap(run => run.charts.find(({ key }) => key === shown.value) ?? [])
  const endSec = Math.max(
    ...charts.map(({ xs, bound }) => Math.max(xs.at(-1) ?? 0, bound?.sec ?? 0)),
  )
  const top = Math.max(...charts.map(highestOf))
  const options = (kept[0]?.charts ?? []).map(({ key, title }): Option => [key, title])
  return (
    <section class="compare" aria-labelledby="compare-title">
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
      <div class="chart-grid">
        {charts.map((data, i) => {
          const run = kept[i] as KeptRun
          return (
            <Chart
              key={`${run.letter} ${data.key}`}
              data={{ ...data, top }}
              title={<RunTitle run={run} />}
              endSec={endSec}
              palette={palette}
            />
          )
        })}
      </div>
      <Table lab={lab} kept={kept} />
    </section>
  )
}

const RunTitle = ({ run }: { run: KeptRun }) => (
  <>
    <span class="letter">{run.letter}</span> {run.name}
  </>
)

const COLUMNS = [
  'Run',
  'Set',
  'Done after',
  'Times the best',
  'Average peer',
  'Redundancy',
  'Fingerprint',
]

function Table({ lab, kept }: { lab: Lab; kept: readonly KeptRun[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="compare-table panel" tabIndex={0} aria-label="Results side by side">
      <table class="who">
        <Head titles={COLUMNS}>
          <th scope="col">
            <span class="visually-hidden">What to do with it</span>
          </th>
        </Head>
        <tbody>
          {kept.map(run => (
            <Row key={run.letter} lab={lab} run={run} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row({ lab, run }: { lab: Lab; run: KeptRun }) {
  const { makespanMs, meanMs, fingerprint } = run.result
  const redundancy = run.charts.find(({ key }) => key === 'redundancy')?.lines[0]?.ys.at(-1)
  return (
    <tr>
      <th scope="row">
        <RunTitle run={run} />
      </th>
      <td>{run.changes.join(', ')}</td>
      <td>{makespanMs === null ? 'never' : formatTime(makespanMs)}</td>
      <td>{makespanMs === null ? '' : (makespanMs / run.boundMs).toFixed(3)}</td>
      <td>{meanMs === null ? '' : formatTime(meanMs)}</td>
      <td>{redundancy === null || redundancy === undefined ? '' : formatValue(redundancy, '%')}</td>
      <td class="fingerprint">{fingerprint}</td>
      <td>
        <Button class="quiet" onClick={() => lab.attempt(() => lab.rerun(run.draft))}>
          Watch
        </Button>
        <Button class="quiet" onClick={() => lab.kept.drop(run.letter)}>
          Drop
        </Button>
      </td>
    </tr>
  )
}
