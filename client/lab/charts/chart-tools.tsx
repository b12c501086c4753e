import { useSignal } from '@preact/signals'
import { giveFile } from '../../share/give-file.ts'
import { kindOf } from '../format.ts'
import { chartAsSvg } from '../keep/chart-svg.ts'
import type { Lab } from '../lab.ts'
import type { LabRun } from '../lab-run.ts'
import type { Palette } from '../palette.ts'
import type { ChartData } from './chart-data.ts'
import { svgAsPng, tableAsCsv, tableOf } from './chart-files.ts'

/** Rows and columns on the page, evenly picked; the CSV file has them all. */
const MAX_ROWS = 24
const MAX_COLUMNS = 8

interface ChartToolsProps {
  readonly lab: Lab
  readonly run: LabRun
  readonly data: ChartData
  readonly palette: Palette
}

/** A chart's numbers to read, and files of it to keep. */
export function ChartTools({ lab, run, data, palette }: ChartToolsProps) {
  const open = useSignal(false)
  const name = `${run.plan.name}-${data.key}`
  const svg = () => chartAsSvg(data, palette, sourceOf(run))
  const givePng = async () => {
    try {
      giveFile(await svgAsPng(svg()), `${name}.png`)
    } catch (error) {
      console.warn(error)
      lab.complain('This browser cannot make a PNG of the chart. Take the SVG instead.')
    }
  }
  return (
    <details
      class="chart-tools"
      onToggle={event => {
        open.value = event.currentTarget.open
      }}
    >
      <summary>Numbers and files</summary>
      {open.value && (
        <>
          <p class="hint-line">{data.about}</p>
          <div class="row">
            <button
              type="button"
              onClick={() => giveFile(new Blob([svg()], { type: 'image/svg+xml' }), `${name}.svg`)}
            >
              SVG
            </button>
            <button type="button" onClick={() => lab.attempt(givePng)}>
              PNG
            </button>
            <button
              type="button"
              onClick={() =>
                giveFile(new Blob([tableAsCsv(tableOf(data))], { type: 'text/csv' }), `${name}.csv`)
              }
            >
              CSV
            </button>
          </div>
          <Numbers data={data} />
        </>
      )}
    </details>
  )
}

/** What run a picture is of, and what kind of truth it shows. */
function sourceOf(run: LabRun): string {
  const { plan, draft, state } = run
  const fingerprint = state.value.is === 'done' ? state.value.result.fingerprint : undefined
  const proof = fingerprint === undefined ? '' : `, fingerprint ${fingerprint}`
  return `tabswarm: ${plan.name}, seed ${draft.seed}, ${kindOf(run)}${proof}`
}

function Numbers({ data }: { data: ChartData }) {
  const { head, rows } = tableOf(data)
  const every = Math.max(1, Math.ceil(rows.length / MAX_ROWS))
  const shown = rows.filter((_, i) => i % every === 0 || i === rows.length - 1)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="numbers" tabIndex={0} aria-label={`Numbers of ${data.title}`}>
      <table class="who">
        <thead>
          <tr>
            {head.slice(0, MAX_COLUMNS).map(title => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map(row => (
            <tr key={row[0]}>
              {row.slice(0, MAX_COLUMNS).map((value, i) => (
                <td key={head[i]}>{value === null ? '' : Number(value.toPrecision(4))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
