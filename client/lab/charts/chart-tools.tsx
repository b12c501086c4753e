import { useSignal } from '@preact/signals'
import { giveFile } from '../../share/give-file.ts'
import { Button } from '../controls.tsx'
import { kindOf } from '../format.ts'
import type { Lab } from '../lab.ts'
import type { LabRun } from '../lab-run.ts'
import type { Palette } from '../palette.ts'
import { loaded } from '../trouble.ts'
import { type ChartData, tableAsCsv, tableOf } from './chart-data.ts'

/** Rows and columns on the page, evenly picked; the CSV file has them all. */
const MAX_ROWS = 24
const MAX_COLUMNS = 8
const KINDS = ['svg', 'png', 'csv'] as const

interface ChartToolsProps {
  readonly lab: Lab
  readonly run: LabRun
  readonly data: ChartData
  readonly palette: Palette
}

export function ChartTools({ lab, run, data, palette }: ChartToolsProps) {
  const open = useSignal(false)
  const name = `${run.plan.name}-${data.key}`
  const give = async (kind: (typeof KINDS)[number]) => {
    if (kind === 'csv') {
      return giveFile(new Blob([tableAsCsv(tableOf(data))], { type: 'text/csv' }), `${name}.csv`)
    }
    const { chartAsSvg, svgAsPng } = await loaded(import('./chart-pictures.ts'))
    const svg = chartAsSvg(data, palette, sourceOf(run))
    const file = kind === 'png' ? await svgAsPng(svg) : new Blob([svg], { type: 'image/svg+xml' })
    giveFile(file, `${name}.${kind}`)
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
            {KINDS.map(kind => (
              <Button key={kind} onClick={() => lab.attempt(() => give(kind))}>
                {kind.toUpperCase()}
              </Button>
            ))}
          </div>
          <Numbers data={data} />
        </>
      )}
    </details>
  )
}

/** Which run the picture shows, and whether it was simulated. */
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
