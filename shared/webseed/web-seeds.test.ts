import { sha1 } from '@noble/hashes/legacy.js'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../base/random.ts'
import { type ScriptedServer, WebSeedStage } from '../testing/web-seed-stage.ts'
import type { Info } from '../torrent/info.ts'
import { buildInfo } from '../torrent/metainfo.ts'
import type { FetchFailure, RangeFetch } from './fetch.ts'
import { type WebSeedInput, WebSeeds } from './web-seeds.ts'

const MB = 1_000_000
const URL = 'https://seed.example/film.mp4'
const HOST = 'seed.example'

const content = (length: number): Uint8Array => {
  const random = seededRandom(5)
  return Uint8Array.from({ length }, () => random() * 256)
}
const CONTENT = content(4 * MB)

function infoOf(bytes: Uint8Array, files?: readonly { path: string[]; length: number }[]): Info {
  const pieceLength = 64 * 1024
  const hashes: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += pieceLength)
    hashes.push(sha1(bytes.subarray(at, at + pieceLength)))
  return buildInfo({
    name: files ? 'the folder' : 'film.mp4',
    files: files ?? [{ path: ['film.mp4'], length: bytes.length }],
    pieceLength,
    pieceHashes: Uint8Array.from(hashes.flatMap(hash => [...hash])),
  })
}
const INFO = infoOf(CONTENT)

const part = ({ from, length }: RangeFetch): Uint8Array => CONTENT.subarray(from, from + length)
const honest = (bytesPerSec = MB, latencyMs = 50): ScriptedServer => ({
  bytesPerSec,
  latencyMs,
  answer: part,
})
const failing = (failure: FetchFailure): ScriptedServer => ({
  bytesPerSec: MB,
  latencyMs: 50,
  answer: () => failure,
})

function stage(servers: Record<string, ScriptedServer>): WebSeedStage {
  const made = new WebSeedStage({ info: INFO, content: CONTENT })
  for (const [host, server] of Object.entries(servers)) made.serves(host, server)
  made.finds(...Object.keys(servers).map(host => `https://${host}/film.mp4`))
  return made
}

/** In ms; fails if it does not finish. */
function duration(made: WebSeedStage, limitMs = 600_000): number {
  const startedAt = made.now
  made.run(limitMs)
  expect(made.finishedAt, 'it finishes').toBeDefined()
  return (made.finishedAt as number) - startedAt
}

describe('a web seed alone', () => {
  test.each([
    { fidelity: 'literal' },
    { fidelity: 'literal', askBy: 'block', blockBytes: 4096 },
    { blockBytes: 10_000 },
    { blockBytes: 1024 },
  ] as const)('serves a client that is %j', policies => {
    const exchange = { kind: 'bittorrent', policies } as const
    const made = new WebSeedStage({ info: INFO, content: CONTENT, exchange })
    made.serves(HOST, honest())
    made.finds(URL)
    duration(made)
  })

  test.each([
    { bytesPerSec: MB, latencyMs: 50 },
    { bytesPerSec: MB, latencyMs: 300 },
    { bytesPerSec: 20_000, latencyMs: 50 },
    { bytesPerSec: 5 * MB, latencyMs: 20 },
  ])(
    'gives all at 0.8 of its rate: $bytesPerSec B/s after $latencyMs ms',
    ({ bytesPerSec, latencyMs }) => {
      const made = stage({ [HOST]: honest(bytesPerSec, latencyMs) })
      const rate = (1_000 * CONTENT.length) / duration(made)
      expect(rate / bytesPerSec).toBeGreaterThan(0.8)
      expect(made.mostUnderWay).toBeLessThanOrEqual(3)
      expect(made.view.wasted).toBeLessThan(0.01 * CONTENT.length)
    },
  )

  test('is asked for long runs, in order', () => {
    const made = stage({ [HOST]: honest() })
    duration(made)
    expect(made.fetched.length).toBeLessThan(25)
  })

  test('is asked for nothing before the person wants it', () => {
    const made = new WebSeedStage({ info: INFO, content: CONTENT, wanted: false })
    made.serves(HOST, honest())
    made.finds(URL)
    made.run(60_000)
    expect(made.fetched).toEqual([])
    made.tell({ type: 'want', wanted: true })
    duration(made)
  })

  test('and paused, is asked no more, and what was under way ends', () => {
    const made = stage({ [HOST]: honest() })
    made.run(2_000)
    made.tell({ type: 'want', wanted: false })
    const asked = made.fetched.length
    made.run(60_000)
    expect(made.fetched.length).toBe(asked)
    expect(made.aborted.size).toBeGreaterThan(0)
  })
})

describe('a web seed and a peer', () => {
  test('together finish sooner than either', () => {
    const alone = duration(stage({ [HOST]: honest() }))
    const peerOnly = stage({})
    peerOnly.seederCalls(MB)
    const peerAlone = duration(peerOnly)
    const both = stage({ [HOST]: honest() })
    both.seederCalls(MB)
    const together = duration(both)
    expect(together).toBeLessThan(0.65 * Math.min(alone, peerAlone))
  })

  test('a slow one holds nothing up', () => {
    const peerOnly = stage({})
    peerOnly.seederCalls(MB)
    const peerAlone = duration(peerOnly)
    const both = stage({ [HOST]: honest(20_000) })
    both.seederCalls(MB)
    expect(duration(both)).toBeLessThan(1.05 * peerAlone)
  })

  test('a silent one holds nothing up', () => {
    const both = stage({ [HOST]: { bytesPerSec: MB, answer: () => 'silence' } })
    both.seederCalls(MB)
    expect(duration(both)).toBeLessThan(4_000 + 12_000)
  })
})

describe('a web seed that lies', () => {
  const liar: ScriptedServer = {
    ...honest(),
    answer: range => part(range).map(byte => byte ^ 1),
  }

  test('is dropped after three pieces, and named', () => {
    const made = stage({ [HOST]: liar })
    made.run(60_000)
    expect(made.seedViews).toMatchObject([
      {
        host: HOST,
        wrongPieces: 3,
        state: { kind: 'dropped', trouble: { kind: 'wrong-data' } },
      },
    ])
    expect(made.view.heldCount).toBe(0)
    const asked = made.fetched.length
    made.run(600_000)
    expect(made.fetched.length).toBe(asked)
  })

  test('costs the others little', () => {
    const made = stage({ [HOST]: liar, 'good.example': honest() })
    expect(duration(made)).toBeLessThan(10_000)
    expect(made.seedViews.map(({ state }) => state.kind)).toEqual(['dropped', 'open'])
  })

  test('about one piece alone is not asked for that one again', () => {
    const spoilt = INFO.pieceLength * 3 + 7
    const made = stage({
      [HOST]: {
        ...honest(),
        answer: range => {
          const bytes = part(range).slice()
          const at = spoilt - range.from
          if (at >= 0 && at < bytes.length) bytes[at] = (bytes[at] as number) ^ 1
          return bytes
        },
      },
    })
    made.run(60_000)
    expect(made.view.heldCount).toBe(INFO.pieceCount - 1)
    expect(made.seedViews).toMatchObject([{ wrongPieces: 1, state: { kind: 'open' } }])
  })
})

describe('a web seed in trouble', () => {
  test.each<FetchFailure>([
    { kind: 'network' },
    { kind: 'short' },
    { kind: 'status', status: 503 },
    { kind: 'status', status: 429 },
  ])('%o: is asked again, less and less often, and never dropped', failure => {
    const made = stage({ [HOST]: failing(failure) })
    made.run(3_600_000)
    expect(made.seedViews).toMatchObject([{ state: { kind: 'paused', trouble: failure } }])
    expect(made.fetched.length).toBeGreaterThan(10)
    expect(made.fetched.length).toBeLessThan(25)
  })

  test.each<FetchFailure>([
    { kind: 'redirect' },
    { kind: 'no-ranges' },
    { kind: 'packed' },
    { kind: 'wrong-range' },
    { kind: 'status', status: 404 },
    { kind: 'status', status: 416 },
  ])('%o: is not asked again', failure => {
    const made = stage({ [HOST]: failing(failure) })
    made.run(3_600_000)
    expect(made.seedViews).toMatchObject([{ state: { kind: 'dropped', trouble: failure } }])
    expect(made.fetched.length).toBeLessThanOrEqual(3)
  })

  test('that resets every other connection gives all in the end', () => {
    const made = stage({
      [HOST]: {
        ...honest(),
        answer: (range, nth) => (nth % 2 === 0 ? part(range).subarray(0, 40_000) : part(range)),
      },
    })
    duration(made)
  })

  test('whose answers do not end is read no further than was asked for', () => {
    const made = stage({ [HOST]: { ...honest(), answer: ({ from }) => CONTENT.subarray(from) } })
    duration(made)
  })

  test('says when to come again', () => {
    const made = stage({
      [HOST]: failing({ kind: 'status', status: 503, retryAfterMs: 120_000 }),
    })
    made.run(119_000)
    const asked = made.fetched.length
    expect(asked).toBeLessThanOrEqual(3)
    made.run(2_000)
    expect(made.fetched.length).toBe(asked + 1)
  })
})

test('a block that is cancelled and asked for again is made of one answer', () => {
  const seeds = new WebSeeds({ info: INFO, isSecurePage: true }, seededRandom(1))
  const fetches: number[] = []
  const blocks: [begin: number, isRight: boolean][] = []
  const handle = (input: WebSeedInput) => {
    for (const effect of seeds.handle(input, 0)) {
      if (effect.type === 'fetch') fetches.push(effect.fetch)
      if (effect.type !== 'tell' || effect.input.type !== 'message') continue
      const { message } = effect.input
      if (message.type !== 'piece') continue
      const { begin, block } = message
      blocks.push([begin, Buffer.from(block).equals(CONTENT.subarray(begin, begin + length))])
    }
  }
  const length = 16_384
  const told = (type: 'request' | 'cancel', begin: number) =>
    handle({ type: 'told', link: -1, message: { type, piece: 0, begin, length } })
  const received = (nth: number, from: number, end: number) =>
    handle({ type: 'received', fetch: fetches[nth] ?? 0, bytes: CONTENT.subarray(from, end) })

  handle({ type: 'found', urls: [URL] })
  for (const begin of [0, length]) told('request', begin)
  handle({ type: 'flush' })
  told('cancel', length)
  told('request', length)
  handle({ type: 'flush' })
  received(0, 0, 1.5 * length)
  received(1, length, 1.5 * length)
  expect(blocks).toEqual([[0, true]])
  received(1, 1.5 * length, 2 * length)
  expect(blocks).toEqual([
    [0, true],
    [length, true],
  ])
})

describe('a folder', () => {
  const files = [
    { path: ['a file.bin'], length: 300_000 },
    { path: ['deep', 'b#.bin'], length: 1 },
    { path: ['empty.bin'], length: 0 },
    { path: ['deep', 'ç.bin'], length: CONTENT.length - 300_001 },
  ]
  const info = infoOf(CONTENT, files)
  const paths = ['a%20file.bin', 'deep/b%23.bin', 'empty.bin', 'deep/%C3%A7.bin']
  const starts = [0, 300_000, 300_001, 300_001]
  const server = (lacking?: string): ScriptedServer => ({
    ...honest(),
    answer: ({ url, from, length }) => {
      const path = url.replace('https://seed.example/pub/the%20folder/', '')
      if (path === lacking) return { kind: 'status', status: 404 }
      const start = starts[paths.indexOf(path)]
      if (start === undefined) return { kind: 'status', status: 404 }
      return CONTENT.subarray(start + from, start + from + length)
    },
  })
  const folderStage = (lacking?: string, url = 'https://seed.example/pub/') => {
    const made = new WebSeedStage({ info, content: CONTENT })
    made.serves(HOST, server(lacking))
    made.finds(url)
    return made
  }

  test.each(['https://seed.example/pub/', 'https://seed.example/pub'])(
    'is asked for its files by their addresses below %s',
    url => {
      duration(folderStage(undefined, url))
    },
  )

  test('of which it lacks a file: it gives the others', () => {
    const made = folderStage('a%20file.bin')
    made.run(60_000)
    expect(made.view.heldCount).toBe(info.pieceCount - Math.ceil(300_000 / info.pieceLength))
    expect(made.seedViews).toMatchObject([{ state: { kind: 'open' } }])
  })
})

test('of many addresses eight are asked, and what may not be asked is named', () => {
  const made = new WebSeedStage({ info: INFO, content: CONTENT, wanted: false })
  made.finds('http://127.0.0.1/a', ...Array.from({ length: 9 }, (_, i) => `https://s${i}.example/`))
  made.finds('http://127.0.0.1/a')
  const kinds = made.seedViews.map(({ state }) =>
    state.kind === 'dropped' ? state.trouble.kind : state.kind,
  )
  expect(kinds).toEqual([...Array(8).fill('open'), 'private-address', 'too-many'])
})

test('of the addresses that may not be asked twenty are kept', () => {
  const made = new WebSeedStage({ info: INFO, content: CONTENT, wanted: false })
  made.finds(...Array.from({ length: 100 }, (_, i) => `http://127.0.0.1/${i}`))
  expect(made.seedViews).toHaveLength(20)
  made.finds(URL)
  expect(made.seedViews.filter(({ state }) => state.kind === 'open')).toHaveLength(1)
})
