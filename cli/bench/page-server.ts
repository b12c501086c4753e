/** Builds pages with Vite and serves them on a free port of localhost. */
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, preview } from 'vite'

export interface PageServer {
  readonly origin: string
  close(): Promise<void>
}

/** `root` holds the html files named in `pages`. */
export async function servePages(root: string, pages: readonly string[]): Promise<PageServer> {
  const outDir = await buildPages(root, pages)
  const server = await preview({
    configFile: false,
    root,
    logLevel: 'error',
    build: { outDir },
    preview: { port: 0, host: 'localhost', open: false },
  })
  const { port } = server.httpServer.address() as AddressInfo
  return {
    origin: `http://localhost:${port}`,
    async close() {
      await server.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}

/** Returns the directory of the built pages; the caller deletes it. */
export async function buildPages(root: string, pages: readonly string[]): Promise<string> {
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
