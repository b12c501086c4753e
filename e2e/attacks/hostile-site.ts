/** A site of another origin, with whatever pages and redirects a test wants of it. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HostileSite {
  readonly origin: string
  close(): Promise<void>
}

/** By path: HTML, or where to redirect to. At 127.0.0.1, which to a browser is not localhost. */
export async function openHostileSite(
  pages: Readonly<Record<string, { html: string } | { location: string }>>,
): Promise<HostileSite> {
  const server = createServer((request, response) => {
    const page = pages[request.url ?? '']
    if (page && 'location' in page) response.writeHead(302, { location: page.location }).end()
    else response.setHeader('content-type', 'text/html').end(page?.html ?? '')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
