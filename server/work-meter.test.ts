/** Who pays for what is done, and when. */
import { Socket } from 'node:net'
import { setImmediate as afterPoll } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import type { InfoHash, PeerId } from '../shared/base/ids.ts'
import { MemoryRegistry } from '../shared/tracker/memory.ts'
import { OfferBook } from '../shared/tracker/offers.ts'
import type { SwarmRegistry } from '../shared/tracker/registry.ts'
import { Addresses } from './addresses.ts'
import { Client, Clients } from './clients.ts'
import { Counts } from './counts.ts'
import { SERVER_LIMITS } from './limits.ts'
import { alone } from './nodes.ts'
import { relay } from './signalling.ts'
import { Visitor } from './visitor.ts'
import { WorkMeter } from './work-meter.ts'

class Payer {
  paidMs = 0

  worked(ms: number): void {
    this.paidMs += ms
  }
}

/** Of the processor, so that another process’s share of it does not count. */
function burn(ms: number): void {
  const { user, system } = process.cpuUsage()
  const isOver = () => {
    const now = process.cpuUsage()
    return now.user + now.system - user - system >= ms * 1000
  }
  while (!isOver()) Math.sqrt(2)
}

const BURNT_MS = 20

test('what a handler leaves to promises is its cause’s work', async () => {
  const meter = new WorkMeter()
  const payer = new Payer()
  meter.begin(payer)
  await Promise.resolve().then(() => burn(BURNT_MS))
  meter.settle()
  expect(payer.paidMs).toBeGreaterThanOrEqual(BURNT_MS - 1)
})

test('each pays until the next begins, and the last until all is read', async () => {
  const meter = new WorkMeter()
  const [first, second] = [new Payer(), new Payer()]
  meter.begin(first)
  meter.begin(second)
  burn(BURNT_MS)
  await afterPoll()
  const { paidMs } = second
  expect(first.paidMs).toBeLessThan(BURNT_MS)
  expect(paidMs).toBeGreaterThanOrEqual(BURNT_MS - 1)
  burn(BURNT_MS)
  await afterPoll()
  expect(second.paidMs).toBe(paidMs)
})

test('what a signal causes when Redis has answered is the work of who sent it', async () => {
  const infoHash = 'a'.repeat(40) as InfoHash
  const registry: SwarmRegistry = new MemoryRegistry(Math.random)
  const { socketOf } = registry
  vi.spyOn(registry, 'socketOf').mockImplementation(async (...of) => {
    await afterPoll()
    return socketOf.apply(registry, of)
  })
  const [nodes, offers] = [alone(), new OfferBook()]
  const clients = new Clients(registry, offers, nodes)
  const addresses = new Addresses(SERVER_LIMITS)
  const [limits, now, log] = [SERVER_LIMITS, () => 0, () => {}]
  const enter = (key: string, send: () => void) => {
    const deps = { addresses, limits, now, requestId: '', onEnd: log }
    const visitor = new Visitor(addresses.of(key, 0), new Socket(), deps)
    const scope = { door: 'socket.io', servers: [], connection: key } as const
    const line = { key, visitor, scope, send, refuse: log, end: log }
    const client = new Client(line, { limits, log, now })
    clients.add(client)
    const peerId = key.repeat(40) as PeerId
    const counters = { uploaded: 0, downloaded: 0, left: 0, numwant: 0 }
    void registry.announce({ infoHash, peerId, ...counters }, client.announcer, 0)
    return { client, peerId, paid: vi.spyOn(visitor, 'worked') }
  }
  const ann = enter('1', log)
  const bob = enter('2', () => burn(BURNT_MS))

  const offer = {
    kind: 'offer',
    infoHash,
    offerId: '3'.repeat(40),
    to: bob.peerId,
    sdp: '',
  } as const
  const deps = { registry, offers, clients, nodes, counts: new Counts() }
  expect(await relay(offer, ann.client, deps, 0)).toBeUndefined()
  await afterPoll()
  expect(ann.paid.mock.calls.reduce((sum, [ms]) => sum + ms, 0)).toBeGreaterThanOrEqual(
    BURNT_MS - 1,
  )
  expect(bob.paid).not.toHaveBeenCalled()
})
