/** npm start builds the pages and serves them, with `--https` by TLS; npm run dev (`--dev`) reloads them as one edits. */
import { join } from 'node:path'
import { createServer } from 'vite'
import { startServer } from '../server/start.ts'
import { buildPages } from './build.ts'
import { ROOT } from './command.ts'

/** Beside the 8080 of `npm start`, so that both can run. */
const DEV_PORT = 8081

if (process.argv.includes('--dev')) {
  if (process.argv.includes('--https')) {
    console.error('npm run dev serves plain http alone. By TLS: npm start -- --https')
    process.exit(2)
  }
  await serveSources()
} else {
  await buildPages()
  await import('../server/main.ts')
}

async function serveSources(): Promise<void> {
  const server = await startServer({ port: 0 })
  const sockets = { target: `http://localhost:${server.port}`, ws: true }
  const pages = await createServer({
    configFile: join(ROOT, 'vite.config.ts'),
    server: {
      port: Number(process.env.PORT ?? DEV_PORT),
      proxy: { '/socket.io': sockets, '/announce': sockets },
    },
  })
  await pages.listen()
  pages.printUrls()
}
