/** What all commands have in common: arguments, sizes, Ctrl-C, closing what was opened, exit codes. */
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'

export const ROOT = join(import.meta.dirname, '..')

/** What shells call the end by Ctrl-C. */
export const INTERRUPTED = 130

export interface Context {
  /** Run at the end, on failure and on Ctrl-C alike. */
  readonly cleanup: Cleanup
  /** Aborted by Ctrl-C and by being asked to end. */
  readonly signal: AbortSignal
}

export interface CommandOptions {
  /** Errors that are the person's mistake, as UsageError is. */
  readonly refusals?: readonly (new (
    ...args: never[]
  ) => Error)[]
}

/**
 * Runs an npm script: `main` returns its exit code. A mistake of the person's ends with 2 and points
 * to the help, any other error with 1. What fails after an interrupt fails because of it.
 */
export async function runCommand(
  name: string,
  main: (args: readonly string[], context: Context) => Promise<number>,
  { refusals = [] }: CommandOptions = {},
): Promise<void> {
  const cleanup = new Cleanup()
  const interrupt = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupt.abort())
  // Closing what is measured also ends every wait for it.
  interrupt.signal.addEventListener('abort', () => void cleanup.run())
  try {
    const code = await main(process.argv.slice(2), { cleanup, signal: interrupt.signal })
    process.exitCode = interrupt.signal.aborted ? INTERRUPTED : code
  } catch (error) {
    process.exitCode = interrupt.signal.aborted ? INTERRUPTED : complain(error)
  } finally {
    await cleanup.run()
  }

  function complain(error: unknown): number {
    if (!(error instanceof Error)) throw error
    console.error(error.message)
    if (refusals.some(kind => error instanceof kind)) return 2
    if (!(error instanceof UsageError)) return 1
    console.error(`See npm run ${name} -- --help`)
    return 2
  }
}

/** Runs `work`, then closes what it opened; at once if aborted, which also ends every wait for a browser. */
export async function cleanedUp<T>(
  signal: AbortSignal,
  work: (cleanup: Cleanup) => Promise<T>,
): Promise<T> {
  const cleanup = new Cleanup()
  const end = () => void cleanup.run()
  signal.addEventListener('abort', end)
  try {
    return await work(cleanup)
  } finally {
    signal.removeEventListener('abort', end)
    await cleanup.run()
  }
}

/** What was opened is closed, last first, once. */
export class Cleanup {
  readonly #steps: (() => Promise<unknown> | unknown)[] = []
  #running: Promise<void> | undefined

  /** What opens while or after the rest is closed, as after Ctrl-C, is closed at once. */
  add(step: () => Promise<unknown> | unknown): void {
    this.#steps.push(step)
    if (this.#running) this.#running = this.#running.then(() => this.#runAll())
  }

  run(): Promise<void> {
    this.#running ??= this.#runAll()
    return this.#running
  }

  async #runAll(): Promise<void> {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step()
      } catch (error) {
        // One that does not close must not keep the others open.
        console.error(`While tidying up: ${error instanceof Error ? error.message : error}`)
      }
    }
  }
}

/** The person's mistake, as a sentence. */
export class UsageError extends Error {}

/** What a command understands besides --help: flags with a value, flags with several, and without. */
interface Grammar<Text extends string, List extends string, Switch extends string> {
  readonly texts?: readonly Text[]
  readonly lists?: readonly List[]
  readonly switches?: readonly Switch[]
  readonly allowPositionals?: boolean
}

interface Args<Text extends string, List extends string, Switch extends string> {
  readonly values: { readonly [Name in Text]?: string } & {
    readonly [Name in List]?: readonly string[]
  } & { readonly [Name in Switch | 'help']?: boolean }
  readonly positionals: readonly string[]
}

/** Throws a UsageError. */
export function readArgs<
  const Text extends string = never,
  const List extends string = never,
  const Switch extends string = never,
>(
  args: readonly string[],
  { texts = [], lists = [], switches = [], allowPositionals = false }: Grammar<Text, List, Switch>,
): Args<Text, List, Switch> {
  const options: NonNullable<ParseArgsConfig['options']> = { help: { type: 'boolean', short: 'h' } }
  for (const name of texts) options[name] = { type: 'string' }
  for (const name of lists) options[name] = { type: 'string', multiple: true }
  for (const name of switches) options[name] = { type: 'boolean' }
  try {
    const parsed: unknown = parseArgs({ args: [...args], options, allowPositionals })
    return parsed as Args<Text, List, Switch>
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** A whole number from `min` to `max`. Throws a UsageError. */
export function parseCount(flag: string, text: string, min: number, max: number): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (count >= min && count <= max) return count
  throw new UsageError(`${flag} must be a whole number from ${min} to ${max}, not "${text}".`)
}

/** What follows `--jobs`: runs side by side, as many as the machine has cores unless said otherwise. */
export const parseJobs = (text = String(availableParallelism())): number =>
  parseCount('--jobs', text, 1, MAX_JOBS)

const MAX_JOBS = 256

const UNIT_BYTES: Record<string, number> = {
  '': 1,
  b: 1,
  kb: 1000,
  mb: 1000 ** 2,
  gb: 1000 ** 3,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
}

/** '20MB' -> 20,000,000; '1.5 GiB' too. Undefined if it is not a size. */
export function parseSize(text: string): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim()) ?? []
  const unitBytes = UNIT_BYTES[unit?.toLowerCase() ?? 'not a unit']
  return unitBytes === undefined ? undefined : Math.round(Number(number) * unitBytes)
}
