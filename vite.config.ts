import { defineConfig } from 'vite'

/** The pages: the share page at `/`, the lab at `/lab/`. */
export default defineConfig({
  root: 'client',
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2023',
    // Browsers of that year know it themselves.
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['client/index.html', 'client/lab/index.html'] },
  },
  worker: { format: 'es' },
})
