/** What all charts have in common: their size, and their colours, which chart.css names. */

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

/** Of the line with this index. */
export const colourOf = (index: number): string => `var(--line-${index + 1})`

/** From the chart's upper edge to a value, on an axis from 0 to `top`. */
export const pixelsOf = (value: number, top: number): number =>
  FRAME.marginTop + (1 - value / top) * INNER_HEIGHT
