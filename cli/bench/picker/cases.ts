/** What the picker's bench measures: a torrent of 1 TiB, and remotes that are hard on the picker. */
import { Bitfield } from '../../../shared/base/bitfield.ts'
import type { InfoHash, LinkId, PeerId } from '../../../shared/base/ids.ts'
import { randomInt, seededRandom } from '../../../shared/base/random.ts'
import { BitTorrentExchange } from '../../../shared/bittorrent/exchange.ts'
import { PieceRanks } from '../../../shared/bittorrent/piece-ranks.ts'
import { DEFAULT_POLICIES } from '../../../shared/bittorrent/policies.ts'
import { Pieces } from '../../../shared/exchange/pieces.ts'
import type { Info } from '../../../shared/torrent/info.ts'

const PIECES = 65_536
const PIECE_BYTES = 16 * 1024 ** 2
const LINKS = 50
const OPERATIONS = 20_000
/** Enough for the figures not to hang on what a heap happens to hold. */
const MEMORY_LINKS = 400

/** Microseconds of each operation. */
export interface Cost {
  readonly what: string
  readonly us: readonly number[]
}

export function measureCosts(): Cost[] {
  return [
    { what: 'a have, counted', us: haves() },
    { what: 'a have, from message to interest', us: haveMessages() },
    ...picks(),
  ]
}

function haves(): number[] {
  const random = seededRandom(1)
  const picker = crowdedPicker()
  return timed(
    OPERATIONS,
    () => randomInt(random, PIECES),
    piece => picker.raise(piece),
  )
}

function haveMessages(): number[] {
  const random = seededRandom(2)
  const exchange = emptyExchange()
  for (let link = 1; link <= LINKS; link++) joinWith(exchange, link, randomHalf(link))
  const next = () => ({ link: 1 + randomInt(random, LINKS), piece: randomInt(random, PIECES) })
  return timed(OPERATIONS, next, ({ link, piece }) =>
    exchange.receive(link, { type: 'have', piece }, 1_000),
  )
}

function picks(): Cost[] {
  const commonHalf = drawn(piece => piece < PIECES / 2)
  const remotes: [what: string, remote: Bitfield, picker: PieceRanks][] = [
    ['from a seeder', Bitfield.full(PIECES), crowdedPicker()],
    ['from who has a random half', randomHalf(7), crowdedPicker()],
    ['from who has one in a thousand', drawn(piece => piece % 1_000 === 0), crowdedPicker()],
    ['from who has only what everyone has', commonHalf, unevenPicker()],
    ['from who has one piece', drawn(piece => piece === 40_000), crowdedPicker()],
    ['from who has nothing left to give', drawn(() => false), crowdedPicker()],
  ]
  return remotes.flatMap(([what, remote, picker]) => [
    { what: `the rarest, ${what}`, us: pickTimes(picker, () => picker.pickRarest(remote)) },
    { what: `a random one, ${what}`, us: pickTimes(picker, () => picker.pickRandom(remote)) },
    { what: `the first, ${what}`, us: pickTimes(picker, () => picker.pickFirst(remote)) },
  ])
}

/** What is picked is begun and given back, as it happens when a remote chokes. */
const pickTimes = (picker: PieceRanks, pick: () => number | undefined): number[] =>
  timed(
    OPERATIONS / 10,
    () => undefined,
    () => {
      const piece = pick()
      if (piece === undefined) return
      picker.take(piece)
      picker.pieces.move(piece, 'missing')
      picker.give(piece)
    },
  )

const noPieces = (): Pieces => new Pieces(new Bitfield(PIECES))

/** Every piece is held by about half of the links. */
function crowdedPicker(): PieceRanks {
  const picker = new PieceRanks(noPieces(), seededRandom(3))
  for (let link = 0; link < LINKS; link++) for (const piece of randomHalf(link)) picker.raise(piece)
  return picker
}

/** The first half is everywhere, the second half at one. */
function unevenPicker(): PieceRanks {
  const picker = new PieceRanks(noPieces(), seededRandom(4))
  for (let piece = 0; piece < PIECES; piece++) {
    const holders = piece < PIECES / 2 ? LINKS : 1
    for (let link = 0; link < holders; link++) picker.raise(piece)
  }
  return picker
}

/** Bytes that one more link costs, with all that it has told us. `collect` frees what is not used. */
export function measureLinkBytes(collect: () => void): number {
  const exchange = emptyExchange()
  const bitfields = Array.from({ length: 8 }, (_, i) => randomHalf(i))
  const before = usedBytes(collect)
  for (let link = 1; link <= MEMORY_LINKS; link++) {
    joinWith(exchange, link, bitfields[link % bitfields.length] as Bitfield)
    exchange.receive(link, { type: 'interested' }, 1_000)
  }
  const bytes = (usedBytes(collect) - before) / MEMORY_LINKS
  if ([...exchange.remotes].length !== MEMORY_LINKS) throw new Error('bug: links were lost')
  return bytes
}

/** Collected twice: what the first frees of buffers, the second sees. */
function usedBytes(collect: () => void): number {
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

function emptyExchange(): BitTorrentExchange {
  const info: Info = {
    name: 'a terabyte',
    length: PIECES * PIECE_BYTES,
    pieceLength: PIECE_BYTES,
    pieceCount: PIECES,
    pieceHashes: new Uint8Array(PIECES * 20),
    files: [],
    entryCount: 0,
    symlinks: 0,
    private: false,
    bytes: new Uint8Array(0),
  }
  const ignore = () => undefined
  return new BitTorrentExchange(
    {
      infoHash: 'aa'.repeat(20) as InfoHash,
      info,
      pieces: noPieces(),
      wanted: true,
      policies: DEFAULT_POLICIES,
    },
    seededRandom(5),
    {
      send: ignore,
      read: ignore,
      readAhead: ignore,
      blockReceived: ignore,
      pieceReceived: ignore,
      fault: ignore,
      log: ignore,
    },
    0,
  )
}

function joinWith(exchange: BitTorrentExchange, link: LinkId, pieces: Bitfield): void {
  const id = String(link).padStart(40, '0') as PeerId
  exchange.join(link, id, { isFirstMessage: true, speaksFast: true }, 0)
  exchange.receive(link, { type: 'bitfield', bytes: pieces.bytes }, 0)
}

function randomHalf(seed: number): Bitfield {
  const random = seededRandom(seed)
  return drawn(() => random() < 0.5)
}

function drawn(has: (piece: number) => boolean): Bitfield {
  const bitfield = new Bitfield(PIECES)
  for (let piece = 0; piece < PIECES; piece++) if (has(piece)) bitfield.add(piece)
  return bitfield
}

/** A tenth more comes before and is not counted: by then the code is compiled. */
function timed<T>(operations: number, next: () => T, operate: (what: T) => void): number[] {
  for (let i = 0; i < operations / 10; i++) operate(next())
  return Array.from({ length: operations }, () => {
    const what = next()
    const before = performance.now()
    operate(what)
    return (performance.now() - before) * 1_000
  })
}
