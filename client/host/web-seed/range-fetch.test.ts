import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { FetchFailure } from '../../../shared/webseed/fetch.ts'
import { fetchRange } from './range-fetch.ts'

const FILE = Buffer.from(Array.from({ length: 200_000 }, (_, at) => at % 251))
const MIB = 1024 * 1024
const closing: (() => void)[] = []

afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`
}

async function got(
  listener: RequestListener,
  from = 1_000,
  length = 5_000,
): Promise<{ failure: FetchFailure | undefined; bytes: Buffer }> {
  const url = await serve(listener)
  const chunks: Uint8Array[] = []
  const { signal } = new AbortController()
  const failure = await fetchRange({ url, from, length }, signal, bytes => chunks.push(bytes))
  return { failure, bytes: Buffer.concat(chunks) }
}

const WANTED = FILE.subarray(1_000, 6_000)

test('asks for the range alone, and nothing that says who asks', async () => {
  let asked: NodeJS.Dict<string | string[]> = {}
  const { failure, bytes } = await got(({ headers }, response) => {
    asked = headers
    response.writeHead(206, { 'Content-Range': 'bytes 1000-5999/200000' }).end(WANTED)
  })
  expect(failure).toBeUndefined()
  expect(bytes).toEqual(WANTED)
  expect(asked.range).toBe('bytes=1000-5999')
  expect(asked.cookie ?? asked.referer ?? asked.authorization).toBeUndefined()
})

test('an answer without end is read as far as was asked for', async () => {
  let isGone = false
  const { failure, bytes } = await got((_request, response) => {
    response.writeHead(206)
    const more = () => {
      while (response.write(FILE));
    }
    response.on('drain', more).on('close', () => {
      isGone = true
    })
    more()
  })
  expect(failure).toBeUndefined()
  expect(bytes.length).toBe(5_000)
  await expect.poll(() => isGone).toBe(true)
})

test('a short one is handed on as far as it came', async () => {
  const { failure, bytes } = await got((_request, response) => {
    response.writeHead(206).end(WANTED.subarray(0, 99))
  })
  expect(failure).toBeUndefined()
  expect(bytes.length).toBe(99)
})

test('a server without ranges is read from its beginning, not far', async () => {
  const whole: RequestListener = (_request, response) => void response.writeHead(200).end(FILE)
  expect(await got(whole)).toEqual({ failure: undefined, bytes: WANTED })
  expect((await got(whole, MIB, 1)).failure).toEqual({ kind: 'no-ranges' })
  const all = await got(whole, 0, FILE.length)
  expect(all.bytes).toEqual(FILE)
})

test.each<[string, RequestListener, FetchFailure]>([
  ['gone', (_, to) => to.writeHead(404).end(), { kind: 'status', status: 404 }],
  ['beyond its end', (_, to) => to.writeHead(416).end(), { kind: 'status', status: 416 }],
  [
    'busy',
    (_, to) => to.writeHead(503, { 'Retry-After': '30' }).end(),
    { kind: 'status', status: 503, retryAfterMs: 30_000 },
  ],
  [
    'elsewhere',
    (_, to) => to.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end(),
    { kind: 'redirect' },
  ],
  [
    'packed',
    (_, to) => to.writeHead(206, { 'Content-Encoding': 'gzip' }).end('x'),
    { kind: 'packed' },
  ],
  [
    'another range',
    (_, to) => to.writeHead(206, { 'Content-Range': 'bytes 0-4999/200000' }).end(WANTED),
    { kind: 'wrong-range' },
  ],
  [
    'of another length',
    (_, to) => to.writeHead(206, { 'Content-Length': '10' }).end('x'.repeat(10)),
    { kind: 'wrong-range' },
  ],
  [
    'in parts',
    (_, to) => to.writeHead(206, { 'Content-Type': 'multipart/byteranges; boundary=a' }).end('x'),
    { kind: 'wrong-range' },
  ],
  [
    'a shorter file, whole',
    (_, to) => to.writeHead(200, { 'Content-Length': '10' }).end('x'.repeat(10)),
    { kind: 'wrong-range' },
  ],
  ['cut off', (_, to) => void to.socket?.destroy(), { kind: 'network' }],
])('%s', async (_what, listener, failure) => {
  expect(await got(listener)).toMatchObject({ failure })
})

test('a redirect is not followed', async () => {
  let wasAsked = false
  const target = await serve((_request, response) => {
    wasAsked = true
    response.end('x')
  })
  const { failure } = await got((_request, response) => {
    response.writeHead(307, { Location: target }).end()
  })
  expect(failure).toEqual({ kind: 'redirect' })
  expect(wasAsked).toBe(false)
})
