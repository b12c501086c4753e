/** What `npm run bench -- shaper` is asked for. */
import { parseCount, readArgs, UsageError } from '../../usage.ts'

export const PARTS = ['accuracy', 'agreement'] as const
export type Part = (typeof PARTS)[number]

export interface ShaperBenchOptions {
  readonly parts: readonly Part[]
  /** Swarms of tabs for each scenario. */
  readonly runs: number
  readonly json: boolean
}

/** A swarm takes one to five minutes. */
const MAX_RUNS = 100

export const SHAPER_HELP = `npm run bench -- shaper [options]

Measures how exactly tabs behave as if behind the described network: rates and
delays of one line, in visible and in hidden tabs, shares of a common link, dilated
time, and whole swarms against the simulator.

  --part PART   accuracy or agreement (both)
  --runs N      swarms of tabs for each scenario (3)
  --json        end with one line of JSON
  --help        this text

Ends with 0 if everything is within its target, with 1 if not, with 2 if the options are wrong.
`

/** `args` after the word "shaper". Undefined: help is wanted. */
export function parseShaperOptions(args: readonly string[]): ShaperBenchOptions | undefined {
  const values = parse(args)
  if (values.help) return undefined
  return {
    parts: values.part === undefined ? PARTS : [parsePart(values.part)],
    runs: parseCount('--runs', values.runs ?? '3', 1, MAX_RUNS),
    json: values.json ?? false,
  }
}

function parse(args: readonly string[]) {
  return readArgs({
    args: [...args],
    options: {
      part: { type: 'string' },
      runs: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  }).values
}

function parsePart(text: string): Part {
  const part = PARTS.find(known => known === text)
  if (part) return part
  throw new UsageError(`--part is ${PARTS.join(' or ')}, not "${text}".`)
}
