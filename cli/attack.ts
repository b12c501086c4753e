/** npm run attack: see `HELP`. Results on stdout, progress and troubles on stderr. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { aligned } from './aligned.ts'
import type { Attack, Figure, Result } from './attack/attack.ts'
import { ATTACKS } from './attack/catalogue.ts'
import { HELP, parseOptions } from './attack/options.ts'
import { documentOf, isHeld, lines } from './attack/report.ts'
import { floodServer, type ServerRun } from './attack/server/run.ts'
import { ensureRedis, RedisProcess } from './cluster/redis-process.ts'
import { ROOT, runCommand } from './command.ts'

const DOCUMENT = join(ROOT, 'docs', 'attacks.md')

await runCommand('attack', async (args, { signal }) => {
  const options = parseOptions(args)
  if (options.command === 'help') {
    console.log(HELP)
    return 0
  }
  if (options.command === 'list') {
    const rows = ATTACKS.map(({ name, target, about }) => [name, target, about])
    console.log(aligned(rows).join('\n'))
    return 0
  }
  const results: Result[] = []
  for (const attack of options.attacks) {
    if (signal.aborted) break
    console.error(`${attack.name}: ${attack.about} ...`)
    const result = await resultOf(attack, { ...options, signal }, options.redis)
    results.push(result)
    console.error(lines([result]).slice(1).join('\n'))
  }
  if (options.write && !signal.aborted) {
    const order = { seconds: options.seconds, names: ATTACKS.map(({ name }) => name) }
    writeFileSync(DOCUMENT, documentOf(readFileSync(DOCUMENT, 'utf8'), results, order))
  }
  console.log(`\n${lines(results).join('\n')}`)
  const broken = results.filter(result => !isHeld(result))
  console.log(`\n${results.length - broken.length} held, ${broken.length} broke`)
  return broken.length > 0 ? 1 : 0
})

/** An attack that could not be run has not held. */
async function resultOf(attack: Attack, options: ServerRun, isOnRedis: boolean): Promise<Result> {
  const { name, about } = attack
  const redis = isOnRedis ? await RedisProcess.start(redisProgram()) : undefined
  const run = { ...options, redisUrl: redis?.url }
  const failed = (error: unknown): Figure[] => [
    {
      what: 'ran to its end',
      limit: 'yes',
      measured: error instanceof Error ? error.message.slice(0, 200) : String(error),
      held: false,
    },
  ]
  const figures = attack.target === 'server' ? floodServer(attack, run) : attack.run(run)
  return { name, about, figures: await figures.catch(failed).finally(() => redis?.close()) }
}

function redisProgram(): string {
  const program = ensureRedis()
  if (program === undefined) throw new Error('--redis needs Redis or Valkey. Install redis-server.')
  return program
}
