import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig, type TestProjectConfiguration } from 'vitest/config'
import { findRedis } from './cli/cluster/redis-process.ts'

const onRedis: TestProjectConfiguration = {
  extends: true,
  test: {
    name: 'on Redis',
    include: ['server/{calls,hostile,peer-ids,relay,stock,stock-hostile}.test.ts'],
    env: { ON_REDIS: '1' },
    setupFiles: ['cli/cluster/on-redis.setup.ts'],
  },
}

/** Tests that replace modules, or load them anew, would do so for the tests that follow in the same thread. */
const replacingModules = ['cli', 'client', 'server'].flatMap(folder =>
  readdirSync(new URL(folder, import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter(path => /\.test\.tsx?$/.test(path))
    .map(path => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter(path =>
      /\bvi\.(doMock|mock|resetModules)\(/.test(
        readFileSync(new URL(path, import.meta.url), 'utf8'),
      ),
    ),
)

/** What the pages say is read from tables, which a page loads. */
const setupFiles = ['client/language/english.ts']

/** Unit tests lie beside their sources; e2e/ belongs to Playwright. */
export default defineConfig({
  test: {
    passWithNoTests: false,
    // Thousands of random cases take a second; on a machine that does other things besides, ten.
    testTimeout: 20_000,
    // What starts programs, such as Redis and Caddy, waits longer for them than the usual ten seconds.
    hookTimeout: 30_000,
    // Facts come in milliseconds or not at all; on a machine that does other things besides, in more than the usual second.
    expect: { poll: { timeout: 15_000 } },
    pool: 'threads',
    // By default vitest leaves one core idle, which is half of a small machine.
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['shared/**/*.test.ts'],
          // Nothing in there keeps anything outside of its objects: a file need not begin a world anew.
          isolate: false,
          restoreMocks: true,
        },
      },
      {
        extends: true,
        test: {
          name: 'hosts',
          include: ['{server,client,cli}/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, ...replacingModules],
          setupFiles,
          // A thread with all modules takes half a second, which most files do not.
          isolate: false,
          unstubGlobals: true,
        },
      },
      {
        extends: true,
        test: { name: 'replaced modules', include: replacingModules, setupFiles },
      },
      // Without one they would pass, and be counted, a second time without it.
      ...(findRedis() === undefined ? [] : [onRedis]),
    ],
  },
})
