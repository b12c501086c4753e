/** `bench sim --against`: the simulators of two revisions, each run by its own `npm run sim`. */
import { spawn } from 'node:child_process'
import type { Context } from '../../command.ts'
import type { Against } from '../options.ts'
import { say } from '../transfer.ts'
import { compare, type Measure } from './pairs.ts'
import { checkOut, OURS, type Revision } from './revision.ts'
import { concluded } from './transfer.ts'

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
function eventsPerSecond(
  folder: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const command = ['run', '--silent', 'sim', '--', ...args, '--jobs', '1', '--json']
  return new Promise((resolve, reject) => {
    const child = spawn('npm', command, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], signal })
    let output = ''
    let troubles = ''
    child.stdout.on('data', text => (output += text))
    child.stderr.on('data', text => (troubles += text))
    child.on('error', reject)
    child.on('close', () => {
      // Whether everyone finished is not the question here.
      const result = output.trim().split('\n').at(-1) ?? ''
      if (result.startsWith('{')) resolve(JSON.parse(result).eventsPerSecond)
      else reject(new Error(`npm ${command.join(' ')} in ${folder}:\n${troubles}`))
    })
  })
}
