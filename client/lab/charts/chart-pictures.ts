/** A chart as an SVG or PNG file, by Observable Plot; loaded only when a file is asked for. */
import * as Plot from '@observablehq/plot'
import { labCharts } from '../../language/lab-charts.ts'
import type { Palette } from '../../share/view/canvas.ts'
import { SaidError } from '../trouble.ts'
import { type ChartData, highestOf, type Line } from './chart-data.ts'
import { aboutOf, boundLabelOf, labelOf, titleOf, unitOf } from './chart-words.ts'

const WIDTH = 720
const HEIGHT = 400
const MARGINS = { marginLeft: 64, marginTop: 76, marginRight: 20, marginBottom: 62 }
const FONT = 'system-ui, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif'
const PIXEL_DENSITY = 2

/** `source`: which run it shows, and that it was simulated. */
export function chartAsSvg(
  data: ChartData,
  palette: Palette,
  source: string,
  document: Document = globalThis.document,
): string {
  const { key, xs, lines, band, unit, boundSec } = data
  const endSec = Math.max(xs.at(-1) ?? 0, boundSec ?? 0, 1e-3)
  const top = Math.max(highestOf(data), 1e-3)
  const places = xs.map((_, i) => i)
  const drawn = Plot.plot({
    document,
    width: WIDTH,
    height: HEIGHT,
    ...MARGINS,
    style: { background: palette.sheet, color: palette.ink, fontFamily: FONT, fontSize: '13px' },
    x: { domain: [0, endSec], label: null, tickSize: 0 },
    y: { domain: [0, top], label: null, tickSize: 0, ticks: 5 },
    marks: [
      Plot.gridY({ stroke: palette.line, strokeOpacity: 1, ticks: 5 }),
      words(titleOf(key), { frameAnchor: 'top-left', dy: -56, fontSize: 17, fontWeight: 700 }),
      words(unitOf(unit), { frameAnchor: 'top-left', textAnchor: 'end', dx: -8, dy: -16 }),
      words(labCharts.texts.charts.seconds, {
        frameAnchor: 'bottom-right',
        textAnchor: 'end',
        dy: 34,
      }),
      words(aboutOf(key), { frameAnchor: 'top-left', dy: -34, fill: palette.inkSoft }),
      band &&
        Plot.areaY(places, {
          x: xs,
          y1: band.low,
          y2: band.high,
          fill: palette.have,
          fillOpacity: 0.2,
        }),
      ...lines.map(line => Plot.lineY(places, lineOptions(line, xs, palette))),
      ...(boundSec === undefined
        ? []
        : [
            Plot.ruleX([boundSec], { stroke: palette.ink, strokeDasharray: '4 3' }),
            boundLabel(boundSec, endSec),
          ]),
      words(source, { frameAnchor: 'bottom-left', dy: 54, fontSize: 11, fill: palette.inkSoft }),
    ],
  })
  // `outerHTML` is HTML: XML needs a name space, and does not know `&nbsp;`.
  const svg = drawn.outerHTML
    .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
    .replaceAll('&nbsp;', '&#160;')
    // To a hundredth of a pixel.
    .replace(/ d="[^"]*"/g, path => path.replace(/(\.\d{2})\d+/g, '$1'))
  return `${svg}\n`
}

const words = (text: string, options: Plot.TextOptions): Plot.Text =>
  Plot.text([text], { textAnchor: 'start', lineAnchor: 'middle', ...options })

const lineOptions = (line: Line, xs: readonly number[], palette: Palette): Plot.LineYOptions => {
  const { ys, look } = line
  return {
    x: xs,
    y: ys,
    title: () => labelOf(line),
    stroke: look === 'moving' ? palette.move : look === 'aside' ? palette.edge : palette.have,
    strokeWidth: look === 'peer' || look === 'aside' ? 1 : 2,
    strokeOpacity: look === 'peer' ? 0.6 : 1,
  }
}

/** On the side of the bound where there is room. */
function boundLabel(sec: number, endSec: number): Plot.Text {
  const isRight = sec > endSec / 2
  const side = isRight ? { textAnchor: 'end', dx: -6 } : { textAnchor: 'start', dx: 6 }
  return Plot.text([boundLabelOf(sec)], {
    x: [sec],
    frameAnchor: 'top',
    dy: 8,
    ...side,
  } as Plot.TextOptions)
}

/** Rejects with a sentence if the browser cannot. */
export async function svgAsPng(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = WIDTH * PIXEL_DENSITY
    canvas.height = HEIGHT * PIXEL_DENSITY
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const png = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve))
    if (png) return png
    throw new Error('the picture is empty')
  } catch (cause) {
    throw new SaidError(() => labCharts.texts.charts.noPng, { cause })
  } finally {
    URL.revokeObjectURL(url)
  }
}
