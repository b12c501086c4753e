/** One node with as many members as it takes: their memory, and how long their announces take. */
import type { Cleanup } from '../../command.ts'
import { median } from '../report.ts'
import { Side, type Turn } from './sides.ts'

const CLIENTS = 2_000
const SWARMS_EACH = 50
const SWARMS = 2_000
/** Who announces at the same time: several times what 100,000 members do that announce every half minute. */
const AT_ONCE = 4
const TURNS = 5
const TURN_SECONDS = 0.6

export interface MembersResult {
  readonly members: number
  readonly swarms: number
  /** In use for them, without garbage; their sockets are there before. */
  readonly registryMb: number
  /** Medians of five turns. */
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
  const turns: Turn[] = []
  for (let i = 0; i < TURNS; i++) turns.push(await side.turn('announces', TURN_SECONDS, AT_ONCE))
  return {
    members: CLIENTS * SWARMS_EACH,
    swarms: SWARMS,
    registryMb,
    p50Ms: median(turns.map(({ p50Ms }) => p50Ms)) as number,
    p99Ms: median(turns.map(({ p99Ms }) => p99Ms)) as number,
  }
}
