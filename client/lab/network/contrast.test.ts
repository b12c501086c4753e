/** The lines of the picture stand out from its ground in both themes: 3 to 1 (WCAG 2.2, 1.4.11). */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const CSS = readFileSync(new URL('../../share/style/base.css', import.meta.url), 'utf8')
const [light = '', dark = ''] = CSS.split('prefers-color-scheme: dark')

const tokenIn = (theme: string, name: string): string =>
  new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(theme)?.[1] ?? ''

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

test.each([
  ['light', light],
  ['dark', dark],
])('%s', (_theme, css) => {
  const ground = luminance(tokenIn(css, 'sheet'))
  for (const name of ['edge', 'ink-soft', 'have']) {
    const drawn = luminance(tokenIn(css, name))
    const ratio = (Math.max(ground, drawn) + 0.05) / (Math.min(ground, drawn) + 0.05)
    expect(ratio, name).toBeGreaterThanOrEqual(3)
  }
})

test('they are drawn in that colour', () => {
  const paint = readFileSync(new URL('./paint.ts', import.meta.url), 'utf8')
  const lines = /function paintLinks[\s\S]*?\n}/.exec(paint)?.[0] ?? ''
  expect(lines).toContain('strokeStyle = palette.edge')
})
