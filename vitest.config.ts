import { defineConfig } from 'vitest/config'

/** Unit tests lie beside their sources; e2e/ belongs to Playwright. */
export default defineConfig({
  test: {
    include: ['{shared,server,client,cli}/**/*.test.{ts,tsx}'],
    passWithNoTests: false,
  },
})
