import { defineConfig } from '@playwright/test'

/** Longest of all: five tabs and 20 MB on a machine that does something else besides. */
const TEST_LIMIT_MS = 90_000
/** Facts come in seconds or not at all. */
const EXPECT_LIMIT_MS = 30_000

/** Pages looked at, one by one: these may run side by side. */
const LOOKS = /(gallery|lab-look)\.spec\.ts$/

/** Behind routers: only where there can be any. */
const HOMES = /e2e\/homes\/.*\.spec\.ts$/

/** Over several servers: only where there is a Redis. */
const CLUSTER = /e2e\/cluster\/.*\.spec\.ts$/

export default defineConfig({
  testDir: '.',
  projects: [
    { name: 'looks', testMatch: LOOKS },
    { name: 'swarms', testIgnore: [LOOKS, HOMES, CLUSTER] },
    { name: 'homes', testMatch: HOMES },
    { name: 'cluster', testMatch: CLUSTER },
  ],
  globalSetup: './build.setup.ts',
  // Swarms drive several browsers each; side by side they would measure each other's load.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: TEST_LIMIT_MS,
  expect: { timeout: EXPECT_LIMIT_MS },
  outputDir: '../test-results',
  reporter: 'list',
})
