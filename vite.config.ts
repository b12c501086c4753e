import { defineConfig } from 'vite'

const here = (path: string): string => new URL(path, import.meta.url).pathname

/**
 * simple-peer without Node's streams and Buffer, which its own bundle carries: its bytes go past
 * them, and they are a fifth of the page.
 */
const standIn = (name: string): string => here(`client/host/channel/node/${name}.cjs`)

/** The pages: the share page at `/`, the lab at `/lab/`. */
export default defineConfig({
  root: 'client',
  resolve: {
    alias: {
      'readable-stream': standIn('stream'),
      buffer: standIn('buffer'),
      randombytes: standIn('randombytes'),
      debug: standIn('debug'),
    },
  },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2023',
    // Browsers of that year know it themselves.
    modulePreload: { polyfill: false },
    rolldownOptions: { input: [here('client/index.html'), here('client/lab/index.html')] },
  },
  worker: { format: 'es' },
})
