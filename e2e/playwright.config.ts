import { defineConfig } from '@playwright/test'

/** Six tabs in a browser take half a minute; on a machine that does other things besides, two. */
const TEST_LIMIT_MS = 180_000
/** Facts come in seconds or not at all. */
const EXPECT_LIMIT_MS = 30_000

/** They measure how fast or how large something is: each has the machine for itself. */
const MEASURED =
  /(hidden|lab-memory|shaper|swarm|web-seed-speed)\.spec\.ts$|attacks\/(many-files|offers|server)\.spec\.ts$/

/** Behind routers: only where there can be any. */
const HOMES = /e2e\/homes\/.*\.spec\.ts$/

/** Over several servers: only where there is a Redis. */
const CLUSTER = /e2e\/cluster\/.*\.spec\.ts$/

export default defineConfig({
  testDir: '.',
  projects: [
    // First, where they run together: one long test at the end would have the machine for itself.
    { name: 'cluster', testMatch: CLUSTER },
    { name: 'pages', testIgnore: [MEASURED, HOMES, CLUSTER] },
    { name: 'swarms', testMatch: MEASURED },
    { name: 'homes', testMatch: HOMES },
  ],
  globalSetup: './build.setup.ts',
  // `npm test` runs more of the pages' at a time; those that measure would measure each other's load.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: TEST_LIMIT_MS,
  expect: { timeout: EXPECT_LIMIT_MS },
  outputDir: '../test-results',
  reporter: 'list',
})
