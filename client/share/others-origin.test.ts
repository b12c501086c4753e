import { afterEach, beforeEach, expect, test, vi } from 'vitest'

beforeEach(() => vi.resetModules())
afterEach(() => vi.unstubAllGlobals())

/** A page opened at this address, of a server that answers so. */
async function opened(address: string, answers: Record<string, unknown>) {
  const asked: string[] = []
  vi.stubGlobal('location', new URL(address))
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    return path in answers ? Response.json(answers[path]) : new Response('', { status: 404 })
  })
  const { othersOrigin, publicOriginOrOwn } = await import('./others-origin.ts')
  const own = await publicOriginOrOwn()
  return { others: othersOrigin(), own, asked }
}

const SET = { '/public-url': { publicUrl: 'https://share.example.org' } }
const UNSET = { '/public-url': { publicUrl: null } }
const LAN = { '/lan': { address: '192.168.1.20' } }

test.each(['http://localhost:8080', 'https://127.0.0.1:8443', 'http://192.168.1.20:8080'])(
  'PUBLIC_URL is where others find a page opened at %s',
  async address => {
    const { others, own } = await opened(address, { ...SET, ...LAN })
    expect(others).toEqual({ by: 'setting', origin: 'https://share.example.org' })
    expect(own).toBe('https://share.example.org')
  },
)

test('a page opened there is where others find it', async () => {
  expect(await opened('https://share.example.org', { ...SET, ...LAN })).toEqual({
    others: undefined,
    own: 'https://share.example.org',
    asked: ['/public-url'],
  })
})

test.each(['http://localhost:8080', 'https://localhost:8080'])(
  'without it a page of %s is found by this machine’s address, by the same protocol',
  async address => {
    const { others, own, asked } = await opened(address, { ...UNSET, ...LAN })
    const origin = address.replace('localhost', '192.168.1.20')
    expect(others).toEqual({ by: 'network', origin })
    expect(own).toBe(address)
    expect(asked).toEqual(['/public-url', '/lan'])
  },
)

test('an older server, or none, leaves the page its own address', async () => {
  expect((await opened('http://192.168.1.20:8080', LAN)).others).toBeUndefined()
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  vi.stubGlobal('location', new URL('http://localhost:8080'))
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  vi.resetModules()
  const { publicOriginOrOwn } = await import('./others-origin.ts')
  expect(await publicOriginOrOwn()).toBe('http://localhost:8080')
  expect(warn).toHaveBeenCalledOnce()
})
