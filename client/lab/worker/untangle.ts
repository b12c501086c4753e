/**
 * Moves nodes of a small network until none covers another and none lies on a line that is not its
 * own: forces alone leave a few. Nodes are tried one at a time at places around them, or around their
 * router, and stay where least is wrong. The same network gives the same drawing.
 */

interface Place {
  x?: number | undefined
  y?: number | undefined
  readonly radius: number
}

type Pair = readonly [number, number]

/** Beyond this number it would take too long, and nodes are dots. */
export const MAX_UNTANGLED = 100
const ROUNDS = 40
const ANGLES = 24
const STEPS = [12, 24, 40, 60, 90]
/** Free space beyond two rings that touch, and between a ring and a line. */
const GAP = 5
/** Small against any fault: of two good places the nearer one is taken. */
const COST_OF_WAY = 1e-3

export function untangle(places: readonly Place[], links: readonly Pair[]): void {
  if (places.length > MAX_UNTANGLED) return
  const tangle = new Tangle(places, links)
  for (let round = 0; round < ROUNDS; round++) {
    let isClear = true
    for (let node = 0; node < places.length; node++) {
      if (tangle.faultOf(node) === 0) continue
      isClear = false
      tangle.improve(node)
    }
    if (isClear) return
  }
}

class Tangle {
  readonly #xs: number[]
  readonly #ys: number[]
  readonly #places: readonly Place[]
  readonly #links: readonly Pair[]
  readonly #neighbours: readonly number[][]

  constructor(places: readonly Place[], links: readonly Pair[]) {
    this.#places = places
    this.#links = links
    this.#xs = places.map(({ x = 0 }) => x)
    this.#ys = places.map(({ y = 0 }) => y)
    this.#neighbours = places.map((_, node) =>
      links.flatMap(([a, b]) => (a === node ? [b] : b === node ? [a] : [])),
    )
  }

  /** How far the node is from being clear of others and of lines, and its lines of other nodes. */
  faultOf(node: number): number {
    let fault = 0
    for (let other = 0; other < this.#places.length; other++)
      if (other !== node) fault += this.#overlap(node, other)
    for (const [a, b] of this.#links) {
      if (a === node || b === node) {
        for (let other = 0; other < this.#places.length; other++)
          fault += this.#covered(other, a, b)
      } else fault += this.#covered(node, a, b)
    }
    return fault
  }

  improve(node: number): void {
    const [x, y] = [this.#x(node), this.#y(node)]
    let best = this.faultOf(node)
    let [bestX, bestY] = [x, y]
    const [router] = this.#neighbours[node] ?? []
    const isLeaf = this.#neighbours[node]?.length === 1 && router !== undefined
    const [midX, midY] = isLeaf ? [this.#x(router), this.#y(router)] : [x, y]
    const least = isLeaf ? this.#radius(node) + this.#radius(router) : 0
    for (const step of STEPS) {
      for (let turn = 0; turn < ANGLES; turn++) {
        const angle = (turn * 2 * Math.PI) / ANGLES
        this.#xs[node] = midX + (least + step) * Math.cos(angle)
        this.#ys[node] = midY + (least + step) * Math.sin(angle)
        const way = Math.hypot(this.#x(node) - x, this.#y(node) - y)
        const fault = this.faultOf(node) + COST_OF_WAY * way
        if (fault >= best) continue
        best = fault
        bestX = this.#x(node)
        bestY = this.#y(node)
      }
    }
    this.#xs[node] = bestX
    this.#ys[node] = bestY
    const place = this.#places[node] as Place
    place.x = bestX
    place.y = bestY
  }

  #x = (node: number): number => this.#xs[node] as number
  #y = (node: number): number => this.#ys[node] as number
  #radius = (node: number): number => (this.#places[node] as Place).radius

  #overlap(a: number, b: number): number {
    const apart = Math.hypot(this.#x(a) - this.#x(b), this.#y(a) - this.#y(b))
    return Math.max(0, this.#radius(a) + this.#radius(b) + GAP - apart)
  }

  #covered(node: number, a: number, b: number): number {
    if (node === a || node === b) return 0
    const apart = distanceToLine(
      [this.#x(node), this.#y(node)],
      [this.#x(a), this.#y(a)],
      [this.#x(b), this.#y(b)],
    )
    return Math.max(0, this.#radius(node) + GAP - apart)
  }
}

type Point = readonly [x: number, y: number]

/** From a point to the nearest one of the line between two others. */
export function distanceToLine([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point): number {
  const [dx, dy] = [x2 - x1, y2 - y1]
  const along = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1)
  const share = Math.min(1, Math.max(0, along))
  return Math.hypot(x1 + share * dx - x, y1 + share * dy - y)
}
