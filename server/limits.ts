/**
 * Limits for one connection, for one address (an IPv4 address, or the /64 of an IPv6 one) and for all of
 * them together. One address may be a lecture hall of a thousand tabs; it may not take what others need.
 */
import type { Rate } from '../shared/base/bucket.ts'
import type { FairLimits } from '../shared/base/fair-budget.ts'

export interface ServerLimits {
  /** TCP connections, whatever is said on them. */
  readonly maxConnections: number
  readonly maxConnectionsPerAddress: number
  /** New connections; further ones are closed at once. */
  readonly connectsPerAddress: Rate
  /** HTTP requests; further ones are refused, and their connection closed. */
  readonly requestsPerAddress: Rate
  /** From the connection, or the end of the last answer, to the end of a request's headers. */
  readonly headersMs: number
  /** To the end of its body. Ours have none. */
  readonly requestMs: number
  /** Between an answer and the next request. */
  readonly keepAliveMs: number
  /** Nothing goes either way on a connection that is no socket: its reader does not read. */
  readonly silenceMs: number
  /** Sockets, at both doors together. */
  readonly maxSockets: number
  readonly maxSocketsPerAddress: number
  /** From the upgrade to the first message. */
  readonly tabHelloMs: number
  readonly stockHelloMs: number
  /** Packets of any kind from one connection; with more it is closed. */
  readonly packets: Rate
  /** Bytes received; with more, the rest waits in the network. */
  readonly bytes: Rate
  readonly bytesPerAddress: Rate
  /** Milliseconds of the processor that a connection takes; with more it is closed. */
  readonly workMs: Rate
  /** The same of all connections of an address; with more, what they send waits in the network. */
  readonly workMsPerAddress: Rate
  /** Bytes kept for one connection, unsent or of a message that has not come whole; with more it is closed. */
  readonly maxHeldBytes: number
  /** The same of all connections of an address, and of all addresses; the heaviest is closed first. */
  readonly maxHeldBytesPerAddress: number
  readonly maxHeldBytesInAll: number
  /** Further announces are answered with a failure. */
  readonly announces: Rate
  readonly announcesPerAddress: Rate
  /** Further signals are dropped, and offers refused. */
  readonly signals: Rate
  readonly signalsPerAddress: Rate
  /** Offers to one socket, by address of who offers; further ones are refused. */
  readonly calls: FairLimits
  /** Proofs of peer ids, each of which is verified; further announces that need one are refused. */
  readonly proofs: Rate
  /** STUN requests, each a datagram; further ones are not answered. */
  readonly stunRequestsPerAddress: Rate
  /** Openings of emulated networks from one address; further ones are refused. */
  readonly emulationOpenings: Rate
  /** Messages about emulated networks; further ones are dropped. */
  readonly emulationMessages: Rate
  /** Operations to share out the links of the networks that one address opened; then it waits. See `fair-share.ts`. */
  readonly emulationWork: Rate
  /** The same for all addresses together. */
  readonly emulationWorkInAll: Rate
}

const MiB = 1024 * 1024

export const SERVER_LIMITS: ServerLimits = {
  // Every socket, and room for pages to be fetched.
  maxConnections: 13_000,
  // A lecture hall's sockets, and six connections of each browser whose page loads at the same time.
  maxConnectionsPerAddress: 1_500,
  // A lecture hall loads the page within two minutes. 0.36 ms of work each, measured: 4 % of a core.
  connectsPerAddress: { burst: 1_000, perSecond: 100 },
  // A page load is some 12.
  requestsPerAddress: { burst: 2_000, perSecond: 300 },
  // A slow mobile network's round trips, and a packet lost twice.
  headersMs: 10_000,
  requestMs: 15_000,
  // What browsers use a connection for again, they use soon.
  keepAliveMs: 5_000,
  silenceMs: 30_000,
  // Some 40 KB each, measured: 400 MB in all.
  maxSockets: 10_000,
  // A lecture hall is one address.
  maxSocketsPerAddress: 1_000,
  // Socket.IO says hello at once: a slow mobile network's round trips.
  tabHelloMs: 5_000,
  // WebTorrent gathers the candidates of its first offers before it announces; it waits 5 s for them.
  stockHelloMs: 15_000,
  // Twice what the limits below allow together: only a flood exceeds it.
  packets: { burst: 2_000, perSecond: 240 },
  // 30 offers of the largest size at once; then a signal of 16 KiB, 50 times a second.
  bytes: { burst: 4 * MiB, perSecond: MiB },
  // Eight tabs at their limit, or a lecture hall at 8 KiB a second each.
  bytesPerAddress: { burst: 16 * MiB, perSecond: 8 * MiB },
  // A tab that opens 64 torrents causes some 300 ms. The rest is for the collector of garbage.
  workMs: { burst: 3_000, perSecond: 100 },
  // A quarter of what the process could have: see `addresses.ts`. What is not seen while it is done, such as
  // collecting garbage, is as much again. With half of it others wait twice as long for their answers, measured.
  workMsPerAddress: { burst: 30, perSecond: 250 },
  // Replies to 64 torrents are 140 KB, and the system's own buffer takes megabytes before this one.
  maxHeldBytes: MiB / 2,
  maxHeldBytesPerAddress: 16 * MiB,
  maxHeldBytesInAll: 128 * MiB,
  // 64 torrents opened at once, started and completed; then, by gossip, one each 3 s is 22 a second.
  announces: { burst: 150, perSecond: 24 },
  // A lecture hall that starts at once, each tab with several torrents; then one by gossip in each tab.
  announcesPerAddress: { burst: 5_000, perSecond: 500 },
  // A tab has one peer id, and proves it once for each connection; verifying takes half a millisecond.
  proofs: { burst: 10, perSecond: 0.1 },
  // 30 dials at once, each an offer or answer and some 10 candidates, with room to spare.
  signals: { burst: 500, perSecond: 50 },
  // A lecture hall dials at once: 100 signals of each tab. What they cost is limited as work.
  signalsPerAddress: { burst: 100_000, perSecond: 5_000 },
  // A tab asks two or three times for each connection; a lecture hall is one address.
  stunRequestsPerAddress: { burst: 500, perSecond: 100 },
  // A lecture hall behind one address, all of it calling the one who shares; and others besides.
  calls: { windowMs: 60_000, perSender: 120, inAll: 300, reserve: 300, sure: 5 },
  // A class behind one address opens one each, a study one after another; each costs some 20 ms.
  emulationOpenings: { burst: 32, perSecond: 0.5 },
  // Some 60 ns each, measured: an eighth of a core, and a quarter for all. 46 tabs that send to each other
  // over one link need 20,000 for a change.
  emulationWork: { burst: 4_000_000, perSecond: 2_000_000 },
  emulationWorkInAll: { burst: 8_000_000, perSecond: 4_000_000 },
  // A second has 4 beats, up to 50 rate orders confirmed, flows that begin and end, samples of the time.
  emulationMessages: { burst: 300, perSecond: 60 },
}
