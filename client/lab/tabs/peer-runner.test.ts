/** What an agent does with commands: runs peers, reports on them, and says why when it cannot. */
import { beforeEach, expect, test, vi } from 'vitest'
import type { Command, Report } from './messages.ts'
import { PeerRunner } from './peer-runner.ts'

const peers = vi.hoisted(() => ({
  join: vi.fn(),
  outcomes: vi.fn(),
  start: vi.fn(),
  close: vi.fn(),
}))
vi.mock('../../host/emulation/tab-peers.ts', () => ({
  TabPeers: class {
    join = peers.join
    outcomes = peers.outcomes
    start = peers.start
    close = peers.close
  },
}))
vi.mock('../../host/emulation/newcomers.ts', () => ({
  newcomerOf: (placement: object) => placement,
}))

const JOIN = { command: 'join', nodes: ['client1', 'client2'] } as unknown as Command

function runner() {
  const reports: Report[] = []
  let fire = () => {}
  const clock = {
    now: () => 0,
    after: (_: number, callback: () => void) => {
      fire = callback
      return () => {
        fire = () => {}
      }
    },
    close: () => {},
  }
  const runner = new PeerRunner(clock, report => reports.push(report))
  return { runner, reports, tick: () => fire() }
}

beforeEach(() => {
  vi.resetAllMocks()
  peers.join.mockImplementation(async ({ node }: { node: string }, tell) => {
    tell(5, { event: 'joined' })
    return { peerId: node, now: () => 10, status: () => ({ node }), close: vi.fn() }
  })
  peers.outcomes.mockResolvedValue([])
})

test('it runs a peer at each node, reports their events once, and goes on reporting', async () => {
  const { runner: agent, reports, tick } = runner()
  agent.obey(JOIN)
  await vi.waitFor(() => expect(reports).toHaveLength(1))
  expect(reports[0]).toMatchObject({
    peers: [
      { peerId: 'client1', untilMs: 10, events: [[5, { event: 'joined' }]] },
      { peerId: 'client2', untilMs: 10, events: [[5, { event: 'joined' }]] },
    ],
  })
  tick()
  expect(reports[1]).toMatchObject({ peers: [{ events: [] }, { events: [] }] })
})

test('at the end it reports once more, then the outcomes, and then nothing', async () => {
  const { runner: agent, reports, tick } = runner()
  agent.obey(JOIN)
  await vi.waitFor(() => expect(reports).toHaveLength(1))
  agent.obey({ command: 'end' })
  await vi.waitFor(() => expect(reports.at(-1)).toEqual({ report: 'ended', outcomes: [] }))
  expect(reports).toHaveLength(3)
  tick()
  expect(reports).toHaveLength(3)
})

test.each([
  ['a peer cannot join', () => peers.join.mockRejectedValue(new Error('no room')), 'no room'],
  [
    'outcomes cannot be read',
    () => peers.outcomes.mockRejectedValue(new Error('no disk')),
    'no disk',
  ],
])('%s: the report says why', async (_, arrange, why) => {
  arrange()
  const { runner: agent, reports } = runner()
  agent.obey(JOIN)
  await vi.waitFor(() => expect(reports).toHaveLength(1))
  if (reports[0]?.report !== 'failed') agent.obey({ command: 'end' })
  await vi.waitFor(() => expect(reports.at(-1)).toEqual({ report: 'failed', why }))
})

test('a peer that joins after the run was ended is closed and not reported', async () => {
  let joined: (peer: object) => void = () => {}
  peers.join.mockReturnValue(
    new Promise(resolve => {
      joined = resolve
    }),
  )
  const { runner: agent, reports } = runner()
  agent.obey(JOIN)
  agent.close()
  const close = vi.fn()
  joined({ close })
  await vi.waitFor(() => expect(close).toHaveBeenCalledOnce())
  expect(reports).toEqual([])
})
