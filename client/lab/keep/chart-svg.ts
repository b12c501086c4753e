/** A chart as a picture that stands alone: with its axes, its bound and what it is of. */
import type { ChartData, Line, Value } from '../charts/chart-data.ts'
import type { Palette } from '../palette.ts'
import { ticksTo } from './ticks.ts'

export const SVG_WIDTH = 720
export const SVG_HEIGHT = 400
const PLOT = { left: 64, top: 66, right: 20, bottom: 62 }
const INNER = {
  width: SVG_WIDTH - PLOT.left - PLOT.right,
  height: SVG_HEIGHT - PLOT.top - PLOT.bottom,
}
const FONT = 'system-ui, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif'

/** `source`: what run it is of, and that it was simulated. */
export function chartAsSvg(data: ChartData, palette: Palette, source: string): string {
  const scale = scaleOf(data)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SVG_WIDTH}" height="${SVG_HEIGHT}" viewBox="0 0 ${SVG_WIDTH} ${SVG_HEIGHT}" font-family='${FONT}' font-size="13" fill="${palette.ink}">`,
    `<title>${escaped(data.title)}</title>`,
    `<rect width="100%" height="100%" fill="${palette.sheet}"/>`,
    `<text x="${PLOT.left}" y="26" font-size="17" font-weight="700">${escaped(data.title)}</text>`,
    `<text x="${PLOT.left}" y="46" fill="${palette.inkSoft}">${escaped(data.about)}</text>`,
    ...axes(data, scale, palette),
    ...band(data, scale, palette),
    ...data.lines.map(line => polyline(data, line, scale, palette)),
    ...bound(data, scale, palette),
    `<text x="${PLOT.left}" y="${SVG_HEIGHT - 10}" font-size="11" fill="${palette.inkSoft}">${escaped(source)}</text>`,
    '</svg>',
    '',
  ].join('\n')
}

interface Scale {
  readonly endSec: number
  readonly top: number
  x(sec: number): number
  y(value: number): number
}

function scaleOf({ xs, lines, top, bound: best }: ChartData): Scale {
  const endSec = Math.max(xs.at(-1) ?? 0, best?.sec ?? 0, 1e-3)
  const highest = lines.reduce((most, { ys }) => ys.reduce<number>(max, most), Math.max(top, 1e-3))
  return {
    endSec,
    top: highest,
    x: sec => PLOT.left + (sec / endSec) * INNER.width,
    y: value => PLOT.top + (1 - value / highest) * INNER.height,
  }
}

const max = (most: number, value: Value): number => (value === null ? most : Math.max(most, value))

function axes(
  { unit }: ChartData,
  { endSec, top, x, y }: Scale,
  { line, inkSoft }: Palette,
): string[] {
  const bottom = PLOT.top + INNER.height
  return [
    ...ticksTo(top, 5).flatMap(value => [
      `<path d="M${PLOT.left} ${fixed(y(value))}h${INNER.width}" stroke="${line}"/>`,
      `<text x="${PLOT.left - 8}" y="${fixed(y(value) + 4)}" text-anchor="end" fill="${inkSoft}">${value}</text>`,
    ]),
    ...ticksTo(endSec, 8).map(
      sec =>
        `<text x="${fixed(x(sec))}" y="${bottom + 18}" text-anchor="middle" fill="${inkSoft}">${sec}</text>`,
    ),
    `<text x="${PLOT.left - 8}" y="${PLOT.top - 10}" text-anchor="end" fill="${inkSoft}">${unit}</text>`,
    `<text x="${PLOT.left + INNER.width}" y="${bottom + 34}" text-anchor="end" fill="${inkSoft}">seconds of virtual time</text>`,
  ]
}

function band({ xs, band: between }: ChartData, { x, y }: Scale, { have }: Palette): string[] {
  if (!between) return []
  const there = xs.map((sec, i) => `${fixed(x(sec))} ${fixed(y(between.high[i] ?? 0))}`)
  const back = xs.map((sec, i) => `${fixed(x(sec))} ${fixed(y(between.low[i] ?? 0))}`).reverse()
  return [`<path d="M${[...there, ...back].join('L')}z" fill="${have}" fill-opacity="0.2"/>`]
}

function polyline(
  { xs }: ChartData,
  { ys, look, label }: Line,
  { x, y }: Scale,
  palette: Palette,
): string {
  let path = ''
  let isDown = false
  for (const [i, value] of ys.entries()) {
    if (value === null) {
      isDown = false
      continue
    }
    path += `${isDown ? 'L' : 'M'}${fixed(x(xs[i] as number))} ${fixed(y(value))}`
    isDown = true
  }
  const colour = look === 'moving' ? palette.move : look === 'aside' ? palette.edge : palette.have
  const isThin = look === 'peer' || look === 'aside'
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${isThin ? 1 : 2}" stroke-opacity="${look === 'peer' ? 0.6 : 1}" stroke-linejoin="round"><title>${escaped(label)}</title></path>`
}

function bound({ bound: best }: ChartData, { x, endSec }: Scale, { ink }: Palette): string[] {
  if (!best) return []
  const isRight = best.sec > endSec / 2
  return [
    `<path d="M${fixed(x(best.sec))} ${PLOT.top}v${INNER.height}" stroke="${ink}" stroke-dasharray="4 3"/>`,
    `<text x="${fixed(x(best.sec) + (isRight ? -6 : 6))}" y="${PLOT.top + 12}" text-anchor="${isRight ? 'end' : 'start'}">${escaped(best.label)}</text>`,
  ]
}

const fixed = (value: number): string => String(Number(value.toFixed(2)))

/** Names come from files that anybody may have written. */
const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, letter => `&#${letter.charCodeAt(0)};`)
