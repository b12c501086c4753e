/** A chart's numbers as a table: RFC 4180, a column for each line. */

import { SVG_HEIGHT, SVG_WIDTH } from '../keep/chart-svg.ts'
import type { ChartData, Value } from './chart-data.ts'

export interface NumberTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly Value[])[]
}

export function tableOf({ xs, lines, band, unit }: ChartData): NumberTable {
  const columns = [
    ...lines.map(({ label, ys }) => ({ head: `${label} (${unit})`, ys })),
    ...(band
      ? [
          { head: `lower quartile (${unit})`, ys: band.low },
          { head: `upper quartile (${unit})`, ys: band.high },
        ]
      : []),
  ]
  return {
    head: ['time (s)', ...columns.map(({ head }) => head)],
    rows: xs.map((sec, i) => [sec, ...columns.map(({ ys }) => ys[i] ?? null)]),
  }
}

export function tableAsCsv({ head, rows }: NumberTable): string {
  const lines = [
    head.map(quoted),
    ...rows.map(row => row.map(value => (value === null ? '' : rounded(value)))),
  ]
  return lines.map(cells => `${cells.join(',')}\r\n`).join('')
}

/** Six digits: more are the arithmetic's. */
const rounded = (value: number): string => String(Number(value.toPrecision(6)))

/** A name that begins like a formula would be one, in a spreadsheet. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

/** For print and for sharp screens. */
const DENSITY = 2

/** Rejects if the browser cannot. */
export async function svgAsPng(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = SVG_WIDTH * DENSITY
    canvas.height = SVG_HEIGHT * DENSITY
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise<Blob>((resolve, reject) => {
      canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error('the picture is empty'))))
    })
  } finally {
    URL.revokeObjectURL(url)
  }
}
