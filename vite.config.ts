import { defineConfig } from 'vite'

/**
 * simple-peer without Node's streams and Buffer, which its own bundle carries: its bytes go past
 * them, and they are a fifth of the page.
 */
const standIn = (name: string): string =>
  new URL(`client/host/channel/node/${name}.cjs`, import.meta.url).pathname

/** The pages: the share page at `/`, the lab at `/lab/`. */
export default defineConfig({
  root: 'client',
  resolve: {
    alias: {
      'simple-peer/simplepeer.min.js': 'simple-peer/index.js',
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
    rolldownOptions: { input: ['client/index.html', 'client/lab/index.html'] },
  },
  worker: { format: 'es' },
})
