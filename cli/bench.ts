/** npm run bench: see `HELP`. Results on stdout, progress and troubles on stderr. */
import { compareSim } from './bench/against/sim.ts'
import { compareTransfer } from './bench/against/transfer.ts'
import { benchLabFrames } from './bench/lab-frames.ts'
import { benchLines } from './bench/lines.ts'
import { type BenchOptions, HELP, parseOptions } from './bench/options.ts'
import { benchPicker, pickerTable } from './bench/picker/bench.ts'
import { table } from './bench/report.ts'
import { benchShaper } from './bench/shaper.ts'
import { benchSim, simTable } from './bench/sim/bench.ts'
import { benchTracker } from './bench/tracker/bench.ts'
import { trackerTable } from './bench/tracker/report.ts'
import { benchSockets, socketsTable } from './bench/tracker/sockets.ts'
import { benchTransfer } from './bench/transfer.ts'
import { type Context, runCommand } from './command.ts'

await runCommand('bench', async (args, context) => {
  const options = parseOptions(args)
  if (options.mode === 'help') {
    console.log(HELP)
    return 0
  }
  const { result, table } = await run(options, context)
  console.log(options.json ? JSON.stringify(result) : table)
  return result.ok ? 0 : 1
})

async function run(options: Exclude<BenchOptions, { mode: 'help' }>, context: Context) {
  switch (options.mode) {
    case 'transfer': {
      if (options.against) return compareTransfer(options.bytes, options.against, context)
      const result = await benchTransfer(options, context)
      return { result, table: table(result) }
    }
    case 'sim': {
      if (options.against) return compareSim(options.against, context)
      const result = await benchSim(options, context.signal)
      return { result, table: simTable(result) }
    }
    case 'shaper':
      return benchShaper(options, context)
    case 'lines':
      return benchLines(options, context)
    case 'lab-frames':
      return benchLabFrames(options, context)
    case 'picker': {
      const result = benchPicker()
      return { result, table: pickerTable(result) }
    }
    case 'tracker': {
      const result = await benchTracker(context)
      return { result, table: trackerTable(result) }
    }
    case 'sockets': {
      const result = await benchSockets(options, context)
      return { result, table: socketsTable(result) }
    }
  }
}
