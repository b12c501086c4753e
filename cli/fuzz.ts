/** npm run fuzz: see `HELP`. The random tests print what failed, and the command that repeats it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { parseCount, ROOT, readArgs, runCommand } from './command.ts'

const DEFAULT_INPUTS = 1_000_000
const MAX_INPUTS = 1_000_000_000

const HELP = `npm run fuzz -- [options]

Tells a peer what no honest remote would, over every exchange, by torrent and by
magnet: nothing may be thrown, no queue outgrow its limit, no link go deaf, and
once the trouble is over the download must finish. npm test does the same with
fewer inputs.

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
  const child = spawn('npx', ['vitest', 'run', 'shared/peer/fuzz.test.ts'], {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    signal,
    env: { ...process.env, FUZZ_INPUTS: `${inputs}` },
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return code ?? 1
})
