/** Where a person has dragged nodes to: kept for each network, over a reload. */
import { signal } from '@preact/signals'
import type { Plan } from '../worker/protocol.ts'

/** By name, in the plan's units. */
export type Places = Readonly<Record<string, readonly [x: number, y: number]>>

const KEY = 'tabswarm.lab.places'
/** Those that were moved last. */
const MAX_NETWORKS = 20
const NONE: Places = {}

export class MovedNodes {
  /** Counts the changes, for the drawing to depend on. */
  readonly changes = signal(0)
  readonly #networks: Map<string, Places>

  constructor() {
    this.#networks = remembered()
  }

  of(plan: Plan): Places {
    return this.#networks.get(keyOf(plan)) ?? NONE
  }

  move(plan: Plan, name: string, x: number, y: number): void {
    const key = keyOf(plan)
    const places = { ...this.of(plan), [name]: [x, y] as const }
    this.#networks.delete(key)
    this.#networks.set(key, places)
    for (const oldest of [...this.#networks.keys()].slice(0, -MAX_NETWORKS))
      this.#networks.delete(oldest)
    this.changes.value++
  }

  /** At the end of a drag: storage is slow. */
  remember(): void {
    try {
      localStorage.setItem(KEY, JSON.stringify([...this.#networks]))
    } catch (error) {
      // Full or forbidden: they are moved until the page is closed.
      console.warn(error)
    }
  }

  putBack(plan: Plan): void {
    this.#networks.delete(keyOf(plan))
    this.changes.value++
    this.remember()
  }
}

/** Networks of the same nodes and lines have the same drawing. */
function keyOf({ nodes, links }: Plan): string {
  const text = `${nodes.map(({ name }) => name)};${links.map(({ from, to }) => `${from}-${to}`)}`
  // FNV-1a: two networks of one person hardly meet in 32 bits.
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++)
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  return `${nodes.length} ${hash.toString(36)}`
}

/** Storage is not trusted: what is no place is left out. */
function remembered(): Map<string, Places> {
  try {
    const entries = JSON.parse(localStorage.getItem(KEY) ?? '[]') as unknown
    if (!Array.isArray(entries)) return new Map()
    return new Map(
      entries.slice(-MAX_NETWORKS).flatMap((entry: unknown) => {
        const [key, places] = Array.isArray(entry) ? entry : []
        if (typeof key !== 'string' || typeof places !== 'object' || places === null) return []
        return [[key, Object.fromEntries(Object.entries(places).filter(isPlace))] as const]
      }),
    )
  } catch (error) {
    console.warn(error)
    return new Map()
  }
}

function isPlace(entry: [string, unknown]): entry is [string, readonly [number, number]] {
  const [, place] = entry
  return Array.isArray(place) && place.length === 2 && place.every(Number.isFinite)
}
