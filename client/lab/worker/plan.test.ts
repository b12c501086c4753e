/** What cannot run says so before Run, in a sentence that says what to change. */
import { describe, expect, test } from 'vitest'
import { scenarioText } from '../../../shared/simulation/scenarios/built-in.ts'
import { whyInWords } from '../why-words.ts'
import { planOf } from './plan.ts'
import type { Plan } from './protocol.ts'

const FILE = JSON.parse(scenarioText('thesis-20') as string) as Record<string, unknown>
const changed = (changes: Record<string, unknown>): string =>
  JSON.stringify({ ...FILE, ...changes })

test.each([
  ['no seeder', { seeders: [] }, 'without seeders there is nothing to fetch'],
  ['no seeder, as a number', { seeders: 0 }, '"seeders"'],
  ['only seeders', { seeders: 20 }, 'Every peer is a seeder'],
  ['a rate of 0', { topology: { builtIn: 'thesis-20', accessRate: '0Mbps' } }, 'more than zero'],
  [
    'a file too large for a tab',
    { torrent: { length: '1GiB', pieceLength: '1MiB' }, limit: '24h' },
    'too much for a tab',
  ],
  [
    'too many pieces of too many',
    {
      topology: { builtIn: 'star', peers: 20000 },
      torrent: { pieces: 1000, blocksPerPiece: 1 },
      limit: '24h',
    },
    'Take fewer or larger pieces',
  ],
  ['a limit that nobody can keep', { limit: '1s' }, 'Raise the limit'],
  [
    'peers who come too late',
    { arrivals: { every: '1min' }, limit: '2min' },
    'let them come sooner',
  ],
])('%s', (_what, changes, sentence) => {
  const planned = planOf(changed(changes))
  expect(planned.ok).toBe(false)
  const said = planned.ok ? '' : whyInWords(planned.why)
  const words = typeof said === 'string' ? said : said.english
  expect(words.toLowerCase()).toContain(sentence.toLowerCase())
  expect(words).toMatch(/^["“A-Z].*\.$/)
})

test('unreachable peers', () => {
  const own = {
    name: 'islands',
    routers: ['here', 'there'],
    tracker: 'tracker',
    peers: ['ann', 'bob'],
    links: [
      { from: 'tracker', to: 'here', rate: '1Mbps', delay: '1ms' },
      { from: 'ann', to: 'here', rate: '1Mbps', delay: '1ms' },
      { from: 'bob', to: 'there', rate: '1Mbps', delay: '1ms' },
    ],
  }
  expect(planOf(changed({ topology: { own } }))).toMatchObject({
    ok: false,
    why: {
      is: 'bad-value',
      fault: { english: expect.stringContaining('no path leads from the tracker to "bob"') },
    },
  })
})

test.each(['', 'nonsense', '[]', '{"name":"x"}'])('a file that is no scenario: %j', document => {
  expect(planOf(document).ok).toBe(false)
})

describe('a plan of thesis-20', () => {
  const planned = planOf(changed({}))
  const plan = (planned.ok ? planned.plan : undefined) as Plan

  test('has every node in its place, no two in the same', () => {
    expect(plan.nodes).toHaveLength(38)
    for (const [i, a] of plan.nodes.entries()) {
      for (const b of plan.nodes.slice(i + 1)) {
        expect(Math.hypot(a.x - b.x, a.y - b.y), `${a.name} and ${b.name}`).toBeGreaterThan(15)
      }
    }
  })

  test('is the same each time', () => {
    expect(planOf(changed({}))).toEqual(planned)
  })

  test('changed by hand, what stays of it stays where it is', () => {
    const file = JSON.parse(plan.topologyFile) as { peers: string[]; links: unknown[] }
    const link = { from: 'newcomer', to: 'router3', rate: '6Mbps', delay: '1ms' }
    const own = { ...file, peers: [...file.peers, 'newcomer'], links: [...file.links, link] }
    const places = Object.fromEntries(plan.nodes.map(({ name, x, y }) => [name, { x, y }]))
    const grown = planOf(changed({ topology: { own } }), places)
    const nodes = grown.ok ? grown.plan.nodes : []
    for (const { name, x, y } of plan.nodes) {
      expect(nodes.find(node => node.name === name)).toMatchObject({ x, y })
    }
    const [router, newcomer] = ['router3', 'newcomer'].map(name =>
      nodes.find(node => node.name === name),
    )
    const apart = Math.hypot(
      (router?.x ?? 0) - (newcomer?.x ?? 0),
      (router?.y ?? 0) - (newcomer?.y ?? 0),
    )
    expect(apart).toBeGreaterThan(15)
    expect(apart).toBeLessThan(120)
  })
})
