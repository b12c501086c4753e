/** A progress bar per tab: redrawn in place on a terminal, a line per ten per cent elsewhere. */
const BAR_WIDTH = 30
/** On a terminal; a file gets a line per step. */
const STEP_PERCENT = 10

export interface Progress {
  readonly label: string
  /** 0 to 1. */
  readonly done: number
  readonly note: string
}

export interface Bars {
  show(tabs: readonly Progress[]): void
}

interface Output {
  readonly isTTY?: boolean
  write(text: string): unknown
}

export const createBars = (output: Output): Bars =>
  output.isTTY ? liveBars(output) : stepLines(output)

function liveBars(output: Output): Bars {
  let lines = 0
  return {
    show(tabs) {
      const up = lines > 0 ? `\x1b[${lines}A` : ''
      output.write(up + tabs.map(tab => `\x1b[2K${bar(tab)}\n`).join(''))
      lines = tabs.length
    },
  }
}

function stepLines(output: Output): Bars {
  const said = new Map<string, number>()
  return {
    show(tabs) {
      for (const tab of tabs) {
        const step = Math.floor((tab.done * 100) / STEP_PERCENT)
        if (step <= (said.get(tab.label) ?? 0)) continue
        said.set(tab.label, step)
        output.write(`${bar(tab)}\n`)
      }
    },
  }
}

function bar({ label, done, note }: Progress): string {
  const filled = Math.floor(done * BAR_WIDTH)
  const drawn = '#'.repeat(filled) + '.'.repeat(BAR_WIDTH - filled)
  const percent = String(Math.floor(done * 100)).padStart(3)
  return `${label.padEnd(18)} [${drawn}] ${percent} %  ${note}`.trimEnd()
}
