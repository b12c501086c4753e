/** What of deploy/ can be checked without Docker and without a domain. */
import { spawn, spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parsePublicUrl } from '../server/hosts.ts'
import { parseIceSettings } from '../server/ice/ice-settings.ts'
import { TrustedProxies } from '../server/proxies.ts'
import { parseRedisUrl } from '../server/redis/redis-settings.ts'
import { parseSeconds, parseSwitch } from '../server/settings.ts'
import { Authority } from '../server/tls/authority.ts'
import { caddyObstacle, freePort } from './caddy.ts'
import { ROOT } from './command.ts'

const COTURN_LIMIT_MS = 30_000

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

/** Every environment variable that the server reads as a setting. */
function settingsInSources(): Set<string> {
  const files = readdirSync(join(ROOT, 'server'), { recursive: true, encoding: 'utf8' })
  const sources = files
    .filter(file => /(?<!\.test)\.ts$/.test(file))
    .map(file => read(`server/${file}`))
  const names = sources.flatMap(text => [
    ...[...text.matchAll(/\benv\.([A-Z][A-Z_]+)/g)].map(([, name]) => name as string),
    // { TLS_CERT: cert, TLS_KEY: key } = env
    ...[...text.matchAll(/const \{([^{}]*)\} = env\b/g)].flatMap(([, inside = '']) =>
      [...inside.matchAll(/\b([A-Z][A-Z_]+)\b/g)].map(([, name]) => name as string),
    ),
  ])
  return new Set(names.filter(name => !SYSTEM.has(name)))
}

/** Those of the operating system, which say where a user's files are. */
const SYSTEM = new Set(['STATE_DIRECTORY', 'XDG_DATA_HOME', 'LOCALAPPDATA'])

test('the table of settings has every one that the server reads, and no other', () => {
  const rows = [...read('docs/settings.md').matchAll(/^\| (`[^|]*`) \|/gm)]
  const inTable = rows.flatMap(([, cell = '']) => [...cell.matchAll(/`([A-Z_]+)`/g)].map(m => m[1]))
  expect(inTable.sort()).toEqual([...settingsInSources()].sort())
  expect(inTable.length).toBeGreaterThan(10)
})

interface Service {
  readonly image: string
  readonly build?: { readonly context: string; readonly dockerfile: string }
  readonly user?: string
  readonly read_only?: boolean
  readonly privileged?: boolean
  readonly cap_drop?: readonly string[]
  readonly cap_add?: readonly string[]
  readonly security_opt?: readonly string[]
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly environment: Readonly<Record<string, string>>
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
  readonly restart?: string
  readonly hostname?: string
  readonly extends?: { readonly file: string; readonly service: string }
  readonly stop_grace_period?: string
  readonly network_mode?: string
  readonly pids_limit?: number
  readonly logging?: { readonly options: object }
}

interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes?: object
}

const compose = (path: string) => parse(read(path), { merge: true }) as ComposeFile
const alone = compose('deploy/compose.yaml')

/** As Compose does it with two files, of which the second extends services of the first. */
function withCluster(): ComposeFile {
  const more = compose('deploy/compose.cluster.yaml').services
  const merged = Object.entries(more).map(([name, service]): [string, Service] => {
    const base = alone.services[service.extends?.service ?? name]
    const environment = { ...base?.environment, ...service.environment }
    return [name, { ...base, ...service, environment }]
  })
  return { ...alone, services: { ...alone.services, ...Object.fromEntries(merged) } }
}

const SERVERS = ['app', 'app-2', 'app-3']

describe.each([
  ['the compose file', alone, ['app', 'caddy', 'coturn']],
  [
    'the compose file with that of a cluster',
    withCluster(),
    ['app', 'caddy', 'coturn', 'app-2', 'app-3', 'redis'],
  ],
])('%s', (_name, { services, volumes = {} }, names) => {
  const env = { DOMAIN: 'share.example.org', TURN_SECRET: 'secret' } as Record<string, string>
  /** As Compose does it: ${NAME}, ${NAME:-default}, ${NAME:?sentence}. */
  const filled = (value: string) =>
    value.replace(
      /\$\{([A-Z_]+)(?::[-?]([^}]*))?\}/g,
      (all, name, rest) => env[name] ?? (all.includes(':-') ? rest : ''),
    )

  const apps = SERVERS.flatMap(name => services[name] ?? [])

  test('has what it needs', () => {
    expect(Object.keys(services)).toEqual(names)
  })

  test.each(Object.keys(services))('%s may as little as it needs, and is watched', name => {
    const service = services[name] as Service
    expect(service.read_only).toBe(true)
    expect(service.privileged).toBeUndefined()
    expect(service.cap_drop).toEqual(['ALL'])
    expect(service.cap_add ?? []).toEqual(name === 'caddy' ? ['NET_BIND_SERVICE'] : [])
    expect(service.security_opt).toEqual(['no-new-privileges:true'])
    expect(service.restart).toBe('unless-stopped')
    expect(service.pids_limit).toBeGreaterThan(0)
    expect(service.logging?.options).toHaveProperty('max-size')
    // The app's is in its image.
    if (!SERVERS.includes(name)) expect(service.healthcheck?.test[0]).toBe('CMD')
    for (const volume of service.volumes ?? []) {
      const [source = '', , mode] = volume.split(':')
      if (name === 'caddy' && source === 'certificates') expect(mode).toBeUndefined()
      else expect(mode, volume).toBe('ro')
      expect(source.startsWith('./') || source in volumes, volume).toBe(true)
    }
  })

  test('the app and Redis are no root, and the app is reached by Caddy alone', () => {
    for (const app of [...apps, ...(services.redis ? [services.redis] : [])]) {
      expect(app.user).toMatch(/^(node|redis)$/)
      expect(app.ports).toBeUndefined()
      expect(app.network_mode).toBeUndefined()
    }
    expect(services.caddy?.ports).toEqual(['80:80', '443:443', '443:443/udp'])
    const upstreams = apps.map(({ hostname }) => `${hostname}:8080`)
    expect(services.caddy?.environment.APP).toBe(upstreams.join(' '))
  })

  test('versions of what is downloaded are pinned', () => {
    for (const { image, build } of Object.values(services))
      if (!build) expect(image).toMatch(/:\d+\.\d+\.\d+(-[a-z]+)?$|@sha256:/)
    for (const [, image] of read('deploy/Dockerfile').matchAll(/^FROM (\S+)/gm))
      expect(image).toMatch(/^node:20\.\d+\.\d+-[a-z]+-slim$/)
  })

  test.each(apps)('$hostname is given settings that there are, with values that it takes', app => {
    const given = app.environment
    const known = settingsInSources()
    for (const name of Object.keys(given)) expect(known, name).toContain(name)
    const taken = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, filled(value)]),
    )
    expect(parsePublicUrl(taken.PUBLIC_URL ?? '')?.origin).toBe('https://share.example.org')
    expect(() => TrustedProxies.parse(taken.TRUST_PROXY ?? '')).not.toThrow()
    expect(parseSwitch('LOG_ADDRESSES', taken.LOG_ADDRESSES ?? '')).toBe(false)
    if (apps.length > 1) {
      expect(new URL(parseRedisUrl(taken.REDIS_URL ?? '') ?? '').hostname).toBe('redis')
      const drainSeconds = parseSeconds('DRAIN_SECONDS', taken.DRAIN_SECONDS ?? '', 3_600)
      expect(Number.parseInt(app.stop_grace_period ?? '0', 10)).toBeGreaterThan(drainSeconds)
    }
    const ice = parseIceSettings(taken)
    // coturn answers STUN.
    expect(ice.stunPort).toBeUndefined()
    expect(ice.stunUrls).toEqual(['stun:share.example.org:3478'])
    expect(ice.turn?.urls).toEqual([
      'turn:share.example.org:3478?transport=udp',
      'turn:share.example.org:3478?transport=tcp',
      'turns:share.example.org:5349?transport=tcp',
    ])
    expect(ice.turn?.access.kind).toBe('secret')
    expect(services.coturn?.environment.TURN_SECRET).toContain('TURN_SECRET')
  })
})

test('.env.example has every setting that the compose files ask for, and no secret', () => {
  const text = read('deploy/compose.yaml') + read('deploy/compose.cluster.yaml')
  const example = read('deploy/.env.example')
  const offered = [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)]
  const asked = [...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name)
  expect(offered.map(([, name]) => name).sort()).toEqual([...new Set(asked)].sort())
  for (const secret of ['TURN_SECRET', 'METRICS_TOKEN'])
    expect(offered.find(([, name]) => name === secret)?.[2]).toBe('')
  expect(read('.gitignore')).toMatch(/^\.env$/m)
})

describe('the Dockerfile', () => {
  const text = read('deploy/Dockerfile')

  test('ends as an unprivileged user, with a check of its health', () => {
    expect(text).toMatch(/^USER node$/m)
    expect(text).toMatch(/^HEALTHCHECK [\s\S]*\/healthz/m)
    expect(text).toMatch(/npm ci --omit=dev/)
  })

  test('copies what there is', () => {
    const ignored = read('deploy/Dockerfile.dockerignore')
    for (const [, args = ''] of text.matchAll(/^COPY (?!--from)(.*)$/gm))
      for (const source of args.split(' ').slice(0, -1)) {
        expect(() => read(source), source).not.toThrow(/ENOENT/)
        expect(ignored).toContain(`!${source.split('/')[0]}`)
      }
  })
})

describe('the systemd unit', () => {
  const text = read('deploy/tabswarm.service')

  test('runs what the image runs', () => {
    const inImage = JSON.parse(
      /^CMD (.*)$/m.exec(read('deploy/Dockerfile'))?.[1] ?? '[]',
    ) as string[]
    expect(text).toContain(`ExecStart=/usr/bin/${inImage.join(' ')}\n`)
  })

  test('may as little as it needs', () => {
    for (const line of [
      'DynamicUser=yes',
      'ProtectSystem=strict',
      'NoNewPrivileges=yes',
      'CapabilityBoundingSet=',
    ])
      expect(text).toMatch(new RegExp(`^${line}$`, 'm'))
  })
})

test('no shell script in deploy/ has a slip of syntax', () => {
  for (const name of readdirSync(join(ROOT, 'deploy/coturn')).filter(name =>
    name.endsWith('.sh'),
  )) {
    const { status, stderr } = spawnSync('sh', ['-n', join(ROOT, 'deploy/coturn', name)], {
      encoding: 'utf8',
    })
    expect([status, stderr], name).toEqual([0, ''])
  }
})

const noTurnserver = spawnSync('turnserver', ['--help'], { stdio: 'ignore' }).error !== undefined

test.skipIf(noTurnserver)(
  'coturn in the compose file waits for Caddy’s certificate, and takes the renewed one at once',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tabswarm-coturn-'))
    const kept = join(folder, 'caddy/certificates/acme/turn.example.org')
    const run = join(folder, 'run')
    for (const path of [kept, run]) mkdirSync(path, { recursive: true })
    const [port, tlsPort] = [await freePort(), await freePort()]
    const template = `listening-ip=127.0.0.1\nlistening-port=${port}\ntls-listening-port=${tlsPort}\n`
    writeFileSync(join(folder, 'turnserver.conf'), `${template}use-auth-secret\nno-cli\n`)
    const folders = { CONFIG_DIR: folder, DATA_DIR: folder, RUN_DIR: run, CHECK_SECONDS: '1' }
    const settings = { DOMAIN: 'turn.example.org', TURN_SECRET: 'secret' }
    const env = { ...process.env, ...folders, ...settings }
    const script = join(ROOT, 'deploy/coturn/in-compose.sh')
    const coturn = spawn('sh', [script], { env, stdio: 'ignore' })
    const authority = await Authority.at(join(folder, 'authority.pem'), 'test', Date.now())
    const renew = async () => {
      const { cert, key } = await authority.issue([settings.DOMAIN], Date.now())
      writeFileSync(join(kept, 'turn.example.org.key'), key)
      writeFileSync(join(kept, 'turn.example.org.crt'), cert)
      return new X509Certificate(cert).fingerprint256
    }
    const shown = async () => {
      const socket = connect({ host: '127.0.0.1', port: tlsPort, rejectUnauthorized: false })
      await Promise.race([once(socket, 'secureConnect'), once(socket, 'close')])
      const { fingerprint256 } = socket.getPeerCertificate()
      socket.destroy()
      return fingerprint256
    }
    try {
      const first = await renew()
      await expect.poll(shown, { timeout: COTURN_LIMIT_MS }).toBe(first)
      // The secret is in it.
      expect(statSync(join(run, 'turnserver.conf')).mode & 0o777).toBe(0o600)
      const second = await renew()
      await expect.poll(shown, { timeout: COTURN_LIMIT_MS }).toBe(second)
    } finally {
      coturn.kill()
      await once(coturn, 'close')
      rmSync(folder, { recursive: true })
    }
  },
  3 * COTURN_LIMIT_MS,
)

test.skipIf(caddyObstacle())('Caddy takes the Caddyfile', () => {
  const args = ['validate', '--adapter', 'caddyfile', '--config', join(ROOT, 'deploy/Caddyfile')]
  const env = { ...process.env, DOMAIN: 'share.example.org', APP: '127.0.0.1:8080' }
  const { status, stderr } = spawnSync('caddy', args, { env, encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  expect(read('deploy/Caddyfile')).toMatch(/reverse_proxy \{\$APP\}/)
})
