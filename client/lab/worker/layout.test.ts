/** In every shipped network of up to 60 nodes each node stands free, as it is drawn on a desk and on a phone. */
import { expect, test } from 'vitest'
import { BUILT_IN_NAMES, builtIn } from '../../../shared/network/built-in.ts'
import type { Topology } from '../../../shared/network/topology.ts'
import { builtInScenario, SCENARIO_NAMES } from '../../../shared/simulation/scenarios/built-in.ts'
import { type Scenario, topologyOf } from '../../../shared/simulation/scenarios/scenario.ts'
import { projectionOf } from '../network/projection.ts'
import { nodeNames } from './layout.ts'
import { planOf } from './plan.ts'
import type { Plan } from './protocol.ts'
import { distanceToLine } from './untangle.ts'

const MAX_NODES = 64
const SIZES = { desk: { width: 900, height: 620 }, phone: { width: 334, height: 420 } }
const AS_IT_IS = { k: 1, x: 0, y: 0 }

const SHIPPED = new Map<string, Topology>()
for (const name of BUILT_IN_NAMES) SHIPPED.set(name, builtIn(name))
for (const name of SCENARIO_NAMES)
  SHIPPED.set(`scenario ${name}`, topologyOf(builtInScenario(name) as Scenario))
const small = [...SHIPPED].filter(([, topology]) => nodeNames(topology).length <= MAX_NODES)

function planWith(own: Topology): Plan {
  const planned = planOf(
    JSON.stringify({
      name: 'x',
      about: 'y',
      topology: {
        own: {
          ...own,
          links: own.links.map(({ from, to }) => ({ from, to, rate: '6Mbps', delay: '1ms' })),
        },
      },
      torrent: { pieces: 2, blocksPerPiece: 1 },
    }),
  )
  if (!planned.ok) throw new Error(JSON.stringify(planned.why))
  return planned.plan
}

test.each(small)('%s', (_name, topology) => {
  const plan = planWith(topology)
  for (const [where, size] of Object.entries(SIZES)) {
    const { xs, ys, ringRadius } = projectionOf(plan, size, AS_IT_IS)
    const at = (node: number) => [xs[node] as number, ys[node] as number] as const
    const radius = (node: number) =>
      plan.nodes[node]?.kind === 'router' ? 0.31 * ringRadius : ringRadius
    const faults: string[] = []
    for (const [a, { name }] of plan.nodes.entries()) {
      for (const [b, other] of plan.nodes.entries()) {
        if (b <= a) continue
        const apart = distanceToLine(at(a), at(b), at(b))
        if (apart < radius(a) + radius(b)) faults.push(`${name} covers ${other.name}`)
      }
      for (const { from, to } of plan.links) {
        if (from === a || to === a) continue
        if (distanceToLine(at(a), at(from), at(to)) < radius(a))
          faults.push(`${name} lies on ${plan.nodes[from]?.name}-${plan.nodes[to]?.name}`)
      }
    }
    expect(faults, where).toEqual([])
  }
})
