/** npm run dev: pages that reload as you edit them, on a server of this process. */
import { join } from 'node:path'
import { createServer } from 'vite'
import { startServer } from '../server/start.ts'
import { ROOT } from './command.ts'

/** Beside the 8080 of `npm start`, so that both can run. */
const DEFAULT_PORT = 8081

const server = await startServer({ port: 0 })
const sockets = { target: `http://localhost:${server.port}`, ws: true }
const pages = await createServer({
  configFile: join(ROOT, 'vite.config.ts'),
  server: {
    port: Number(process.env.PORT ?? DEFAULT_PORT),
    proxy: { '/socket.io': sockets, '/announce': sockets },
  },
})
await pages.listen()
pages.printUrls()
