/** The program as a person starts it: a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterEach, expect, test, vi } from 'vitest'
import { parsePort } from './start.ts'

const MAIN = join(import.meta.dirname, 'main.ts')

// A process takes seconds to come up where others are at work.
vi.setConfig({ testTimeout: 30_000 })

let child: ChildProcess | undefined
afterEach(() => {
  child?.kill('SIGKILL')
})

/** Collects what it prints; `exit` gives its code. */
function start(port: string, settings: Record<string, string> = {}, args: string[] = []) {
  const started = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], {
    env: { ...process.env, PORT: port, STUN_PORT: '0', ...settings },
  })
  child = started
  const said = { out: '', err: '' }
  started.stdout.on('data', data => {
    said.out += data
  })
  started.stderr.on('data', data => {
    said.err += data
  })
  const exit = once(started, 'close').then(([code]) => code as number)
  return { said, exit, started }
}

test('a PORT that is none is refused in one sentence', async () => {
  const { said, exit } = start('http')
  expect(await exit).toBe(1)
  expect(said).toEqual({
    out: '',
    err: 'PORT must be a number from 0 to 65535, such as PORT=8080.\n',
  })
})

test('a PUBLIC_URL that is none is refused in one sentence, another is printed', async () => {
  const bad = start('0', { PUBLIC_URL: 'share.example.org' })
  expect(await bad.exit).toBe(1)
  expect(bad.said).toEqual({
    out: '',
    err: 'PUBLIC_URL must be what people open, by http or https and without a path, such as PUBLIC_URL=https://share.example.org\n',
  })
  const { said } = start('0', { PUBLIC_URL: 'https://share.example.org/' })
  await expect.poll(() => said.out, { timeout: 20_000 }).toContain('https://share.example.org\n')
})

test.each([
  ['TRUST_PROXY', 'proxy.example', 'TRUST_PROXY has "proxy.example", which is neither'],
  ['LOG_ADDRESSES', 'maybe', 'LOG_ADDRESSES must be 1 or 0'],
  ['TLS_CERT', 'fullchain.pem', 'TLS_CERT is of no use without TLS_KEY'],
  ['STUN_PORT', 'none', 'STUN_PORT must be a number from 0 to 65535'],
  ['DRAIN_SECONDS', '1m', 'DRAIN_SECONDS must be a number of seconds from 0'],
  ['REDIS_URL', 'localhost:6379', 'REDIS_URL must be a Redis or Valkey'],
  ['TURN_URLS', 'turn:turn.example.org', 'TURN_URLS needs TURN_SECRET'],
])('%s=%s is refused in one sentence', async (name, value, sentence) => {
  const { said, exit } = start('0', { [name]: value })
  expect(await exit).toBe(1)
  expect(said.out).toBe('')
  expect(said.err).toMatch(/^[^\n]+\.\n$/)
  expect(said.err).toContain(sentence)
})

test('an option that there is not is refused in one sentence', async () => {
  const { said, exit } = start('0', {}, ['--http'])
  expect(await exit).toBe(1)
  expect(said.err).toMatch(/^The server does not know "--http". Its one option is --https;.*\n$/)
})

test('--https serves by TLS, for this machine’s names, and says whom to trust', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tabswarm-main-'))
  const { said } = start('0', { XDG_DATA_HOME: folder }, ['--https'])
  await expect.poll(() => said.err, { timeout: 20_000 }).toContain('"event":"listening"')
  expect(said.out).not.toContain('http:')
  const port = Number(/https:\/\/localhost:(\d+)\n/.exec(said.out)?.[1])
  const pem = readFileSync(join(folder, 'tabswarm', 'authority.pem'), 'utf8')
  const ca = /-----BEGIN CERT[\s\S]*END CERTIFICATE-----/.exec(pem)?.[0] ?? ''
  rmSync(folder, { recursive: true })
  const printed = said.out.replace(/\n\s+/g, ':')
  expect(printed).toContain(new X509Certificate(ca).fingerprint256)
  for (const host of ['localhost', '127.0.0.1']) {
    const socket = connect({ host, port, ca, ...(host === 'localhost' && { servername: host }) })
    await once(socket, 'secureConnect')
    expect(socket.authorized).toBe(true)
    socket.destroy()
  }
})

test('a taken port is told in one sentence, with what to do', async () => {
  const taker = createServer().listen(0)
  await once(taker, 'listening')
  const { port } = taker.address() as { port: number }
  const { said, exit } = start(String(port))
  expect(await exit).toBe(1)
  taker.close()
  expect(said.err).toBe(
    `Port ${port} is taken by another program. Choose another one: PORT=9000 npm start\n`,
  )
})

test('STUN is answered at STUN_PORT; where that is taken it says so, and all else goes on', async () => {
  const taker = createSocket('udp4').bind(0)
  await once(taker, 'listening')
  const { said } = start('0', { STUN_PORT: String(taker.address().port) })
  await expect.poll(() => said.err, { timeout: 20_000 }).toContain('"event":"listening"')
  taker.close()
  expect(said.err).toMatch(/^UDP port \d+ is taken by another program, so STUN is not answered/m)
  const url = said.out.match(/http:\/\/localhost:\d+/)?.[0]
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
})

test.each(['SIGINT', 'SIGTERM'] as const)('serves on the port it prints until %s', async signal => {
  const { said, exit, started } = start('0')
  await expect.poll(() => said.err, { timeout: 20_000 }).toContain('"event":"listening"')
  const url = said.out.match(/http:\/\/localhost:\d+/)?.[0]
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  started.kill(signal)
  expect(await exit).toBe(0)
  expect(said.err).toContain('"event":"stopping"')
})

test('a port is a whole number from 0 to 65535', () => {
  expect(['0', '80', '8080', '65535'].map(parsePort)).toEqual([0, 80, 8080, 65_535])
  for (const text of ['', 'http', '-1', '65536', '80.5', '0x50', ' 80', '1e3', '808080'])
    expect(parsePort(text), text).toBeUndefined()
})
