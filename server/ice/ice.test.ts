import { createHmac } from 'node:crypto'
import { io } from 'socket.io-client'
import { afterEach, describe, expect, it } from 'vitest'
import type { PeerId } from '../../shared/base/ids.ts'
import { parseStunServers } from '../../shared/events/ice.ts'
import { parseAnnounceReply } from '../../shared/events.ts'
import { SettingError } from '../settings.ts'
import { type RunningServer, startServer } from '../start.ts'
import { IceServers } from './ice-servers.ts'
import { parseIceSettings } from './ice-settings.ts'

const PEER = 'a'.repeat(40) as PeerId
const TURN = { TURN_URLS: 'turn:turn.example.org:3478,turns:[2001:db8::1]:5349?transport=tcp' }
const SECRET = { ...TURN, TURN_SECRET: 'correct horse' }

describe('the settings', () => {
  it('answer STUN at its own port, and know no TURN, unless they say otherwise', () => {
    expect(parseIceSettings({})).toEqual({ stunPort: 3478, stunUrls: [], turn: undefined })
    expect(parseIceSettings({ STUN_PORT: '0' }).stunPort).toBeUndefined()
  })

  it('read what TURN needs', () => {
    expect(parseIceSettings({ ...SECRET, TURN_TTL: '600', RELAY_MBITS: '2.5' }).turn).toEqual({
      urls: TURN.TURN_URLS.split(','),
      access: { kind: 'secret', secret: 'correct horse', ttlMs: 600_000 },
      bitsPerSec: 2_500_000,
    })
    const fixed = { ...TURN, TURN_USERNAME: 'ada', TURN_PASSWORD: 'x' }
    expect(parseIceSettings(fixed).turn?.access).toEqual({
      kind: 'static',
      username: 'ada',
      credential: 'x',
    })
  })

  it.each([
    [{ STUN_PORT: '65536' }, 'STUN_PORT must be'],
    [{ STUN_URLS: 'stun.example.org' }, 'STUN_URLS has "stun.example.org"'],
    [{ STUN_URLS: 'stun:a b' }, 'STUN_URLS has'],
    [{ STUN_URLS: 'stun:a:0' }, 'STUN_URLS has'],
    [{ STUN_URLS: 'turn:a' }, 'STUN_URLS has'],
    [{ STUN_URLS: 'stun:a,stun:b,stun:c,stun:d,stun:e' }, 'STUN_URLS has 5'],
    [{ TURN_URLS: 'turn:a?transport=sctp' }, 'TURN_URLS has'],
    [TURN, 'TURN_URLS needs TURN_SECRET'],
    [{ ...TURN, TURN_USERNAME: 'ada' }, 'TURN_URLS needs TURN_SECRET'],
    [{ ...SECRET, TURN_USERNAME: 'ada', TURN_PASSWORD: 'x' }, 'not both'],
    [{ ...SECRET, TURN_TTL: '1h' }, 'TURN_TTL must be a number of seconds from 120'],
    [{ ...SECRET, TURN_TTL: '10' }, 'TURN_TTL must be'],
    [{ ...SECRET, RELAY_MBITS: 'much' }, 'RELAY_MBITS must be'],
    [{ ...SECRET, RELAY_MBITS: '0' }, 'RELAY_MBITS must be'],
    [{ TURN_SECRET: 'x' }, 'TURN_SECRET is of no use without TURN_URLS'],
    [{ RELAY_MBITS: '1' }, 'RELAY_MBITS is of no use'],
  ])('%j are refused in a sentence', (env, sentence) => {
    const parse = () => parseIceSettings(env)
    expect(parse).toThrow(SettingError)
    expect(parse).toThrow(sentence)
    expect(parse).toThrow(/\.$/)
  })
})

describe('the credentials', () => {
  const at = (now: number, ttlSec = 600) =>
    new IceServers(
      parseIceSettings({ ...SECRET, TURN_TTL: `${ttlSec}` }),
      undefined,
      () => now,
    ).turn(PEER, '192.0.2.7')

  it('are those that coturn computes from the secret: until when, for whom, and the HMAC of both', () => {
    const { username = '', credential, validMs } = at(1_700_000_123_456) ?? {}
    expect(username).toMatch(/^\d+:[0-9a-f]{24}$/)
    expect(Number(username.split(':')[0]) * 1000).toBe(1_700_000_123_456 + (validMs ?? 0))
    const hmac = createHmac('sha1', 'correct horse').update(username).digest('base64')
    expect(credential).toBe(hmac)
  })

  it('hold for three quarters of their life at least, and are the same for a quarter', () => {
    const lives = Array.from({ length: 600 }, (_, i) => at(1_700_000_000_000 + i * 1000))
    for (const life of lives) {
      expect(life?.validMs).toBeGreaterThanOrEqual(449_000)
      expect(life?.validMs).toBeLessThanOrEqual(600_000)
    }
    expect(new Set(lives.map(life => life?.username)).size).toBeLessThanOrEqual(5)
  })

  it('of one address are few, whatever number of peer ids it makes, and no other has them', () => {
    const servers = new IceServers(parseIceSettings(SECRET), undefined, () => 1_700_000_000_000)
    const namesAt = (address: string) =>
      new Set(
        Array.from({ length: 2_000 }, (_, i) => {
          const peerId = i.toString(16).padStart(40, '0') as PeerId
          return servers.turn(peerId, address)?.username
        }),
      )
    const [names, others] = [namesAt('192.0.2.7'), namesAt('192.0.2.8')]
    expect(names.size).toBeLessThanOrEqual(16)
    expect([...names].filter(name => others.has(name))).toEqual([])
    expect([...names].join()).not.toContain('192.0.2')
  })
})

describe('a tab', () => {
  let server: RunningServer
  const ends: (() => unknown)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0)) end()
    await server.close()
  })

  /** What it is told, in order; it comes by the name of this server that others use. */
  async function told(env: Record<string, string>, host: string, announce: object) {
    const ice = { ...parseIceSettings(env), ...(env.STUN_PORT === undefined && { stunPort: 0 }) }
    server = await startServer({
      port: 0,
      ice,
      publicUrl: new URL('http://share.example.org'),
      log: () => {},
    })
    const socket = io(`http://127.0.0.1:${server.port}`, {
      transports: ['websocket'],
      forceNew: true,
      extraHeaders: { host },
    })
    ends.push(() => socket.close())
    const events: unknown[] = []
    socket.on('stun', servers => events.push(parseStunServers(servers)))
    const reply: unknown = await socket.timeout(5_000).emitWithAck('announce', announce)
    return { events, reply: parseAnnounceReply(reply) }
  }

  const counts = { uploaded: 0, downloaded: 0, left: 1, numwant: 5 }
  const ANNOUNCE = { infoHash: 'b'.repeat(40), peerId: PEER, ...counts }

  it('hears of this STUN server by the name by which it came, and as a member of TURN', async () => {
    const { events, reply } = await told(SECRET, 'share.example.org', ANNOUNCE)
    const url = `stun:share.example.org:${server.stunPort}`
    expect(events).toEqual([{ ok: true, value: { urls: [url] } }])
    const turn = {
      urls: TURN.TURN_URLS.split(','),
      username: expect.stringMatching(/^\d+:[0-9a-f]{24}$/),
    }
    expect(reply).toMatchObject({ ok: true, value: { seeders: 0, leechers: 1, turn } })
  })

  it('of this very machine needs none', async () => {
    expect((await told({}, 'localhost', ANNOUNCE)).events).toEqual([])
  })

  it('hears of other STUN servers wherever it is', async () => {
    const { events } = await told({ STUN_URLS: 'stun:192.0.2.1' }, 'localhost', ANNOUNCE)
    expect(events).toEqual([{ ok: true, value: { urls: ['stun:192.0.2.1'] } }])
  })

  it.each([
    ['leaves its swarm', { ...ANNOUNCE, event: 'stopped' }],
    ['announces nonsense', { ...ANNOUNCE, left: -1 }],
  ])('that %s is given no relay', async (_, announce) => {
    const { reply } = await told(SECRET, 'localhost', announce)
    expect(reply.ok && 'turn' in reply.value).toBe(false)
  })
})
