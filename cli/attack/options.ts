/** What `npm run attack` is asked for: parsed once, with a sentence for everything that is not it. */
import { parseCount, readArgs, UsageError } from '../command.ts'
import type { Attack } from './attack.ts'
import { ATTACKS } from './catalogue.ts'

const DEFAULT_SECONDS = 60
const MAX_SECONDS = 600

export const HELP = `npm run attack -- [NAME ...] [options]

Attacks a server of its own and real tabs on it, by loopback, and measures what
honest others notice. Without a name: all attacks, one after the other.

  --seconds N       how long each attack lasts; the sink that it is compared
                    with takes as long again (${DEFAULT_SECONDS})
  --target WHAT     only those on the server, on a tab, or over a link
  --redis           with the swarms of the server in a Redis, which is started, and
                    installed where it is missing
  --no-transfer     on the server: without two tabs beside it, which is faster
  --list            the attacks, a line for each
  --write           write the figures into docs/attacks.md; others stay there
  --help            this text

Ends with 0 if all held, with 1 if one did not, with 2 if the options are wrong.
`

export function parseOptions(args: readonly string[]) {
  const { values, positionals } = readArgs(args, {
    texts: ['seconds', 'target'],
    switches: ['list', 'write', 'redis', 'no-transfer'],
    allowPositionals: true,
  })
  if (values.help) return { command: 'help' as const }
  if (values.list) return { command: 'list' as const }
  if (values.write && values.redis)
    throw new UsageError('The page is of servers without Redis: leave out --write or --redis.')
  return {
    command: 'run' as const,
    attacks: chosen(positionals, values.target),
    seconds: parseCount('--seconds', values.seconds ?? `${DEFAULT_SECONDS}`, 2, MAX_SECONDS),
    transfer: !values['no-transfer'],
    redis: values.redis ?? false,
    write: values.write ?? false,
  }
}

function chosen(names: readonly string[], target: string | undefined): readonly Attack[] {
  const targets = new Set(ATTACKS.map(attack => attack.target as string))
  if (target !== undefined && !targets.has(target))
    throw new UsageError(`--target must be one of ${[...targets].join(', ')}, not "${target}".`)
  const aimed = ATTACKS.filter(attack => target === undefined || attack.target === target)
  if (names.length === 0) return aimed
  return names.map(name => {
    const attack = aimed.find(attack => attack.name === name)
    if (attack) return attack
    throw new UsageError(`There is no attack "${name}". --list names them all.`)
  })
}
