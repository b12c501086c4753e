import { describe, expect, test } from 'vitest'
import {
  type Asked,
  certificateNames,
  hostForOthers,
  hostRefusal,
  isHttps,
  isOwnOrigin,
  isSecureContext,
  namesReached,
  type OwnNames,
  parsePublicUrl,
} from './hosts.ts'

const MACHINE: OwnNames = {
  publicUrl: undefined,
  hostname: 'Study.fritz.box',
  addresses: () => ['127.0.0.1', '192.168.1.20', '::1', 'fe80::1', '2001:db8::20'],
}
const PUBLIC: OwnNames = { ...MACHINE, publicUrl: new URL('https://share.example.org') }

const isServed = (host: string | undefined, own = MACHINE, more: Partial<Asked> = {}) =>
  hostRefusal({ host, ...more }, own) === undefined

test.each<[string, Asked, OwnNames, string[]]>([
  ['Host', { host: 'LOCALHOST:8080' }, MACHINE, ['localhost:8080']],
  [
    'PUBLIC_URL, whatever a proxy makes of the Host',
    { host: '127.0.0.1:8080' },
    PUBLIC,
    ['127.0.0.1:8080', 'share.example.org'],
  ],
  ['a name said twice', { host: 'share.example.org:443' }, PUBLIC, ['share.example.org']],
  [
    'what a trusted proxy has heard',
    { host: 'inner', forwarded: { host: 'study.local', proto: undefined } },
    MACHINE,
    ['study.local'],
  ],
  [
    'no name of others, whoever says it',
    { host: 'evil.example', forwarded: { host: 'evil.example', proto: undefined } },
    PUBLIC,
    ['share.example.org'],
  ],
  ['nothing', {} as Asked, MACHINE, []],
])('a tab may have reached us by %s', (_, asked, own, names) => {
  expect(namesReached(asked, own)).toEqual(names)
})

describe('Host', () => {
  test.each([
    ...['localhost', 'localhost:8080', 'LOCALHOST:1', 'localhost.', 'swarm.localhost:8080'],
    ...['127.0.0.1:8080', '127.8.8.8', '[::1]:8080', '[0:0::1]'],
    ...['192.168.1.20:8080', '192.168.1.20', '[2001:DB8:0::20]:9000', '[fe80::1]'],
    ...['study.local:8080', 'STUDY.LOCAL', 'study.local.', 'study', 'study.fritz.box:8080'],
  ])('%s is this machine', host => {
    expect(isServed(host)).toBe(true)
  })

  test.each([
    ...['evil.example', 'evil.example:8080', '127.0.0.1.evil.example', 'localhost.evil.example'],
    ...['notlocalhost', 'evillocalhost:8080', 'study.local.evil.example', 'other.local', 'local'],
    ...['192.168.1.21', '192.168.1.20.nip.io', '8.8.8.8', '0.0.0.0', '[::]', '[2001:db8::21]'],
    ...['share.example.org', '2130706433.evil.example', 'xn--localhost-.example'],
    ...[
      '',
      ' ',
      'localhost localhost',
      'localhost,evil.example',
      'evil@localhost',
      'localhost/',
      '#',
    ],
    ...[
      'localhost:x',
      'localhost:',
      'localhost:999999',
      'localhost:70000',
      '[::1',
      '[zz]',
      'a%00b',
    ],
    ...['http://localhost', 'localhost?', 'localhost\\evil', 'löcalhost', '1.2.3.4.5', '[::1]x'],
  ])('%s is not', host => {
    expect(isServed(host)).toBe(false)
  })

  test('whoever is refused is told the setting to change; what is malformed is not repeated', () => {
    expect(hostRefusal({ host: 'share.example.org' }, MACHINE)).toBe(
      'This server does not answer to the name "share.example.org". Who runs it lets people use that name by the setting PUBLIC_URL, such as PUBLIC_URL=https://share.example.org',
    )
    expect(hostRefusal({ host: '<script>' }, MACHINE)).toBe('The request has no valid Host header.')
  })

  test('what is no browser may leave it out', () => {
    expect(isServed(undefined)).toBe(true)
  })

  test('PUBLIC_URL is served, whatever port a proxy writes, and those below and above it are not', () => {
    for (const host of ['share.example.org', 'SHARE.example.org:443', 'share.example.org:8080'])
      expect(isServed(host, PUBLIC), host).toBe(true)
    for (const host of ['example.org', 'a.share.example.org', 'xshare.example.org'])
      expect(isServed(host, PUBLIC), host).toBe(false)
    expect(isServed('localhost:8080', PUBLIC)).toBe(true)
  })

  test('the address at which a request arrived is one of this machine', () => {
    for (const localAddress of ['10.9.8.7', '::ffff:10.9.8.7'])
      expect(isServed('10.9.8.7:8080', MACHINE, { localAddress })).toBe(true)
    expect(isServed('10.9.8.6:8080', MACHINE, { localAddress: '10.9.8.7' })).toBe(false)
  })

  test('what a trusted proxy says stands for the Host, and is judged like it', () => {
    const by = (host: string | undefined) => ({ forwarded: { host, proto: 'https' } as const })
    expect(isServed('backend:8080', PUBLIC, by('share.example.org'))).toBe(true)
    expect(isServed('localhost:8080', PUBLIC, by('evil.example'))).toBe(false)
    expect(isServed('localhost:8080', PUBLIC, by('localhost, evil.example'))).toBe(false)
    expect(isServed('evil.example', PUBLIC, by(undefined))).toBe(false)
  })

  test('a machine without a name has none', () => {
    expect(isServed('.local', { ...MACHINE, hostname: '' })).toBe(false)
  })
})

describe('Origin', () => {
  const isOwn = (
    origin: string | undefined,
    host: string,
    own = MACHINE,
    more: Partial<Asked> = {},
  ) => isOwnOrigin({ origin, host, ...more }, own)

  test('no Origin: no browser', () => {
    expect(isOwn(undefined, 'localhost:8080')).toBe(true)
  })

  test.each([
    ['http://localhost:8080', 'localhost:8080'],
    ['http://localhost', 'localhost'],
    ['http://localhost', 'localhost:80'],
    ['http://localhost:443', 'localhost:443'],
    ['http://192.168.1.20:9000', '192.168.1.20:9000'],
    ['http://[::1]:8080', '[::1]:8080'],
    // TLS ends before this server, which hears of it by nobody.
    ['https://study.local', 'study.local'],
    ['https://study.local', 'study.local:443'],
    ['https://study.local', 'STUDY.local:443'],
    ['https://study.local:8443', 'study.local:8443'],
  ])('a page of %s may speak to Host %s', (origin, host) => {
    expect(isOwn(origin, host)).toBe(true)
  })

  test.each([
    ['null', 'localhost:8080'],
    ['', 'localhost:8080'],
    ['file://', 'localhost'],
    ['file://localhost', 'localhost'],
    ['chrome-extension://localhost', 'localhost'],
    ['moz-extension://localhost', 'localhost'],
    ['ws://localhost:8080', 'localhost:8080'],
    ['http://evil.example', 'localhost:8080'],
    ['http://evil.example:8080', 'localhost:8080'],
    ['http://localhost:8080.evil.example', 'localhost:8080'],
    ['http://localhost:8080@evil.example', 'localhost:8080'],
    ['http://localhost:8080/', 'localhost:8080'],
    ['http://localhost:8080, http://evil.example', 'localhost:8080'],
    ['http://localhost:8081', 'localhost:8080'],
    ['http://localhost', 'localhost:8080'],
    ['http://localhost:8080', 'localhost'],
    ['https://study.local', 'study.local:80'],
    ['http://study.local', 'study.local:443'],
    ['http://127.0.0.1:8080', 'localhost:8080'],
    ['https://share.example.org', '127.0.0.1:8080'],
  ])('a page of %s may not speak to Host %s', (origin, host) => {
    expect(isOwn(origin, host)).toBe(false)
  })

  test('a page at PUBLIC_URL may, whatever a proxy makes of the Host', () => {
    for (const host of ['share.example.org', 'share.example.org:443', '127.0.0.1:8080'])
      expect(isOwn('https://share.example.org', host, PUBLIC), host).toBe(true)
    for (const origin of ['http://evil.example', 'https://share.example.org.evil.example', 'null'])
      expect(isOwn(origin, 'share.example.org', PUBLIC), origin).toBe(false)
  })

  test('where a trusted proxy tells how the page was asked for, its scheme counts', () => {
    const by = { forwarded: { host: 'study.local', proto: 'https' } as const }
    expect(isOwn('https://study.local', 'x:1', MACHINE, by)).toBe(true)
    expect(isOwn('http://study.local', 'x:1', MACHINE, by)).toBe(false)
    expect(isOwn('https://x:1', 'x:1', MACHINE, by)).toBe(false)
  })
})

test('by our own TLS a page of plain http at the same name is another site', () => {
  const asked = { host: 'study.local:8080', encrypted: true }
  expect(isOwnOrigin({ ...asked, origin: 'https://study.local:8080' }, MACHINE)).toBe(true)
  expect(isOwnOrigin({ ...asked, origin: 'http://study.local:8080' }, MACHINE)).toBe(false)
})

test('others find STUN by the name that they opened, and by PUBLIC_URL where a proxy hides it', () => {
  const local = { ...MACHINE, publicUrl: new URL('https://localhost:8443') }
  const by = (host: string | undefined) => ({ forwarded: { host, proto: undefined } })
  const cases: [Asked, OwnNames, string | undefined][] = [
    [{ host: '192.168.1.20:8080' }, MACHINE, '192.168.1.20'],
    [{ host: 'localhost:8080' }, MACHINE, undefined],
    [{ host: undefined }, MACHINE, undefined],
    [{ host: '192.168.1.20:8080' }, PUBLIC, '192.168.1.20'],
    [{ host: 'localhost:8080' }, PUBLIC, undefined],
    [{ host: 'localhost:8080', ...by(undefined) }, PUBLIC, 'share.example.org'],
    [{ host: 'localhost:8443', ...by(undefined) }, local, undefined],
    [{ host: '192.168.1.20:8080', ...by(undefined) }, PUBLIC, 'share.example.org'],
    [{ host: '192.168.1.20:8080', ...by(undefined) }, MACHINE, '192.168.1.20'],
    [{ host: '127.0.0.1:8080', ...by('study.local') }, PUBLIC, 'study.local'],
  ]
  for (const [asked, own, host] of cases)
    expect(hostForOthers(asked, own), JSON.stringify(asked)).toBe(host)
})

test('a certificate is for what browsers open, and for a limited number of names', () => {
  expect(certificateNames(PUBLIC)).toEqual([
    ...['study.fritz.box', 'study', 'study.local', 'localhost', 'share.example.org'],
    ...['127.0.0.1', '192.168.1.20', '::1', '2001:db8::20'],
  ])
  const odd = { ...MACHINE, hostname: 'a_b', publicUrl: new URL('https://[2001:db8::20]:8443') }
  expect(certificateNames(odd)).toEqual([
    ...['localhost', '2001:db8::20', '127.0.0.1', '192.168.1.20', '::1'],
  ])
  const many = Array.from({ length: 300 }, (_, i) => `10.0.${i >> 8}.${i & 255}`)
  expect(certificateNames({ ...MACHINE, addresses: () => many })).toHaveLength(100)
})

test('https is certain where PUBLIC_URL or a trusted proxy says so; this machine is trusted without', () => {
  const proto = (proto: 'http' | 'https') => ({ forwarded: { host: undefined, proto } })
  const cases: [Asked, OwnNames, boolean, boolean][] = [
    [{ host: 'study.local' }, MACHINE, false, false],
    [{ host: '192.168.1.20' }, PUBLIC, false, false],
    [{ host: 'localhost:8080' }, MACHINE, false, true],
    [{ host: 'share.example.org' }, PUBLIC, true, true],
    [{ host: 'share.example.org:443' }, PUBLIC, true, true],
    [{ host: 'share.example.org:8080' }, PUBLIC, false, false],
    [{ host: 'study.local', ...proto('https') }, MACHINE, true, true],
    [{ host: 'share.example.org', ...proto('http') }, PUBLIC, false, false],
    [{ host: '192.168.1.20:8080', encrypted: true }, MACHINE, true, true],
    [{ host: 'study.local', encrypted: true, ...proto('http') }, MACHINE, false, false],
  ]
  for (const [asked, own, https, secure] of cases) {
    const found = [isHttps(asked, own), isSecureContext(asked, own)]
    expect(found, JSON.stringify(asked)).toEqual([https, secure])
  }
})

test('PUBLIC_URL is a scheme, a name and a port at most', () => {
  for (const [text, origin] of [
    ['https://share.example.org', 'https://share.example.org'],
    ['HTTPS://Share.Example.Org:443/', 'https://share.example.org'],
    ['http://192.168.1.20:9000', 'http://192.168.1.20:9000'],
    ['http://[2001:db8::1]:80', 'http://[2001:db8::1]'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ] as const)
    expect(parsePublicUrl(text)?.origin, text).toBe(origin)
  for (const text of [
    ...['', ' ', 'share.example.org', '//share.example.org', 'share.example.org:443'],
    ...['ftp://share.example.org', 'ws://share.example.org', 'javascript:alert(1)', 'https:'],
    ...[
      'https://',
      'https:///',
      'https:share.example.org',
      'https://a.example/path',
      'https://a b',
    ],
    ...[
      'https://a.example?x',
      'https://a.example#x',
      'https://me@a.example',
      'https://a.example:x',
    ],
    ...['https://a.example:99999', 'https://*.example.org', 'https://a.example,https://b.example'],
    ...[' https://a.example', 'https://a.example\n', 'https:\\\\a.example'],
  ])
    expect(parsePublicUrl(text), text).toBeUndefined()
})
