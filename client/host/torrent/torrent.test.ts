/** A torrent's life over its runs, with runs by script. */
import { sha1 } from '@noble/hashes/legacy.js'
import { expect, test, vi } from 'vitest'
import type { InfoHash } from '../../../shared/base/ids.ts'
import { type BitTorrentPolicies, DEFAULT_POLICIES } from '../../../shared/bittorrent/policies.ts'
import { byBitTorrent } from '../../../shared/peer/by-bittorrent.ts'
import { byGossip } from '../../../shared/peer/by-gossip.ts'
import type { Input } from '../../../shared/peer/input.ts'
import type { PeerView } from '../../../shared/peer/view.ts'
import type { Info } from '../../../shared/torrent/info.ts'
import { DEFAULT_GOSSIP } from '../../../shared/wire/gossip-style.ts'
import { settled } from '../../testing/manual-clock.ts'
import { UNKNOWN_SURROUNDINGS } from '../channel/surroundings.ts'
import type { Run, RunParts } from '../run.ts'
import type { TorrentSource } from '../session/torrent-source.ts'
import { Place } from '../storage/browser-storage.ts'
import { Verifier } from '../storage/hashing.ts'
import { NEW_RECORD, type TorrentRecord } from '../storage/record.ts'
import { TabTorrent, type TorrentParts } from './torrent.ts'
import { NO_GOAL } from './torrent-settings.ts'

const infoHash = '1'.repeat(40) as InfoHash
const info = {
  name: 'trip',
  length: 12,
  pieceLength: 4,
  pieceCount: 3,
  pieceHashes: new Uint8Array(60),
  files: [0, 4, 8].map(offset => ({ path: [`${offset}`], offset, length: 4 })),
  bytes: new Uint8Array(),
} as unknown as Info

/** What a run did and was told, in words. */
class FakeRun {
  readonly story: string[] = []
  readonly parts: RunParts
  view: Partial<PeerView>
  readonly driver

  constructor(parts: RunParts) {
    this.parts = parts
    this.view = { info: parts.info, held: new Uint8Array(1), links: [], uploaded: 0, downloaded: 0 }
    this.driver = {
      inspect: () => this.view as PeerView,
      feed: (input: Input) => {
        if (input.type === 'want') this.story.push(`want ${input.wanted}`)
      },
    }
  }

  begin(): void {
    if (this.parts.info) this.parts.onInfo?.(this.parts.info)
  }

  appear(): void {
    this.story.push('appears')
  }

  end(): void {
    this.story.push('ends')
  }

  addTrackers(urls: readonly string[]): void {
    this.story.push(`adds ${urls.join(' ')}`)
  }

  readonly webSeeds = []

  useWebSeeds(_info: Info, urls: readonly string[]): void {
    this.story.push(`asks ${urls.join(' ')}`)
  }
}

type Given = Partial<TorrentSource & Pick<TorrentParts, 'wanted' | 'paused'>>

function setUp(
  { wanted = true, paused = false, ...source }: Given = {},
  goal = NO_GOAL,
  record = NEW_RECORD,
) {
  const runs: FakeRun[] = []
  const given: BitTorrentPolicies[] = []
  const left: TabTorrent[] = []
  const kept: TorrentRecord[] = []
  const place = new Place(infoHash)
  vi.spyOn(place, 'record', 'get').mockReturnValue(record)
  place.keepRecord = record => kept.push(record)
  const torrent = new TabTorrent(
    {
      source: { infoHash, gossip: undefined, name: 'from the link', ...source },
      exchange: policies => {
        given.push(policies)
        return source.gossip ? byGossip(source.gossip) : byBitTorrent(policies)
      },
      place,
      wanted,
      paused,
    },
    {
      origin: 'http://localhost:8080',
      newRun: runParts => {
        const run = new FakeRun(runParts)
        runs.push(run)
        return run as unknown as Run
      },
      verifier: new Verifier(),
      policies: () => DEFAULT_POLICIES,
      seedingGoal: () => goal,
      surroundings: () => UNKNOWN_SURROUNDINGS,
      onChange: () => undefined,
      onLeft: gone => left.push(gone),
    },
  )
  const run = () => runs.at(-1) as FakeRun
  const seeds = (uploaded: number) => {
    run().view = { ...run().view, info, phase: 'seeding', bytesLeft: 0, uploaded }
  }
  return { torrent, runs, run, given, seeds, left, kept }
}

test('begins in the swarm, or, paused, out of it', () => {
  expect(setUp().run().story).toEqual(['appears'])
  const { torrent, run } = setUp({ paused: true, wanted: false })
  expect([run().story, torrent.view.paused]).toEqual([[], 'person'])
  torrent.start()
  expect([run().story, torrent.view.paused]).toEqual([['want true', 'appears'], undefined])
})

test('a pause ends the run and opens another that nobody sees; its metadata stays', () => {
  const { torrent, runs, run } = setUp()
  run().view = { ...run().view, info }
  torrent.pause()
  torrent.pause()
  expect(runs.map(({ story }) => story)).toEqual([['appears', 'ends'], []])
  expect(run().parts).toMatchObject({ info, wanted: false })
  expect(torrent.name).toBe('trip')
  torrent.start()
  expect(run().story).toEqual(['want true', 'appears'])
})

test('what was given counts on over pauses, and is kept', () => {
  const { torrent, seeds, kept } = setUp()
  seeds(7)
  torrent.pause()
  seeds(5)
  expect(torrent.view.totals.uploaded).toBe(12)
  expect(kept.at(-1)?.totals.uploaded).toBe(7)
})

test('the session’s goal stops it once; told to go on, it goes on without one', () => {
  const { torrent, run, seeds } = setUp({ info }, { ratio: 2, seedingMs: undefined })
  seeds(23)
  torrent.beat(1_000)
  expect(torrent.view.paused).toBeUndefined()
  seeds(24)
  torrent.beat(1_000)
  expect([torrent.view.paused, run().story]).toEqual(['goal', []])
  expect(torrent.view.totals.seedingMs).toBe(2_000)
  torrent.start()
  seeds(24)
  torrent.beat(1_000)
  expect(torrent.view.paused).toBeUndefined()
})

test('its own goal comes before the session’s, and time counts only while it shares', () => {
  const { torrent, run, seeds } = setUp({ info }, { ratio: 0.1, seedingMs: undefined })
  torrent.setSeedingGoal({ ratio: undefined, seedingMs: 3_000 })
  run().view = { ...run().view, phase: 'downloading', bytesLeft: 4 }
  torrent.beat(1_000)
  seeds(100)
  for (const paused of [undefined, undefined, 'goal']) {
    torrent.beat(1_000)
    expect(torrent.view.paused).toBe(paused)
  }
})

test('metadata from a file is taken once, and only while nobody has told it', () => {
  const { torrent, runs, run } = setUp()
  torrent.learn({ info })
  torrent.learn({ info: { ...info, name: 'other' } })
  expect([runs.length, run().parts.info?.name]).toEqual([2, 'trip'])
})

test('a second link adds trackers, a name and web seeds, and takes nothing back', () => {
  const { torrent, runs, run, kept } = setUp({ info, trackers: ['wss://one.example/'] })
  const around = { webSeeds: ['https://w.example/a'] }
  torrent.learn({ name: 'other', trackers: ['ws://two.example/'], around, parameters: ['kt=a'] })
  expect(runs.length).toBe(1)
  expect(run().story).toEqual(['appears', 'adds ws://two.example/', 'asks https://w.example/a'])
  expect(torrent.trackers.slice(1)).toEqual(['ws://two.example/', 'wss://one.example/'])
  expect(torrent.magnet).toMatch(/&ws=https%3A%2F%2Fw.example%2Fa&kt=a$/)
  // As after a reload.
  const again = setUp({ info }, NO_GOAL, kept.at(-1))
  expect(again.torrent.magnet).toBe(torrent.magnet)
  expect(again.run().parts.trackers).toContain('ws://two.example/')
})

test('a private torrent takes trackers from its file alone (BEP 27)', () => {
  const { torrent, run } = setUp({ info: { ...info, private: true }, trackers: ['wss://one/'] })
  torrent.learn({ trackers: ['wss://two/'] })
  expect(torrent.trackers).not.toContain('wss://two/')
  torrent.learn({ info, trackers: ['wss://three/'] })
  expect(run().story.at(-1)).toBe('adds wss://three/')
})

const PADDED = {
  ...info,
  entryCount: 5,
  files: info.files.map((file, i) => ({ ...file, index: 2 * i })),
}

test.each([
  ['the second file, behind padding', [2], [0, 4, 0], undefined],
  ['padding', [1], [4, 4, 4], { count: 0, isAll: true }],
  ['a file that is not there', [5], [4, 4, 4], { count: 1, isAll: true }],
  ['one that is there and one that is not', [4, 9], [0, 0, 4], { count: 1, isAll: false }],
])('a link that asks for %s', (_what, selected, priorities, asked) => {
  const leftOut = asked ? [{ kind: 'asked', ...asked }] : []
  const { torrent, run } = setUp({ selected })
  run().view = { ...run().view, info: PADDED, heldCount: 0 }
  run().parts.onInfo?.(PADDED)
  expect(torrent.view).toMatchObject({ filePriorities: priorities, leftOut })
})

test('a second link adds files to a choice; where all are chosen and begun, all stay', () => {
  const { torrent, run } = setUp({ info: PADDED, wanted: false })
  run().view = { ...run().view, heldCount: 0 }
  torrent.learn({ selected: [2] })
  expect(torrent.view.filePriorities).toEqual([0, 4, 0])
  torrent.learn({ selected: [4] })
  expect(torrent.view.filePriorities).toEqual([0, 4, 4])
  const begun = setUp({ info: PADDED })
  begun.torrent.learn({ selected: [2] })
  expect(begun.torrent.view.filePriorities).toEqual([4, 4, 4])
})

test('a private torrent is known to our server only if ours is among its trackers', () => {
  const secret = { ...info, private: true }
  const usesServer = (given: Given, trackers: string[]) =>
    setUp({ ...given, trackers }).run().parts.usesServer
  const ours = 'ws://localhost:8080/announce'
  const theirs = 'wss://tracker.example/'
  expect(usesServer({ info: secret }, [theirs])).toBe(false)
  expect(usesServer({ info: secret }, [theirs, ours])).toBe(true)
  expect(usesServer({ info: secret }, [])).toBe(true)
  expect(usesServer({ info }, [theirs])).toBe(true)
})

test('what others are given names our server as they reach it, wherever its own name stood', () => {
  const ours = 'ws://localhost:8080/announce'
  const [theirs, more] = ['wss://tracker.example/', 'wss://more.example/']
  const tiers = [[theirs, ours], [more]]
  const { torrent } = setUp({ info, trackers: tiers.flat(), around: { tiers } })
  const fileOf = (given: TabTorrent, origin?: string) =>
    new TextDecoder().decode(given.torrentFile(origin))
  const file = fileOf(torrent, 'https://share.example.org')
  expect(file).toContain(
    `ll${theirs.length}:${theirs}32:wss://share.example.org/announceel${more.length}:${more}ee`,
  )
  expect(file).not.toContain('localhost')
  expect(torrent.magnetAt('https://share.example.org')).not.toContain('localhost')
  const alone = setUp({ info }).torrent
  expect(fileOf(alone, 'https://a.example:8443')).toMatch(
    /^d8:announce29:wss:\/\/a\.example:8443\//,
  )
  expect(fileOf(alone)).toContain(ours)
})

test('whoever has the files shares them at once, out of a pause too', async () => {
  const files = ['aaaa', 'bbbb', 'cccc'].map((text, i) => new File([text], `${i}`))
  const { torrent, run } = setUp({ paused: true, wanted: false })
  torrent.learn({ info, files })
  expect([run().story, torrent.view.paused]).toEqual([['appears'], undefined])
  const store = await run().parts.storage.open(info)
  expect([store.kind, torrent.view.storage]).toEqual(['files', 'files'])
  expect(await torrent.file(1)).toBe(files[1])
})

test('verified again: the next run gets its store only when it is through, and what is intact', async () => {
  const { torrent, runs, run } = setUp({ info })
  const store = await run().parts.storage.open(info)
  await store.write(0, new Uint8Array(4))
  torrent.verify()
  torrent.verify()
  expect([runs.length, torrent.view.verifying]).toEqual([2, 0])
  const verified = await run().parts.storage.open(info)
  expect(verified).toBe(store)
  expect((await verified.held()).count).toBe(0)
  expect(torrent.view.verifying).toBeUndefined()
})

test('a run that begins in the middle of verifying waits for the same end', async () => {
  const { torrent, runs } = setUp({ info })
  await runs[0]?.parts.storage.open(info)
  torrent.verify()
  const first = runs[1]?.parts.storage.open(info)
  torrent.pause()
  const second = runs[2]?.parts.storage.open(info)
  await Promise.all([first, second])
  expect(torrent.view.verifying).toBeUndefined()
})

test('removed once: it says goodbye at once, and the session hears of it', async () => {
  const { torrent, run, left } = setUp({ info })
  const removing = torrent.remove()
  expect([run().story, left]).toEqual([['appears', 'ends'], [torrent]])
  await torrent.remove({ forget: true })
  await removing
  await settled()
  expect(left).toHaveLength(1)
})

test('one that gossips says so in its link, meets others elsewhere, and minds no policies', () => {
  const gossip = { ...DEFAULT_GOSSIP, mode: 'pull' } as const
  const { torrent, run, runs } = setUp({ gossip })
  expect(torrent.magnet).toContain('&x.gossip=pull')
  expect(torrent.infoHash).toBe(infoHash)
  expect(torrent.swarm).not.toBe(infoHash)
  expect(run().parts).toMatchObject({ infoHash, exchange: { speaksFast: false } })
  torrent.renew()
  expect(runs).toHaveLength(1)
})

test('one that does not gossip is where its info hash is, and begins anew with new policies', () => {
  const { torrent, given, runs } = setUp()
  expect(torrent.swarm).toBe(infoHash)
  expect(torrent.magnet).not.toContain('gossip')
  torrent.renew()
  expect(runs).toHaveLength(2)
  expect(given.at(-1)).toEqual(DEFAULT_POLICIES)
})

test('what came with the link is written as soon as there is content to go with it', () => {
  const gossip = { ...DEFAULT_GOSSIP, mode: 'push' } as const
  const { run, kept } = setUp({ gossip })
  expect(kept).toEqual([])
  run().parts.onInfo?.(info)
  expect(kept).toEqual([{ ...NEW_RECORD, gossip }])
})

test('files shared again take the place of those that changed, and the run goes on', async () => {
  const letters = ['aaaa', 'bbbb', 'cccc']
  const filesOf = (texts: string[]) => texts.map((text, i) => new File([text], `${i}`))
  const pieceHashes = new Uint8Array(
    letters.flatMap(text => [...sha1(new TextEncoder().encode(text))]),
  )
  const own = { ...info, pieceHashes }
  const { torrent, runs } = setUp({ info: own, files: filesOf(['aaaa', 'BBBB', 'cccc']) })
  const store = await runs[0]?.parts.storage.open(own)
  const found: number[] = []
  store?.watch?.({ lost: () => undefined, found: pieces => void found.push(...pieces) })
  await expect(store?.read(1)).rejects.toThrow('“4” was moved, changed or deleted')
  expect(torrent.view.lostFiles).toEqual([1])
  torrent.learn({ info: own, files: filesOf(letters) })
  expect(found).toEqual([1])
  expect(torrent.view.lostFiles).toEqual([])
  expect(await store?.read(1)).toEqual(new TextEncoder().encode('bbbb'))
  expect(runs).toHaveLength(1)
})
