/** Serves the built pages, tracker and signalling on PORT until it is told to stop. */
import { existsSync } from 'node:fs'
import { hostname, networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { CLIENT_DIR, NOT_BUILT } from './app.ts'
import { banner } from './banner.ts'
import { certificateNames, parsePublicUrl } from './hosts.ts'
import { parseIceSettings } from './ice/ice-settings.ts'
import { logToStderr } from './log.ts'
import { addressesOf } from './own-networks.ts'
import { TrustedProxies } from './proxies.ts'
import { parseRedisUrl } from './redis/redis-settings.ts'
import { parseSeconds, parseSwitch, SettingError } from './settings.ts'
import { parsePort, startServer } from './start.ts'
import { endOf } from './tls/certificates.ts'
import { certificatesBySettings } from './tls/tls-settings.ts'

const DEFAULT_PORT = 8080

/** What takes longer is no restart. */
const MAX_DRAIN_SECONDS = 3_600

/** Connections that are not closed by then do not keep the process from ending. */
const STOP_TIMEOUT_MS = 3_000

const CERTIFICATE_ENDED =
  'The certificate of TLS_CERT has ended, so browsers refuse this server. Renew it: the new files are read within a minute.'

const wantsHttps = options(process.argv.slice(2))
const port =
  parsePort(process.env.PORT || String(DEFAULT_PORT)) ??
  quit(`PORT must be a number from 0 to 65535, such as PORT=${DEFAULT_PORT}.`)
const publicUrl = process.env.PUBLIC_URL
  ? (parsePublicUrl(process.env.PUBLIC_URL) ??
    quit(
      'PUBLIC_URL must be what people open, by http or https and without a path, such as PUBLIC_URL=https://share.example.org',
    ))
  : undefined
const proxies = setting(() => TrustedProxies.parse(process.env.TRUST_PROXY ?? ''))
const logAddresses = setting(() => parseSwitch('LOG_ADDRESSES', process.env.LOG_ADDRESSES ?? ''))
const ice = setting(() => parseIceSettings(process.env))
const redisUrl = setting(() => parseRedisUrl(process.env.REDIS_URL ?? ''))
const metricsToken = process.env.METRICS_TOKEN || undefined
const drainSeconds = setting(() =>
  parseSeconds('DRAIN_SECONDS', process.env.DRAIN_SECONDS || '0', MAX_DRAIN_SECONDS),
)
const names = () =>
  certificateNames({
    publicUrl,
    hostname: hostname(),
    addresses: () => addressesOf(networkInterfaces()),
  })
const own = { hostname: hostname(), names }
const certificates = await certificatesBySettings(process.env, wantsHttps, own, Date.now()).catch(
  refuse,
)
const server = await startServer({
  port,
  publicUrl,
  proxies,
  logAddresses,
  ice,
  certificates,
  redisUrl,
  metricsToken,
}).catch(error => quit(whyNotListening(error)))
const shown = { port: server.port, publicUrl, isSecure: certificates !== undefined }
console.log(banner(networkInterfaces(), { ...shown, authority: certificates?.authority }))
if (!existsSync(join(CLIENT_DIR, 'index.html'))) console.error(NOT_BUILT)
if (certificates && endOf(certificates.current) < Date.now()) console.error(CERTIFICATE_ENDED)
if (server.stunTrouble) console.error(noStun(server.stunTrouble))
logToStderr('listening', { port: server.port, stunPort: server.stunPort ?? 0 })
process.once('SIGINT', stop)
process.once('SIGTERM', stop)

function whyNotListening(error: NodeJS.ErrnoException): string {
  const another = 'Choose another one: PORT=9000 npm start'
  if (error.code === 'EADDRINUSE') return `Port ${port} is taken by another program. ${another}`
  if (error.code === 'EACCES') return `Port ${port} is not allowed to this user. ${another}`
  return `The server cannot listen on port ${port} (${error.message}). ${another}`
}

function noStun({ code, message }: NodeJS.ErrnoException): string {
  const why = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${message})`
  return `UDP port ${ice.stunPort} ${why}, so STUN is not answered: people in different homes may not reach each other. Choose another port with STUN_PORT=3479, or set STUN_PORT=0 if that program is a STUN server and STUN_URLS names it.`
}

function setting<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    return refuse(error)
  }
}

/** Whether it is to speak TLS by a certificate of its own. */
function options(args: readonly string[]): boolean {
  const wrong = args.find(arg => arg !== '--https')
  if (wrong === undefined) return args.length > 0
  return quit(
    `The server does not know "${wrong}". Its one option is --https; the rest is set by environment variables: see docs/settings.md.`,
  )
}

function refuse(error: unknown): never {
  if (error instanceof SettingError) return quit(error.message)
  throw error
}

function quit(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

async function stop(signal: NodeJS.Signals): Promise<void> {
  logToStderr('stopping', { signal })
  // Ctrl+C is of a person who waits.
  if (signal === 'SIGTERM' && drainSeconds > 0) await server.drain(drainSeconds * 1_000)
  setTimeout(() => process.exit(0), STOP_TIMEOUT_MS).unref()
  await server.close()
  process.exit(0)
}
