import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { NOT_BUILT } from './app.ts'
import { type RunningServer, startServer } from './start.ts'

let dir: string
let server: RunningServer
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tabswarm-app-'))
  server = await startServer({ port: 0, clientDir: dir, log: () => {} })
})
afterEach(async () => {
  await server.close()
  await rm(dir, { recursive: true })
})

const get = (path: string, encoding = 'identity') =>
  fetch(`http://localhost:${server.port}${path}`, {
    headers: { 'accept-encoding': encoding },
  })

async function build(): Promise<void> {
  await mkdir(join(dir, 'assets'))
  await writeFile(join(dir, 'index.html'), '<!doctype html>')
  await writeFile(join(dir, 'assets/index-abc123.js'), 'export {}')
}

test('pages are asked for anew each time, what has a hash in its name never again', async () => {
  await build()
  const page = await get('/')
  expect(page.status).toBe(200)
  expect(page.headers.get('cache-control')).toBe('no-cache')
  expect(page.headers.get('content-type')).toMatch('text/html')
  const script = await get('/assets/index-abc123.js')
  expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(script.headers.get('content-type')).toMatch('javascript')
})

test('a browser that takes brotli gets what the build has compressed, any other the file itself', async () => {
  await build()
  const path = '/assets/index-abc123.js'
  await writeFile(join(dir, `${path}.br`), brotliCompressSync('export {}'))
  // It looks for them once, when it starts.
  await server.close()
  server = await startServer({ port: 0, clientDir: dir, log: () => {} })

  const small = await get(path, 'gzip, br')
  expect(small.headers.get('content-encoding')).toBe('br')
  expect(small.headers.get('content-type')).toMatch('javascript')
  expect(small.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(await small.text()).toBe('export {}')
  expect((await get(path, 'gzip')).headers.get('content-encoding')).toBeNull()
})

test('a page that is not built yet says what to do', async () => {
  const page = await get('/')
  expect([page.status, await page.text()]).toEqual([503, NOT_BUILT])
})

test.each(['/nothing', '/..%2f..%2fpackage.json', '/%c0%ae%c0%ae/', '/assets/', '/.env'])(
  'there is nothing at %s, and no word of where the files lie',
  async path => {
    await build()
    const response = await get(path)
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
    expect(await response.text()).not.toContain(dir)
  },
)

test('says that it lives', async () => {
  const response = await get('/healthz')
  expect([response.status, await response.text()]).toEqual([200, 'ok'])
})

test('tells any page what PUBLIC_URL is', async () => {
  const answer = async () => (await get('/public-url')).json()
  expect(await answer()).toEqual({ publicUrl: null })
  await server.close()
  const publicUrl = new URL('https://share.example.org')
  server = await startServer({ port: 0, clientDir: dir, publicUrl, log: () => {} })
  expect(await answer()).toEqual({ publicUrl: 'https://share.example.org' })
})

test('without TLS of its own it has no authority to trust', async () => {
  expect((await get('/authority.crt')).status).toBe(404)
})

test.each([
  '/%23magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567',
  '/%23magnet%3A%3Fxt%3Durn%3Abtih%3A0123456789abcdef0123456789abcdef01234567',
  '/%2523magnet%253A%253Fxt',
  '/magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567',
  '/some/path/%23magnet:?xt=urn',
  '/index.html%23magnet:?xt=urn',
])('a link whose # was escaped, or lost, gets the page: %s', async path => {
  await build()
  const page = await get(path)
  expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-cache'])
  expect(page.headers.get('content-type')).toMatch('text/html')
  expect(page.headers.get('content-security-policy')).toMatch("default-src 'none'")
  expect(await page.text()).toBe('<!doctype html>')
})

test('an address where nothing is gets a page with a way back, under the same rules as all pages', async () => {
  await build()
  for (const path of ['/nothing', '/assets/gone.js', '/%2e%2e/etc/passwd', '/<script>']) {
    const page = await get(path)
    expect(page.status).toBe(404)
    expect(page.headers.get('content-type')).toMatch('text/html')
    expect(page.headers.get('content-security-policy')).toMatch("default-src 'none'")
    const text = await page.text()
    expect(text).toContain('<a href="/">')
    expect(text).not.toContain('script>')
  }
})

test.each([
  ['de-AT,de;q=0.9,en;q=0.8', 'de', 'Diese Seite gibt es nicht'],
  ['fr,ca;q=0.9', 'ca', 'No hi ha cap pàgina així'],
  ['fr', 'en', 'There is no such page'],
  ['*', 'en', 'There is no such page'],
])('where nothing is, %s is answered in %s', async (accepted, language, heading) => {
  const page = await fetch(`http://localhost:${server.port}/nothing`, {
    headers: { 'accept-language': accepted },
  })
  const text = await page.text()
  expect(text).toContain(`<html lang="${language}">`)
  expect(text).toContain(`<h1>${heading}</h1>`)
  expect(page.headers.get('vary')).toMatch(/accept-language/i)
})

test('a link is answered with the page only when it is built, and asked for by GET', async () => {
  const path = '/%23magnet:?xt=urn'
  expect((await get(path)).status).toBe(404)
  await build()
  const posted = await fetch(`http://localhost:${server.port}${path}`, { method: 'POST' })
  expect(posted.status).toBe(404)
})
