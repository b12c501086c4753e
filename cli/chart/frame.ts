/** What all charts share: size, colours (see chart.css), and Observable Plot without a browser. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'

export const FRAME = {
  width: 560,
  height: 340,
  marginTop: 44,
  marginRight: 140,
  marginBottom: 52,
  marginLeft: 56,
  className: 'chart',
} as const

export const INNER_HEIGHT = FRAME.height - FRAME.marginTop - FRAME.marginBottom

export const INNER_WIDTH = FRAME.width - FRAME.marginLeft - FRAME.marginRight

/** From the end of a line to its name. */
export const NAME_INDENT = 10

export const SOFT = 'var(--chart-soft)'

const COLOURS = 6
const DASHES = [{}, { strokeDasharray: '7 3' }, { strokeDasharray: '2 3' }]

export const colourOf = (index: number): string => `var(--line-${(index % COLOURS) + 1})`

/** Where there are more lines than colours. */
export const dashOf = (index: number): { readonly strokeDasharray?: string } =>
  DASHES[Math.floor(index / COLOURS) % DASHES.length] ?? {}

export const gridY = (ticks: number) =>
  Plot.gridY({ stroke: 'var(--chart-grid)', strokeOpacity: 1, ticks })

/** From the chart's upper edge to a value, on an axis from 0 to `top`. */
export const pixelsOf = (value: number, top: number): number =>
  FRAME.marginTop + (1 - value / top) * INNER_HEIGHT

/** Once for a page. */
export const CHART_STYLE = readFileSync(join(import.meta.dirname, 'chart.css'), 'utf8')

/** For a page that has chart.css. Without the style that Plot brings; places to a hundredth of a pixel. */
export function drawn(title: string, plot: Plot.PlotOptions): string {
  const { document } = parseHTML('<html></html>')
  return Plot.plot({ document, ...FRAME, ...plot })
    .outerHTML.replace(/<style>.*?<\/style>/s, '')
    .replace(/(\d\.\d{2})\d+/g, '$1')
    .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" role="img" ')
    .replace('>', `><title>${escaped(title)}</title>`)
}

/** For a file of its own, which follows the light or dark of where it is shown. */
export const standalone = (svg: string): string =>
  `${svg.replace('</title>', `</title><style>${CHART_STYLE}</style>`)}\n`

export const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
