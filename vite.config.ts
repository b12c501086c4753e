import { defineConfig } from 'vite'

const here = (path: string): string => new URL(path, import.meta.url).pathname

/**
 * For what is never used: Node's streams and Buffer in simple-peer, which its own bundle carries though
 * its bytes go past them, a fifth of the page; all transports of Socket.IO but WebSocket.
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
      // As engine.io-client's `transports/index.js` names them.
      './polling-xhr.node.js': standIn('transport'),
      './webtransport.js': standIn('transport'),
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
