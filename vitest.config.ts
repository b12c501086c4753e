import { defineConfig } from 'vitest/config'

/** Unit tests lie beside their sources; e2e/ belongs to Playwright. */
export default defineConfig({
  test: {
    include: ['{shared,server,client,cli}/**/*.test.{ts,tsx}'],
    passWithNoTests: false,
    // Thousands of random cases take a second; on a machine that does other things besides, ten.
    testTimeout: 20_000,
  },
})
