import { defineConfig } from 'vite'

const here = (path: string): string => new URL(path, import.meta.url).pathname

/**
 * For what is never used: Node's streams and Buffer in simple-peer, which its own bundle carries though
 * its bytes go past them, a fifth of the page; all transports of Socket.IO but WebSocket.
 */
const standIn = (name: string): string => here(`client/host/channel/node/${name}.cjs`)

/** What both pages need from the start, and what the parts that are loaded later share with them. */
const SHARED = [
  /\/shared\/base\/(?:assert|bitfield|bucket|ids|ip-address|pieces|random|rate-meter|text)\.ts$/,
  /\/shared\/wire\/(?:gossip-style|gossip-block|candidate|message|bencode|lengths|payload)\.ts$/,
  /\/shared\/torrent\/(?:magnet|tracker-url|file-name|file-ranges|distinct-paths)\.ts$/,
  /\/client\/host\/(?:api|identity|later|log-ring|worker-url|storage\/(?:hashing|piece-store)|session\/(?:exchange-settings|shaping))\.ts$/,
  /\/client\/language\/(?:language|table|format|common|share)\.ts$/,
  /\/client\/share\/(?:give-file|saying|format|names|progress|words|pieces|snapshot|paced|others-origin|share-link)\.ts$/,
  /\/client\/share\/view\/(?:canvas|parts|fields)\.tsx?$/,
  /\/node_modules\/(?:preact|@preact)\//,
]

const isShared = (id: string): boolean => SHARED.some(pattern => pattern.test(id))

/** What only one language says has that in its name: 'texts-el-share'. */
function textsIn(module: string | null): string {
  const [, language, table] =
    /\/client\/language\/([a-z]{2})\/([\w-]+)\.ts$/.exec(module ?? '') ?? []
  return language ? `texts-${language}-${table}` : '[name]'
}

/** The pages: the share page at `/`, the lab at `/lab/`. */
export default defineConfig({
  root: 'client',
  resolve: {
    alias: {
      'readable-stream': standIn('stream'),
      buffer: standIn('buffer'),
      randombytes: standIn('randombytes'),
      debug: standIn('debug'),
      // As engine.io-client's `index.js` and `transports/index.js` name them.
      './polling-xhr.node.js': standIn('transport'),
      './transports/polling-fetch.js': standIn('transport'),
      './transports/polling-xhr.js': standIn('transport'),
      './transports/polling-xhr.node.js': standIn('transport'),
      './webtransport.js': standIn('transport'),
    },
  },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2023',
    // Browsers of that year know it themselves.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [here('client/index.html'), here('client/lab/index.html')],
      // In one file: many small ones are larger, each compressed by itself.
      output: {
        codeSplitting: { groups: [{ name: 'shared', test: isShared }] },
        chunkFileNames: ({ facadeModuleId }) => `assets/${textsIn(facadeModuleId)}-[hash].js`,
      },
    },
  },
  worker: { format: 'es' },
})
