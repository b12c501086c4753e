/**
 * Drawings by Observable Plot, in a DOM that needs no browser: for a page that has chart.css, or to
 * stand alone.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { escaped } from '../escaped.ts'

/** Once for a page. */
export const CHART_STYLE = readFileSync(join(import.meta.dirname, 'chart.css'), 'utf8')

/** Without the style that Plot brings, and with a title; places to a hundredth of a pixel. */
export function drawn(title: string, plot: Plot.PlotOptions): string {
  const { document } = parseHTML('<html></html>')
  return Plot.plot({ document, ...plot })
    .outerHTML.replace(/<style>.*?<\/style>/s, '')
    .replace(/(\d\.\d{2})\d+/g, '$1')
    .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" role="img" ')
    .replace('>', `><title>${escaped(title)}</title>`)
}

/** For a file of its own, which follows the light or dark of where it is shown. */
export const standalone = (svg: string): string =>
  `${svg.replace('</title>', `</title><style>${CHART_STYLE}</style>`)}\n`
