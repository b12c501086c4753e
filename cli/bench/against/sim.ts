/** `bench sim --against`: the simulators of two revisions, each run by its own `npm run sim`. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Context } from '../../command.ts'
import type { Against } from '../options.ts'
import { say } from '../transfer.ts'
import { compare, type Measure } from './pairs.ts'
import { checkOut, OURS, type Revision } from './revision.ts'
import { concluded } from './transfer.ts'

/** Every peer's figures are in it. */
const MAX_OUTPUT_BYTES = 100e6
/** The later seeds of a run find the code compiled. */
const SPEEDS: Readonly<Record<string, readonly string[]>> = {
  'thesis-46': ['thesis-46', '--seeds', '4'],
  backbone: ['backbone', '--seeds', '1'],
  'gossip of 30 peers': [
    'report',
    '--seeds',
    '2',
    '--set',
    'topology.peers=30',
    '--set',
    'torrent.pieces=30',
  ],
}
const LARGE_SWARM = ['thousand', '--set', 'topology.peers=300', '--set', 'torrent.pieces=10']

export async function compareSim({ revision, pairs }: Against, { signal }: Context) {
  const sides = [OURS, checkOut(revision)] as const
  const speed = (name: string, args: readonly string[]): Measure<Revision> => ({
    name,
    unit: 'events/s',
    take: ({ folder }) => eventsPerSecond(folder, args, signal),
  })
  const measures = Object.entries(SPEEDS).map(([name, args]) => speed(name, args))
  measures.push(speed('events among 300 peers', LARGE_SWARM))
  return concluded(await compare(measures, sides, pairs, say), revision)
}

/** As `npm run sim --json` of that checkout says. Its first words may be those of an installation. */
async function eventsPerSecond(
  folder: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const command = ['run', '--silent', 'sim', '--', ...args, '--jobs', '1', '--json']
  const options = { cwd: folder, signal, maxBuffer: MAX_OUTPUT_BYTES }
  // Whether everyone finished, which it ends with 1 for if not, is no question here.
  const { stdout, stderr } = await promisify(execFile)('npm', command, options).catch(
    error => error,
  )
  const result = stdout?.trim().split('\n').at(-1) ?? ''
  if (result.startsWith('{')) return JSON.parse(result).eventsPerSecond
  signal.throwIfAborted()
  throw new Error(`npm ${command.join(' ')} in ${folder}:\n${stderr}`)
}
