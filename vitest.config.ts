import { availableParallelism } from 'node:os'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
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
          // What the pages say is read from tables, which a page loads.
          setupFiles: ['client/language/english.ts'],
        },
      },
      // Without one they would pass, and be counted, a second time without it.
      ...(findRedis() === undefined ? [] : [onRedis]),
    ],
  },
})
