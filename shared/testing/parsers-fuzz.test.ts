/**
 * Every parser of what comes from outside, given lawful input that was changed on its way: it returns a
 * value or refuses by its own kind of error, and takes no long time for either.
 */
import { expect, test } from 'vitest'
import { FileError } from '../base/json-file.ts'
import { type Random, randomInt, seededRandom } from '../base/random.ts'
import {
  parseEnterEmulation,
  parseFlowDeclaration,
  parseFollowed,
  parseOpenEmulation,
  parseRateOrder,
} from '../events/emulation.ts'
import { parseStunServers } from '../events/ice.ts'
import {
  parseAnnounceReply,
  parseAnnounceRequest,
  parseIncomingSignal,
  parseOutgoingSignal,
} from '../events.ts'
import { readGraphml } from '../network/formats/graphml/read.ts'
import { writeGraphml } from '../network/formats/graphml/write.ts'
import { readNed } from '../network/formats/ned/read.ts'
import { writeNed } from '../network/formats/ned/write.ts'
import { parseTopology, writeTopology } from '../network/topology-file.ts'
import { randomScenarioText } from '../simulation/random-scenario.ts'
import { parseScenario } from '../simulation/scenarios/scenario-file.ts'
import { TorrentError } from '../torrent/info.ts'
import { MagnetError, parseMagnet, parseShareText } from '../torrent/magnet.ts'
import { encodeTorrentFile, parseInfo, parseTorrentFile } from '../torrent/metainfo.ts'
import { contactableTrackers, trackerUrls } from '../torrent/tracker-url.ts'
import { parseTrackerReply } from '../tracker/webtorrent-reply.ts'
import { parseTrackerRequest } from '../tracker/webtorrent-request.ts'
import { BencodeError, decodeBencode } from '../wire/bencode.ts'
import { CandidateFilter } from '../wire/candidate.ts'
import { Decoder } from '../wire/decode.ts'
import { encodeDontHave, parseDontHave } from '../wire/dont-have.ts'
import { encode } from '../wire/encode.ts'
import { encodeExtendedHandshake, parseExtendedHandshake } from '../wire/extended.ts'
import { encodeGossip, parseGossip } from '../wire/gossip.ts'
import { encodeLanes, parseLanes } from '../wire/lanes.ts'
import { type Message, ProtocolError } from '../wire/message.ts'
import { encodeMetadataMessage, parseMetadataMessage } from '../wire/metadata.ts'
import { mutate, randomCuts } from '../wire/mutate.ts'
import { encodePex, parsePex } from '../wire/pex.ts'
import { encodeRelay, parseRelay } from '../wire/relay.ts'
import { checkSdp } from '../wire/sdp.ts'
import { decodeSignal, encodeSignal } from '../wire/signal.ts'
import { CHROMIUM, candidateOf, FIREFOX_WHOLE } from './descriptions.ts'
import { INFO, INFO_HASH, idOf, SELF } from './peer-stage.ts'
import { forSeeds } from './seeds.ts'
import { starOf } from './star.ts'

const WHERE = { file: 'shared/testing/parsers-fuzz.test.ts', only: process.env.SEED }
/** In all; `npm run fuzz` asks for more. */
const INPUTS = Number(process.env.FUZZ_PARSERS ?? 6_000)
const INPUTS_OF_ONE = 1_000
/** A parse that takes this long is a way to stop a tab; a busy machine takes its time, too. */
const MAX_PARSE_MS = 2_000

const utf8 = new TextEncoder()
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const json = (value: unknown) => utf8.encode(JSON.stringify(value))

interface Parser {
  readonly name: string
  readonly good: readonly Uint8Array[]
  parse(bytes: Uint8Array, random: Random): unknown
  /** What it may throw; undefined: nothing. */
  readonly refusal?: new (
    ...parts: never[]
  ) => Error
}

const ofText = (parse: (text: string) => unknown) => (bytes: Uint8Array) => parse(text(bytes))

/** What JSON makes of it, or the text itself: events may bring anything. */
const ofValue = (parse: (value: unknown) => unknown) => (bytes: Uint8Array) =>
  parse(jsonOr(text(bytes)))

function jsonOr(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return content
  }
}

const ids = { infoHash: INFO_HASH, offerId: idOf(5) }
const offer = { kind: 'offer', sdp: 'v=0\r\n' }
const TURN = {
  urls: ['turn:192.0.2.1:3478?transport=tcp'],
  username: '1700000000:a',
  credential: 'b',
  validMs: 9,
}
/** With all that the language has and `writeNed` does not use. */
const NED = `network N {
  parameters: int n = default(2 * 3) @unit(s); string type = "Peer";
  submodules: x[n]: <type> like IPeer if n > 1; hub: Router { gates: port[]; }
  connections: for i=0..sizeof(x)-1, if i != 9 && !(i < 0) {
    x[i].g$o --> c: ned.DatarateChannel { datarate = 1Mbps * (i + 1); delay = 1ms 5us; } --> hub.port$i++;
    x[i].g$i <-- { per = min(0.1, 0.2); } <-- hub.port$o++ if i >= 0 ? true : false;
  }
}`
const counts = { uploaded: 0, downloaded: 5, left: 9, numwant: 50 }
const handshake: Message = {
  type: 'handshake',
  infoHash: INFO_HASH,
  peerId: SELF,
  fast: true,
  extended: true,
}
const messages: readonly Message[] = [
  { type: 'keepAlive' },
  { type: 'have', piece: 3 },
  { type: 'bitfield', bytes: Uint8Array.of(0xf0) },
  { type: 'request', piece: 1, begin: 0, length: 16_384 },
  { type: 'piece', piece: 1, begin: 0, block: new Uint8Array(40) },
  {
    type: 'extended',
    id: 0,
    payload: encodeExtendedHandshake({ extensions: new Map([['ut_metadata', 3]]) }),
  },
]

const PARSERS: readonly Parser[] = [
  {
    name: 'wire',
    good: messages.map(message =>
      Uint8Array.from([...encode(handshake), ...encode(message), ...encode(message)]),
    ),
    parse(bytes, random) {
      const decoder = new Decoder()
      for (const cut of randomCuts(bytes, 40, random)) decoder.push(cut)
    },
    refusal: ProtocolError,
  },
  {
    name: 'extended handshake',
    good: [encodeExtendedHandshake({ extensions: new Map([['ts_pex', 2]]), metadataSize: 99 })],
    parse: parseExtendedHandshake,
    refusal: ProtocolError,
  },
  {
    name: 'ut_metadata',
    good: [
      encodeMetadataMessage({ type: 'request', piece: 1 }),
      encodeMetadataMessage({ type: 'data', piece: 0, totalSize: 20, bytes: new Uint8Array(20) }),
    ],
    parse: parseMetadataMessage,
    refusal: ProtocolError,
  },
  {
    name: 'ts_pex',
    good: [encodePex({ added: [{ id: idOf(1), isSeed: true }], dropped: [idOf(2)] })],
    parse: parsePex,
    refusal: ProtocolError,
  },
  {
    name: 'ts_relay',
    good: [
      encodeRelay({ type: 'forward', remote: idOf(1), offerId: idOf(2), signal: json(offer) }),
    ],
    parse: parseRelay,
    refusal: ProtocolError,
  },
  {
    name: 'ts_lanes',
    good: [
      encodeLanes({ type: 'offer', lane: 2, sdp: CHROMIUM }),
      encodeLanes({ type: 'lost', lane: 2, blocks: [{ piece: 3, begin: 16_384 }] }),
    ],
    parse: parseLanes,
    refusal: ProtocolError,
  },
  { name: 'lt_donthave', good: [encodeDontHave(3)], parse: parseDontHave, refusal: ProtocolError },
  {
    name: 'ts_gossip',
    good: [
      encodeGossip({ type: 'announce', count: 3, digest: 7 }),
      encodeGossip({ type: 'news', news: { held: [1, 2], coming: [3] } }),
      encodeGossip({ type: 'data', piece: 1, begin: 0, block: new Uint8Array(30) }),
    ],
    parse: bytes => parseGossip(bytes, INFO),
    refusal: ProtocolError,
  },
  {
    name: 'signal by a relay',
    good: [
      encodeSignal({ kind: 'offer', sdp: 'v=0' }),
      encodeSignal({ kind: 'refuse', reason: 'full' }),
    ],
    parse: decodeSignal,
  },
  {
    name: "remote's description",
    good: [CHROMIUM, FIREFOX_WHOLE].map(sdp => utf8.encode(sdp)),
    parse: ofText(sdp => checkSdp('offer', sdp, new CandidateFilter())),
  },
  {
    name: "remote's candidate",
    good: [utf8.encode(candidateOf(50_000))],
    parse: ofText(candidate => new CandidateFilter().refuses(candidate)),
  },
  {
    name: 'bencode',
    good: [INFO.bytes.subarray(0, 600), utf8.encode('d1:ad1:bi5eee')],
    parse: bytes => decodeBencode(bytes),
    refusal: BencodeError,
  },
  {
    name: 'info dictionary',
    good: [INFO.bytes],
    parse: bytes => parseInfo(bytes),
    refusal: TorrentError,
  },
  {
    name: 'torrent file',
    good: [encodeTorrentFile(INFO, { announce: ['wss://tracker.example/'] })],
    parse: parseTorrentFile,
    refusal: TorrentError,
  },
  {
    name: 'magnet',
    good: [
      utf8.encode(`magnet:?xt=urn:btih:${INFO_HASH}&dn=a%20film&tr=wss%3A%2F%2Ft.example&so=1-4`),
    ],
    parse: ofText(parseMagnet),
    refusal: MagnetError,
  },
  {
    name: 'shared text',
    good: [utf8.encode(`see http://localhost:8080/#magnet:?xt=urn:btih:${INFO_HASH}`)],
    parse: ofText(parseShareText),
    refusal: MagnetError,
  },
  {
    name: 'addresses of trackers',
    good: [utf8.encode('wss://tracker.example:443/announce')],
    parse: ofText(url => contactableTrackers(trackerUrls([url]), 'http://localhost:8080')),
  },
  {
    name: 'announce',
    good: [json({ ...ids, offerId: undefined, peerId: SELF, ...counts })],
    parse: ofValue(parseAnnounceRequest),
  },
  {
    name: 'reply to an announce',
    good: [
      json({ intervalMs: 30_000, peers: [SELF], seeders: 1, leechers: 2 }),
      json({ intervalMs: 1, peers: [], seeders: 1, leechers: 2, turn: TURN }),
      json({ failure: 'No.' }),
    ],
    parse: ofValue(parseAnnounceReply),
  },
  {
    name: 'STUN servers of the server',
    good: [json({ urls: ['stun:[2001:db8::1]:3478', 'stuns:stun.example.org'] })],
    parse: ofValue(parseStunServers),
  },
  {
    name: 'signal to the server',
    good: [json({ ...ids, to: SELF, ...offer })],
    parse: ofValue(parseOutgoingSignal),
  },
  {
    name: 'signal of the server',
    good: [json({ ...ids, from: SELF, ...offer })],
    parse: ofValue(parseIncomingSignal),
  },
  ...[
    parseOpenEmulation,
    parseEnterEmulation,
    parseFlowDeclaration,
    parseFollowed,
    parseRateOrder,
  ].map(
    (parse): Parser => ({
      name: 'emulation',
      good: [
        json({
          id: 'a',
          place: 'b',
          topology: '{}',
          flows: [{ from: 'a', to: 'b', bytes: 5 }],
          at: 5,
        }),
      ],
      parse: ofValue(parse),
    }),
  ),
  {
    name: "stock client's request",
    good: [
      json({
        action: 'announce',
        info_hash: 'h'.repeat(20),
        peer_id: '-WW0001-abcdefghijkl',
        numwant: 5,
        offers: [{ offer_id: 'o'.repeat(20), offer: { type: 'offer', sdp: 'v=0' } }],
      }),
      json({ action: 'scrape', info_hash: ['h'.repeat(20)] }),
    ],
    parse: ofText(parseTrackerRequest),
  },
  {
    name: "tracker's reply",
    good: [
      json({
        action: 'announce',
        info_hash: 'h'.repeat(20),
        interval: 30,
        complete: 1,
        incomplete: 2,
      }),
    ],
    parse: ofText(parseTrackerReply),
  },
  {
    name: 'topology file',
    good: [utf8.encode(writeTopology(starOf(['peer1', 'peer2'])))],
    parse: ofText(parseTopology),
    refusal: FileError,
  },
  {
    name: 'NED',
    good: [utf8.encode(writeNed(starOf(['peer1', 'peer2']))), utf8.encode(NED)],
    parse: ofText(readNed),
    refusal: FileError,
  },
  {
    name: 'GraphML',
    good: [utf8.encode(writeGraphml(starOf(['peer1', 'peer2'])))],
    parse: ofText(readGraphml),
    refusal: FileError,
  },
  {
    name: 'scenario file',
    good: [1, 2, 3].map(seed => utf8.encode(randomScenarioText(seed))),
    parse: ofText(content => parseScenario(content)),
    refusal: FileError,
  },
]

function run(seed: number, outcomes: Map<string, number>): void {
  const random = seededRandom(seed)
  for (let i = 0; i < INPUTS_OF_ONE; i++) {
    const { name, good, parse, refusal } = PARSERS[i % PARSERS.length] as Parser
    const sample = good[randomInt(random, good.length)] as Uint8Array
    const bytes = random() < 0.02 ? sample : mutate(sample, random)
    const startedAt = performance.now()
    let outcome = 'taken'
    try {
      parse(bytes, random)
    } catch (error) {
      if (refusal === undefined || !(error instanceof refusal)) {
        const what = error instanceof Error ? error.stack : error
        expect.fail(`${name} throws what is none of its refusals: ${what}`)
      }
      outcome = 'refused'
    }
    const tookMs = performance.now() - startedAt
    if (tookMs > MAX_PARSE_MS) expect.fail(`${name} takes ${tookMs} ms`)
    outcomes.set(`${name}: ${outcome}`, (outcomes.get(`${name}: ${outcome}`) ?? 0) + 1)
  }
}

test(`${INPUTS} inputs`, { timeout: 60 * 60_000 }, () => {
  const outcomes = new Map<string, number>()
  forSeeds(Math.ceil(INPUTS / INPUTS_OF_ONE), WHERE, seed => run(seed, outcomes))
  if (WHERE.only) return
  // What never happened was not tried.
  const missing = PARSERS.flatMap(({ name, refusal }) => [
    ...(outcomes.has(`${name}: taken`) ? [] : [`${name}: taken`]),
    ...(refusal && !outcomes.has(`${name}: refused`) ? [`${name}: refused`] : []),
  ])
  expect(missing).toEqual([])
})
