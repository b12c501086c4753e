/** What people type behind a command, read in one way everywhere: a sentence for all that is not understood. */
import { type ParseArgsConfig, parseArgs } from 'node:util'

/** The person's mistake, as a sentence. */
export class UsageError extends Error {}

/** As `parseArgs` does. Throws a UsageError. */
export function readArgs<const Config extends ParseArgsConfig>(config: Config) {
  try {
    return parseArgs(config)
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
