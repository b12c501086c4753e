/** What a run writes: its event log, and the trace for Wireshark, read back byte by byte. */
import { describe, expect, test } from 'vitest'
import { together } from '../../shared/simulation/observer.ts'
import { EventLog } from '../../shared/simulation/results/event-log.ts'
import { parseScenario } from '../../shared/simulation/scenarios/scenario-file.ts'
import { Simulation } from '../../shared/simulation/simulation.ts'
import { Decoder } from '../../shared/wire/decode.ts'
import { csvOf, longHead, longRows } from '../long-table.ts'
import { summarise } from './result.ts'
import { Trace } from './trace.ts'
import { waitLines, waitsFigure, waitsOf } from './waits.ts'

const SCENARIO = parseScenario(`{
  "name": "trio", "about": "One seeder, two leechers.",
  "topology": { "builtIn": "star", "peers": 3 },
  "torrent": { "pieces": 12, "blocksPerPiece": 2 }
}`)

const { lines, trace } = record()

function record() {
  const written: string[] = []
  const parts: Uint8Array[] = []
  const log = new EventLog({ write: data => written.push(String(data)) })
  const file = { write: (data: string | Uint8Array) => parts.push(Buffer.from(data)) }
  const simulation = new Simulation(
    SCENARIO,
    1,
    together(log, new Trace(file, ['peer1', 'peer2', 'peer3'])),
  )
  simulation.run()
  expect(simulation.result.failures).toEqual([])
  return { lines: written.map(line => JSON.parse(line)), trace: Buffer.concat(parts) }
}

describe('the event log', () => {
  const of = (peer: string, event: string) =>
    lines.filter(line => line.peer === peer && line.event === event)

  test("tells a leecher's whole story, peers by their names, in the order of time", () => {
    expect(of('peer2', 'joined')[0].id).toMatch(/^[0-9a-f]{40}$/)
    expect(of('peer2', 'announced')[0]).toMatchObject({ seeders: 1 })
    for (const by of ['me', 'remote']) {
      expect(of('peer2', 'handshake')).toContainEqual(
        expect.objectContaining({ remote: 'peer1', by }),
      )
    }
    expect(of('peer1', 'haveAll')[0]).toMatchObject({ by: 'me' })
    expect(of('peer2', 'unchoked')).toContainEqual(expect.objectContaining({ by: 'remote' }))
    expect(of('peer2', 'pieceHeld')).toHaveLength(12)
    expect(of('peer2', 'finished')).toHaveLength(1)
    const times = lines.map(line => line.time)
    expect(times).toEqual([...times].sort((a, b) => a - b))
  })

  test('says of each request whether it was random or rarest first', () => {
    const picks = new Set(of('peer2', 'requested').map(line => line.pick))
    expect(picks).toContain('random')
    expect(picks).toContain('rarest')
  })
})

describe('the trace', () => {
  const blocks = readBlocks(trace)

  test('is one section with one interface of bare IP packets, names, then packets', () => {
    expect(blocks.slice(0, 3).map(({ type }) => type)).toEqual([0x0a0d0d0a, 1, 4])
    expect(blocks.slice(3).every(({ type }) => type === 6)).toBe(true)
    expect(blocks[1]?.body.readUInt16LE(0)).toBe(101)
    expect(blocks[2]?.body.toString('latin1')).toContain('peer3\0')
  })

  test('every connection begins with SYN, and its sequence numbers leave no gap', () => {
    const next = new Map<string, number>()
    for (const { flow, flags, sequence, payload } of packets(blocks)) {
      if (flags & 2) expect(next.has(flow)).toBe(false)
      else expect(sequence, flow).toBe(next.get(flow))
      next.set(flow, sequence + payload.length + (flags & 2 ? 1 : 0))
    }
    expect(next.size).toBe(6)
  })

  test('the bytes of each direction are BitTorrent, blocks and all', () => {
    const decoders = new Map<string, Decoder>()
    let blockBytes = 0
    for (const { flow, payload } of packets(blocks)) {
      const decoder = decoders.get(flow) ?? new Decoder()
      decoders.set(flow, decoder)
      for (const message of decoder.push(payload)) {
        if (message.type === 'piece') blockBytes += message.block.length
      }
    }
    expect(blockBytes).toBeGreaterThanOrEqual(2 * 24 * 16384)
  })

  test('checksums are right', () => {
    for (const { ip } of packets(blocks)) {
      expect(onesComplement(ip.subarray(0, 20))).toBe(0xffff)
      const pseudo = Buffer.concat([
        ip.subarray(12, 20),
        Buffer.from([0, 6, (ip.length - 20) >> 8, (ip.length - 20) & 0xff]),
      ])
      expect(onesComplement(Buffer.concat([pseudo, ip.subarray(20)]))).toBe(0xffff)
    }
  })
})

interface Block {
  readonly type: number
  readonly body: Buffer
}

function readBlocks(file: Buffer): Block[] {
  const found: Block[] = []
  for (let at = 0; at < file.length; ) {
    const length = file.readUInt32LE(at + 4)
    expect(length % 4).toBe(0)
    expect(file.readUInt32LE(at + length - 4)).toBe(length)
    found.push({ type: file.readUInt32LE(at), body: file.subarray(at + 8, at + length - 4) })
    at += length
  }
  return found
}

const packets = (all: readonly Block[]) =>
  all.slice(3).map(({ body }) => {
    const ip = body.subarray(20, 20 + body.readUInt32LE(12))
    expect(ip.readUInt16BE(2)).toBe(ip.length)
    return {
      ip,
      flow: ip.subarray(12, 24).toString('hex'),
      sequence: ip.readUInt32BE(24),
      flags: ip.readUInt8(33),
      payload: new Uint8Array(ip.subarray(40)),
    }
  })

function onesComplement(bytes: Buffer): number {
  let sum = 0
  for (let i = 0; i < bytes.length; i += 2) {
    sum += ((bytes[i] as number) << 8) + (bytes[i + 1] ?? 0)
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return sum
}

describe('how long peers waited', () => {
  const mixed = parseScenario(`{
    "name": "mixed", "about": "Two kinds of lines, and one who rides free.",
    "topology": { "builtIn": "star", "peers": 9 },
    "torrent": { "pieces": 8, "blocksPerPiece": 2 },
    "classes": [
      { "name": "dsl", "share": 0.5, "access": "dsl", "freeRiders": 0.25 },
      { "name": "fast", "share": 0.5, "access": "fibre" }
    ]
  }`)
  const simulation = new Simulation(mixed, 1)
  simulation.run()
  const run = simulation.result
  const { result } = summarise(mixed, [{ run, elapsedMs: 1 }])

  test('is told of each class, and of free riders apart', () => {
    const waits = waitsOf(result.runs)
    expect(waits.map(({ group, peers, finished }) => [group, peers, finished])).toEqual([
      ['dsl, free riders', 1, 1],
      ['dsl, honest', 3, 3],
      ['fast, honest', 4, 4],
    ])
    const [, dsl, fast] = waits
    expect(dsl?.quantilesMs[50]).toBeGreaterThan(fast?.quantilesMs[50] ?? 0)
    expect(dsl?.quantilesMs[5]).toBeLessThanOrEqual(dsl?.quantilesMs[95] ?? 0)
    expect(waitLines(result.runs)[2]).toMatch(/^Time of fast, honest: 5 % [\d.]+ s, 25 % /)
    expect(waitsFigure(result)).toMatch(/^<svg .*dsl, free riders.*<\/svg>\n$/s)
  })

  test('as a long table: a line for each measure of the run, and of each peer', () => {
    const rows = longRows(run, result.bound.makespanMs, ['8'])
    expect(rows).toHaveLength(3 + 8 * 4 + 1)
    const head = longHead(['torrent.pieces'])
    for (const row of rows) expect(row).toHaveLength(head.length)
    const lines = csvOf([head, ...rows]).split('\n')
    expect(lines[0]).toBe('torrent.pieces,seed,peer,class,free_rider,measure,value')
    expect(lines[1]).toBe(`8,1,,,,makespan_s,${(run.makespanMs ?? 0) / 1000}`)
    expect(lines.filter(line => line.includes(',finished_s,'))).toHaveLength(8)
    expect(lines.at(-2)).toMatch(/^8,1,peer1,seeder,false,uploaded_bytes,\d+$/)
  })

  test('what a spreadsheet would run is text', () => {
    expect(csvOf([['=1+1', 'a "b", c', -5, '-5', null, true]])).toBe(
      `'=1+1,"a ""b"", c",-5,-5,,true\n`,
    )
  })
})
