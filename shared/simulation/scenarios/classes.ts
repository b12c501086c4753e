/**
 * Classes of peers in a scenario's file: "30 % cable, one in ten of them a free rider", or one peer with
 * policies of its own. Who belongs to which class by its share is drawn once, not for each seed: the lines
 * are part of the scenario, and so is the bound that follows from them.
 */
import * as v from 'valibot'
import { list, number, object, oneOf, text, textUpTo } from '../../base/file-schema.ts'
import type { JsonFile } from '../../base/json-file.ts'
import { seededStream, shuffle } from '../../base/random.ts'
import { ACCESS_NAMES, ACCESS_PRESETS, type AccessName, accessLink } from '../../network/presets.ts'
import { MAX_NAME_LENGTH, MAX_PEERS, type Topology } from '../../network/topology.ts'
import { exchangeSchema } from './exchange-file.ts'
import { castOf, type PeerClass, type Scenario, topologyOf } from './scenario.ts'

/** Enough for every kind of access with and without free riders. */
const MAX_CLASSES = 20
const SEED = 1

export const classesSchema = list(
  object({
    name: textUpTo(MAX_NAME_LENGTH),
    share: v.exactOptional(number(0, 1)),
    peers: v.exactOptional(list(text, MAX_PEERS)),
    access: v.exactOptional(oneOf(ACCESS_NAMES)),
    exchange: v.exactOptional(exchangeSchema),
    freeRiders: v.exactOptional(number(0, 1)),
  }),
  MAX_CLASSES,
)

type Entry = v.InferOutput<typeof classesSchema>[number]

/** With the members of each class, and their lines. Throws FileError. */
export function withClasses(
  scenario: Omit<Scenario, 'classes'>,
  entries: readonly Entry[],
  file: JsonFile,
): Scenario {
  const plain: Scenario = { ...scenario, classes: [] }
  if (entries.length === 0) return plain
  check(plain, entries, file)
  const topology = topologyOf(plain)
  const named = new Set(entries.flatMap(({ peers = [] }) => peers))
  const { leechers } = castOf(plain, topology)
  const rest = shuffle(
    seededStream(SEED, 'classes'),
    leechers.filter(name => !named.has(name)),
  )
  const count = rest.length
  const classes = entries.map(({ name, share = 0, peers, exchange, freeRiders }): PeerClass => {
    const members = peers ?? rest.splice(0, Math.round(share * count))
    return {
      name,
      peers: members,
      ...(exchange && { exchange }),
      ...(freeRiders !== undefined && { freeRiders }),
    }
  })
  const access = new Map<string, AccessName>()
  for (const [i, { access: own }] of entries.entries())
    if (own) for (const peer of classes[i]?.peers ?? []) access.set(peer, own)
  return {
    ...plain,
    classes,
    topology:
      access.size > 0 ? { kind: 'own', topology: relined(topology, access) } : scenario.topology,
  }
}

function check(scenario: Scenario, entries: readonly Entry[], file: JsonFile): void {
  const known = new Set(topologyOf(scenario).peers)
  const seen = new Set<string>()
  for (const [i, { name, share, peers, exchange }] of entries.entries()) {
    const at = ['classes', i]
    if (entries.findIndex(entry => entry.name === name) < i)
      file.fail([...at, 'name'], `there are two classes "${name}"`)
    if ((share === undefined) === (peers === undefined))
      file.fail(at, `"${name}" needs either "share" or "peers"`)
    if (exchange && exchange.kind !== scenario.exchange.kind)
      file.fail(
        [...at, 'exchange'],
        `a swarm has one kind of exchange: "${scenario.exchange.kind}"`,
      )
    for (const [place, peer] of (peers ?? []).entries()) {
      const there = [...at, 'peers', place]
      if (!known.has(peer)) file.fail(there, `"${peer}" is no peer of the topology`)
      if (seen.has(peer)) file.fail(there, `"${peer}" is in a class already`)
      seen.add(peer)
    }
  }
  const shares = entries.reduce((sum, { share = 0 }) => sum + share, 0)
  if (shares > 1 + 1e-9) file.fail(['classes'], `the shares add up to ${shares}, to more than 1`)
}

/** The peers' lines replaced by those of their access. */
function relined(topology: Topology, access: ReadonlyMap<string, AccessName>): Topology {
  const links = topology.links.map(link => {
    const [ofFrom, ofTo] = [access.get(link.from), access.get(link.to)]
    const own = ofFrom ?? ofTo
    if (own === undefined) return link
    const { forth, back } = accessLink(ACCESS_PRESETS[own])
    const ways = ofFrom === undefined ? { forth: back, back: forth } : { forth, back }
    return { ...link, ...ways, duplex: 'full' as const }
  })
  return { ...topology, links }
}
