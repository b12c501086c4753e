/** npm run cluster: see `HELP`. */
import { networkInterfaces } from 'node:os'
import { banner, lanAddresses } from '../server/banner.ts'
import { DEFAULT_STUN_PORT } from '../server/ice/ice-settings.ts'
import { parsePort } from '../server/start.ts'
import { buildPages } from './build.ts'
import { LocalCluster, MAX_NODES } from './cluster/cluster.ts'
import { parseCount, readArgs, runCommand, UsageError } from './command.ts'

const HELP = `npm run cluster -- [options]

Starts Redis (or Valkey), several servers that share it, and a balancer before them, on
this machine. Tabs meet over all of them; a server may be killed, and Redis too.

  --nodes N          servers (3)
  --port N           where the balancer listens (8080)
  --help             this text

Ends with Ctrl+C. A SIGHUP restarts the servers, one after the other.
`

const DEFAULT_PORT = 8080
/** Of a restart: time enough that the others do not meet everybody at once. */
const DRAIN_SECONDS = 5

await runCommand('cluster', async (args, { cleanup, signal }) => {
  const { values } = readArgs(args, { texts: ['nodes', 'port'] })
  if (values.help) {
    console.log(HELP)
    return 0
  }
  const nodes = parseCount('--nodes', values.nodes ?? '3', 1, MAX_NODES)
  const port = parsePort(values.port ?? process.env.PORT ?? String(DEFAULT_PORT))
  if (port === undefined) throw new UsageError('--port must be a number from 0 to 65535.')
  await buildPages()
  const interfaces = networkInterfaces()
  const [lan] = lanAddresses(interfaces)
  const stun = lan === undefined ? {} : { STUN_URLS: `stun:${lan}:${DEFAULT_STUN_PORT}` }
  const settings = (node: number): Record<string, string> => ({
    DRAIN_SECONDS: String(DRAIN_SECONDS),
    // One of them can have the port of STUN; the others name it.
    ...(node === 0 ? { STUN_PORT: String(DEFAULT_STUN_PORT) } : stun),
  })
  const cluster = await LocalCluster.start({ nodes, port, settings }, cleanup)
  console.log(banner(interfaces, { port: cluster.balancer.port, isSecure: false }))
  for (const [i, node] of cluster.nodes.entries())
    console.log(`  Server ${i + 1}: port ${node.port}, process ${node.pid}`)
  process.on('SIGHUP', () => {
    console.log('  Restarting the servers, one after the other.')
    cluster.restart().then(
      () => console.log('  All servers are restarted.'),
      error => console.error(error.message),
    )
  })
  if (!signal.aborted)
    await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()))
  return 0
})
