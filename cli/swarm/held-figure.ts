/** Pieces held by each tab over time, as an SVG picture for white paper. */
import { type LaidCurve, layOut } from '../../client/share/held/curves.ts'
import type { GossipStyle } from '../../shared/wire/gossip-style.ts'
import type { Held } from './infopeer.ts'

/** Told apart by everyone, also in grey (Okabe and Ito's, darkened for white paper). */
const COLOURS = ['#0a7a66', '#0067a5', '#c2500a', '#8e4a9b', '#8a6d00', '#4a6572']
const DASHES = ['', '7 3', '2 3']

const SHEET = {
  width: 640,
  height: 340,
  margin: { left: 44, right: 84, y: 48 },
  lineHeight: 15,
}

/** So that the last step is one. */
const SLACK = 1.03

export function heldFigure(held: Held): string {
  const { width, height, margin } = SHEET
  const { curves, times, counts } = layOut(
    held.curves,
    { ...held, endMs: SLACK * held.endMs },
    SHEET,
  )
  const right = width - margin.right
  const bottom = height - margin.y
  const title = `Pieces held by each of ${held.curves.length} tabs, ${styleInWords(held.gossip)}`
  const text = (x: number, y: number, words: string, look = 'text-anchor="middle" fill="#333"') =>
    `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${look}>${words}</text>`
  const line = ({ name, path, nameY }: LaidCurve, i: number): string => {
    const colour = COLOURS[i % COLOURS.length]
    const dash = DASHES[Math.floor(i / COLOURS.length) % DASHES.length]
    const stroke = `stroke="${colour}" stroke-width="2"${dash && ` stroke-dasharray="${dash}"`}`
    return [
      `<path d="${path}" fill="none" ${stroke}/>`,
      text(right + 8, nameY + 4, name, `fill="${colour}"`),
    ].join('')
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(width / 2, 24, title),
    ...counts.map(
      ({ y, label }) =>
        `<path d="M${margin.left} ${y.toFixed(1)}H${right}" stroke="#e3e6e5"/>${text(margin.left - 8, y + 4, label, 'text-anchor="end" fill="#333"')}`,
    ),
    `<path d="M${margin.left} ${bottom}H${right}" stroke="#999"/>`,
    ...times.map(({ x, label }) => text(x, bottom + 18, label)),
    text(
      (margin.left + right) / 2,
      bottom + 36,
      'since the first of them knew what there is to fetch',
      'text-anchor="middle" fill="#666"',
    ),
    ...curves.map(line),
    '</svg>',
    '',
  ].join('\n')
}

function styleInWords(gossip: GossipStyle | undefined): string {
  if (!gossip) return 'as BitTorrent has it'
  const { mode, fidelity, roundMs, fanOut } = gossip
  return `gossip by ${mode} (${fidelity}), rounds of ${roundMs / 1000} s, fan-out ${fanOut}`
}
