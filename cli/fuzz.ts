/** npm run fuzz: see `HELP`. The random tests print what failed, and the command that repeats it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { parseCount, ROOT, readArgs, runCommand } from './command.ts'

const DEFAULT_INPUTS = 1_000_000
const MAX_INPUTS = 1_000_000_000

/** Half of the inputs are for the peer, two fifths for the parsers, a tenth for the doors. */
const FILES = [
  'shared/peer/fuzz.test.ts',
  'shared/testing/parsers-fuzz.test.ts',
  'server/fuzz.test.ts',
]

const HELP = `npm run fuzz -- [options]

Says what nobody honest would. To a peer, over every exchange, by torrent and by
magnet: nothing may be thrown, no queue outgrow its limit, no link go deaf, and
once the trouble is over the download must finish. To every parser: it takes the
input, or refuses by its own kind of error. To both doors of a real server: it
throws nothing and answers /healthz afterwards. npm test does the same with fewer
inputs.

  --inputs N        how many, in all (${DEFAULT_INPUTS.toLocaleString('en')})
  --help            this text

Ends with 0 if everything holds, with 1 if not, with 2 if the options are wrong.
`

await runCommand('fuzz', async (args, { signal }) => {
  const { values } = readArgs(args, { texts: ['inputs'] })
  if (values.help) {
    console.log(HELP)
    return 0
  }
  const inputs = parseCount('--inputs', values.inputs ?? `${DEFAULT_INPUTS}`, 1, MAX_INPUTS)
  const child = spawn('npx', ['vitest', 'run', ...FILES], {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    signal,
    env: {
      ...process.env,
      FUZZ_INPUTS: `${Math.ceil(inputs * 0.5)}`,
      FUZZ_PARSERS: `${Math.ceil(inputs * 0.4)}`,
      FUZZ_DOORS: `${Math.ceil(inputs * 0.1)}`,
    },
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return code ?? 1
})
