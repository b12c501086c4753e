/** One node with as many members as it takes: their memory, and how long their announces take. */
import type { Cleanup } from '../../command.ts'
import { Side } from './sides.ts'

const CLIENTS = 2_000
const SWARMS_EACH = 50
const SWARMS = 2_000
/** Who announces at the same time; of 100,000 members that do so every 30 s a tenth of this is on its way. */
const AT_ONCE = 32
const SECONDS = 3

export interface MembersResult {
  readonly members: number
  readonly swarms: number
  /** In use for them, without garbage; their sockets are there before. */
  readonly registryMb: number
  readonly p50Ms: number
  readonly p99Ms: number
}

export async function measureMembers(cleanup: Cleanup): Promise<MembersResult> {
  const side = await Side.start({ name: 'members', door: 'stock', nodes: 1 }, cleanup)
  await side.open('announces', {
    clients: CLIENTS,
    swarms: SWARMS,
    swarmsEach: SWARMS_EACH,
    offers: 0,
  })
  const before = await side.heapMb()
  await side.enter('announces')
  const registryMb = (await side.heapMb()) - before
  const { p50Ms, p99Ms } = await side.turn('announces', SECONDS, AT_ONCE)
  return { members: CLIENTS * SWARMS_EACH, swarms: SWARMS, registryMb, p50Ms, p99Ms }
}
