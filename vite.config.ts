import { defineConfig } from 'vite'

/** The pages: the share page at `/`. Vitest reads the same file. */
export default defineConfig({
  root: 'client/share',
  build: {
    outDir: '../../dist',
    emptyOutDir: true,
    target: 'es2023',
  },
  worker: { format: 'es' },
})
