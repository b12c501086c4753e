/** Builds pages with Vite and serves them on a free port of localhost. */
import { mkdtemp, rm } from 'node:fs/promises'
import type { Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, type Connect, preview } from 'vite'

export interface PageServer {
  readonly origin: string
  /** For what else shall answer on the same origin. */
  readonly http: HttpServer
  close(): Promise<void>
}

/** `root` holds the html files named in `pages`. `handle` sees every request first. */
export async function servePages(
  root: string,
  pages: readonly string[],
  handle?: Connect.NextHandleFunction,
): Promise<PageServer> {
  const outDir = await buildPages(root, pages)
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

/** Returns the directory of the built pages; the caller deletes it. */
async function buildPages(root: string, pages: readonly string[]): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'tabswarm-pages-'))
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      rolldownOptions: { input: pages.map(page => join(root, page)) },
    },
  })
  return outDir
}
