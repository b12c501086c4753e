/** Random tests that name the command which repeats a failure. */

/** Runs the body for each seed from 1 to `count`, or only for the seed to repeat. */
export function forSeeds(
  count: number,
  /** The path of the test, and the seed to repeat, if any: `process.env.SEED`. */
  { file, only }: { readonly file: string; readonly only: string | undefined },
  body: (seed: number) => void,
): void {
  const seeds = only ? [Number(only)] : Array.from({ length: count }, (_, i) => i + 1)
  for (const seed of seeds) {
    try {
      body(seed)
    } catch (error) {
      const repeat = `Repeat with: SEED=${seed} npx vitest run ${file}`
      if (error instanceof Error) error.message = `${error.message}\n${repeat}`
      throw error
    }
  }
}
