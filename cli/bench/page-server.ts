/** Builds pages with Vite and serves them on a free port of localhost. */
import { mkdtemp, rm } from 'node:fs/promises'
import type { Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, type Connect, type Plugin, preview } from 'vite'
import { Counts } from '../../server/counts.ts'
import { Doors } from '../../server/doors.ts'
import { Gate } from '../../server/gate.ts'
import { IceServers } from '../../server/ice/ice-servers.ts'
import { NO_ICE } from '../../server/ice/ice-settings.ts'
import { SERVER_LIMITS } from '../../server/limits.ts'
import { alone } from '../../server/nodes.ts'
import { TrustedProxies } from '../../server/proxies.ts'
import { attachSockets } from '../../server/sockets.ts'
import { MemoryRegistry } from '../../shared/tracker/memory.ts'
import pagesConfig from '../../vite.config.ts'
import type { Cleanup } from '../command.ts'

export interface PageServer {
  readonly origin: string
  /** For what else shall answer on the same origin. */
  readonly http: HttpServer
  close(): Promise<void>
}

/** A page for each script in `root`: that of `raw.ts` is `/raw.html`. `handle` sees every request first. */
export async function servePages(
  root: string,
  scripts: readonly string[],
  handle?: Connect.NextHandleFunction,
): Promise<PageServer> {
  const outDir = await mkdtemp(join(tmpdir(), 'tabswarm-pages-'))
  const pages = new Map(
    scripts.map(script => [join(root, script.replace(/\.ts$/, '.html')), pageOf(script)]),
  )
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [unwritten(pages)],
    resolve: { ...pagesConfig.resolve },
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      rolldownOptions: { input: [...pages.keys()] },
    },
  })
  const server = await preview({
    configFile: false,
    root,
    logLevel: 'error',
    build: { outDir },
    preview: { port: 0, host: true, open: false },
    plugins: [
      {
        name: 'handle-first',
        configurePreviewServer(server) {
          if (handle) server.middlewares.use(handle)
        },
      },
    ],
  })
  const { port } = server.httpServer.address() as AddressInfo
  return {
    origin: `http://localhost:${port}`,
    http: server.httpServer as HttpServer,
    async close() {
      // Who answers on the same origin may have closed it already.
      if (server.httpServer.listening) await server.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}

const pageOf = (script: string): string => `<!doctype html>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<title>${script}</title>
<input type="file" id="files" multiple>
<script type="module" src="./${script}"></script>
`

/** Files that are built from and lie on no disk. */
const unwritten = (texts: ReadonlyMap<string, string>): Plugin => ({
  name: 'unwritten',
  enforce: 'pre',
  resolveId: id => (texts.has(id) ? id : undefined),
  load: id => texts.get(id),
})

/** A page on the origin of a server of ours: its tracker, and its coordinator of emulated networks. */
export async function serveWithServer(
  root: string,
  script: string,
  cleanup: Cleanup,
  handle?: Connect.NextHandleFunction,
): Promise<string> {
  const pages = await servePages(root, [script], handle)
  cleanup.add(() => pages.close())
  const log = () => undefined
  const now = () => performance.now()
  const limits = SERVER_LIMITS
  const proxies = TrustedProxies.NONE
  const counts = new Counts()
  const sockets = attachSockets(pages.http, {
    doors: new Doors({ publicUrl: undefined, view: proxies, log, logAddresses: false, now }),
    gate: new Gate({ limits, log, now, proxies, counts, logAddresses: false }),
    registry: new MemoryRegistry(Math.random),
    nodes: alone(),
    counts,
    iceServers: new IceServers(NO_ICE, undefined),
    limits,
    log,
    now,
  })
  cleanup.add(() => sockets.close())
  return `${pages.origin}/${script.replace(/\.ts$/, '.html')}`
}
