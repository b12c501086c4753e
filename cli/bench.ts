/** npm run bench: see `HELP`. Results on stdout, progress and troubles on stderr. */
import { HELP, parseOptions } from './bench/options.ts'
import { benchPicker, PICKER_HELP, parsePickerOptions, pickerTable } from './bench/picker/bench.ts'
import { table } from './bench/report.ts'
import { parseShaperOptions, SHAPER_HELP } from './bench/shaper/options.ts'
import { missed, shaperTable } from './bench/shaper/report.ts'
import { benchShaper } from './bench/shaper.ts'
import { benchSim, SIM_HELP, simTable, wantsJson } from './bench/sim/bench.ts'
import { benchTransfer } from './bench/transfer.ts'
import { Cleanup } from './cleanup.ts'
import { INTERRUPTED, interruptSignal } from './interrupt.ts'
import { UsageError } from './usage.ts'

const cleanup = new Cleanup()
const interrupted = interruptSignal()
// Closing what is measured also ends every wait for it.
interrupted.addEventListener('abort', () => void cleanup.run())

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  try {
    const [mode, ...rest] = args
    if (mode === 'sim' && !rest.includes('--help')) return await sim(rest)
    if (mode === 'shaper') return await shaper(rest)
    if (mode === 'picker') return picker(rest)
    const options = parseOptions(args)
    if (!options) {
      console.log(`${HELP}\n${SIM_HELP}\n${SHAPER_HELP}\n${PICKER_HELP}`)
      return 0
    }
    const result = await benchTransfer(options, cleanup, interrupted)
    if (interrupted.aborted) return INTERRUPTED
    console.log(options.json ? JSON.stringify(result) : table(result))
    return result.ok ? 0 : 1
  } catch (error) {
    if (interrupted.aborted) return INTERRUPTED
    if (!(error instanceof Error)) throw error
    console.error(error.message)
    if (!(error instanceof UsageError)) return 1
    console.error('See npm run bench -- --help')
    return 2
  } finally {
    await cleanup.run()
  }
}

async function sim(args: readonly string[]): Promise<number> {
  const json = wantsJson(args)
  const result = await benchSim(args, interrupted)
  console.log(json ? JSON.stringify(result) : simTable(result))
  return result.ok ? 0 : 1
}

async function shaper(args: readonly string[]): Promise<number> {
  const options = parseShaperOptions(args)
  if (!options) {
    console.log(SHAPER_HELP)
    return 0
  }
  const figures = await benchShaper(options, cleanup, interrupted)
  const result = { ok: missed(figures).length === 0, missed: missed(figures), ...figures }
  console.log(options.json ? JSON.stringify(result) : shaperTable(figures))
  return result.ok ? 0 : 1
}

function picker(args: readonly string[]): number {
  const options = parsePickerOptions(args)
  if (!options) {
    console.log(PICKER_HELP)
    return 0
  }
  const result = benchPicker()
  console.log(options.json ? JSON.stringify(result) : pickerTable(result))
  return result.ok ? 0 : 1
}
