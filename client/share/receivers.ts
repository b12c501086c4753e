/**
 * What became of what was shared from here: who opened the link, who has it, and who left with it. Kept
 * after they have gone. Pure: told what the session shows and the time.
 */
import type { LinkView } from '../../shared/peer/view.ts'
import type { PeerId, TorrentView } from '../host/api.ts'

export interface Receiver {
  readonly remote: PeerId
  readonly client?: string | undefined
  readonly heldCount: number
  /** `chosen`: all that they chose, which is a part. All this is their word. */
  readonly has: 'everything' | 'chosen' | 'part'
  readonly seenMs: number
  /** `unseen`: out of this tab's sight, as it was paused, offline or closed then. */
  readonly where: 'here' | 'left' | 'unseen'
}

export interface Receivers {
  /** In the order in which they came. */
  readonly list: readonly Receiver[]
  /** Had all they wanted, and are not listed any more. */
  readonly forgotten: number
}

export const NO_RECEIVERS: Receivers = { list: [], forgotten: 0 }

/** Of one share. Whoever is here is always listed: the links of a torrent have a limit of their own. */
export const MAX_RECEIVERS = 200
/** A link that is remade within this time was never gone, for a person. */
const GONE_AFTER_MS = 4_000

type Swarm = Pick<TorrentView, 'links' | 'info' | 'paused' | 'phase'>

export interface Moment {
  readonly nowMs: number
  /** Whether the server is reached: when it is not, our own line may be what is down. */
  readonly online: boolean
}

export function followReceivers(before: Receivers, swarm: Swarm, moment: Moment): Receivers {
  const { info } = swarm
  if (info === undefined) return before
  const here = new Map(swarm.links.map(link => [link.remote, link]))
  const list = before.list.map(each => {
    const link = here.get(each.remote)
    here.delete(each.remote)
    return link ? seen(each, link, info.pieceCount, moment) : missed(each, swarm, moment)
  })
  for (const link of here.values()) welcome(list, link, info.pieceCount, moment)
  const { kept, dropped } = bounded(list)
  return { list: kept, forgotten: before.forgotten + dropped.filter(isDone).length }
}

export const isDone = ({ has }: Receiver): boolean => has !== 'part'

function seen(before: Receiver, link: LinkView, pieceCount: number, { nowMs }: Moment): Receiver {
  const heldCount = link.heldCount ?? before.heldCount
  const { client = before.client, uploadOnly } = link
  const all = heldCount >= pieceCount
  const has = all ? 'everything' : uploadOnly && heldCount > 0 ? 'chosen' : 'part'
  return { ...before, client, heldCount, has, seenMs: nowMs, where: 'here' }
}

function missed(before: Receiver, { paused, phase }: Swarm, { nowMs, online }: Moment): Receiver {
  if (before.where !== 'here' || nowMs - before.seenMs < GONE_AFTER_MS) return before
  const isBlind = paused !== undefined || phase === 'left' || !online
  return { ...before, where: isBlind ? 'unseen' : 'left' }
}

function welcome(list: Receiver[], link: LinkView, pieceCount: number, moment: Moment): void {
  const { remote, client, heldCount } = link
  if (heldCount === undefined) return
  const { nowMs } = moment
  const came = { remote, client, heldCount, has: 'part', seenMs: nowMs, where: 'here' } as const
  const now = seen(came, link, pieceCount, moment)
  // A tab that reloads is a new peer: who comes with just what another left with is not counted twice.
  const earlier = list.findLastIndex(
    each =>
      heldCount > 0 &&
      each.heldCount === heldCount &&
      (client === undefined || each.client === client) &&
      each.seenMs < nowMs,
  )
  if (earlier === -1) list.push(now)
  else list[earlier] = now
}

/** First those are dropped who left with nothing whole, then the others, the oldest first. */
function bounded(list: readonly Receiver[]): { kept: Receiver[]; dropped: readonly Receiver[] } {
  const gone = list.filter(isGone)
  const isLess = (each: Receiver): number => (isDone(each) ? 1 : 0)
  const dropped = gone
    .sort((a, b) => isLess(a) - isLess(b) || a.seenMs - b.seenMs)
    .slice(0, Math.max(0, list.length - MAX_RECEIVERS))
  return { kept: list.filter(each => !dropped.includes(each)), dropped }
}

export const isGone = ({ where }: Receiver): boolean => where !== 'here'

/** How many have everything, and how many all that they chose, here or gone. */
export function countDone({ list, forgotten }: Receivers): { everything: number; chosen: number } {
  const everything = list.filter(({ has }) => has === 'everything').length
  return {
    everything: everything + forgotten,
    chosen: list.filter(({ has }) => has === 'chosen').length,
  }
}

export const isSomebodyDone = ({ list, forgotten }: Receivers): boolean =>
  forgotten > 0 || list.some(isDone)

/** Whether there is anything to keep or to tell of: a rate and a percentage are not. */
export function isNews(before: Receivers, now: Receivers): boolean {
  return (
    before.forgotten !== now.forgotten ||
    before.list.length !== now.list.length ||
    now.list.some((each, i) => {
      const was = before.list[i]
      return was?.remote !== each.remote || was.has !== each.has || was.where !== each.where
    })
  )
}
