/** npm run swarm: see `HELP`. Results on stdout, progress and troubles on stderr. */
import { HELP, parseOptions, UsageError } from './swarm/options.ts'
import type { SwarmResult } from './swarm/result.ts'
import { runSwarm } from './swarm/run.ts'

/** What shells call the end by Ctrl-C. */
const INTERRUPTED = 130

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args)
    if (!options) {
      console.log(HELP)
      return 0
    }
    const result = await untilInterrupted(signal => runSwarm(options, signal))
    if (!result) return INTERRUPTED
    console.log(options.json ? JSON.stringify(result) : table(result))
    return result.ok ? 0 : 1
  } catch (error) {
    if (!(error instanceof Error)) throw error
    console.error(error.message)
    if (!(error instanceof UsageError)) return 1
    console.error('See npm run swarm -- --help')
    return 2
  }
}

/** Undefined if the person ended it; by then everything is tidied up. */
async function untilInterrupted(
  work: (signal: AbortSignal) => Promise<SwarmResult>,
): Promise<SwarmResult | undefined> {
  const controller = new AbortController()
  const interrupt = () => controller.abort()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt)
  try {
    return await work(controller.signal)
  } catch (error) {
    // What fails after an interrupt fails because of it.
    if (controller.signal.aborted) return undefined
    throw error
  }
}

function table({ ok, bytes, makespanMs, meanMs, seederShare, peers }: SwarmResult): string {
  const rows = peers.map(peer =>
    [
      peer.id.padEnd(8),
      peer.browser.padEnd(9),
      peer.ok ? 'ok    ' : 'FAILED',
      `${seconds(peer.finishedMs)} s`.padStart(8),
      `${Math.round((100 * peer.fromSeeder) / Math.max(1, peer.downloaded))} % from seeders`,
    ].join('  '),
  )
  const verdict = ok ? `All of them have all ${bytes} bytes.` : 'Not all of them have every byte.'
  const times = `Last after ${seconds(makespanMs)} s, mean ${seconds(meanMs)} s.`
  return [...rows, `${verdict} ${times} From seeders: ${Math.round(100 * seederShare)} %.`].join(
    '\n',
  )
}

function seconds(ms: number | null): string {
  return ms === null ? '-' : (ms / 1000).toFixed(1)
}
