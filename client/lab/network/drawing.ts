import { effect } from '@preact/signals'
import { select } from 'd3-selection'
import { type D3ZoomEvent, type ZoomBehavior, zoom, zoomIdentity } from 'd3-zoom'
import { fitCanvas, onRestyle, type Palette, paletteOf } from '../../share/view/canvas.ts'
import type { Lab } from '../lab.ts'
import { isPeer } from '../peers/peers.ts'
import type { Plan, PlanNode } from '../worker/protocol.ts'
import type { Chosen } from './editor.ts'
import { paint } from './paint.ts'
import {
  linkAt,
  nodeAt,
  type Projection,
  projectionOf,
  type Size,
  type View,
} from './projection.ts'

/** How long a new piece is highlighted, and the window over which rates are averaged. */
const PRESENT_SEC = 0.3
const ZOOM_RANGE: [number, number] = [0.6, 12]

export class Drawing {
  readonly #canvas: HTMLCanvasElement
  readonly #lab: Lab
  readonly #zoom: ZoomBehavior<HTMLCanvasElement, unknown>
  readonly #wantsStillness = matchMedia('(prefers-reduced-motion: reduce)')
  readonly #stops: (() => void)[]
  #view: View = zoomIdentity
  #size: Size = { width: 0, height: 0 }
  #palette: Palette
  #projection: Projection | undefined
  #projectedPlan: unknown
  #hovered: number | undefined
  #frame: number | undefined

  constructor(canvas: HTMLCanvasElement, lab: Lab) {
    this.#canvas = canvas
    this.#lab = lab
    this.#palette = paletteOf(canvas)
    this.#zoom = zoom<HTMLCanvasElement, unknown>()
      .scaleExtent(ZOOM_RANGE)
      .on('zoom', ({ transform }: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        this.#view = transform
        this.#projection = undefined
        this.#draw()
      })
      // The wheel scrolls the page; with Ctrl, or as a pinch, it zooms.
      .filter((event: Event) => !(event instanceof WheelEvent) || event.ctrlKey)
    const selection = select(canvas)
    selection.call(this.#zoom).on('dblclick.zoom', null)
    canvas.addEventListener('click', this.#onClick)
    canvas.addEventListener('pointermove', this.#onMove)
    canvas.addEventListener('pointerleave', this.#onLeave)
    this.#stops = [
      onRestyle(canvas, () => {
        this.#palette = paletteOf(canvas)
        this.#size = { width: canvas.clientWidth, height: canvas.clientHeight }
        this.#projection = undefined
        this.#draw()
      }),
      effect(() => {
        const { player, plan, run, selected, editor } = lab
        editor.chosen.value
        player.atMs.value
        plan.value
        run.value?.grown.value
        selected.value
        this.#draw()
      }),
    ]
  }

  close(): void {
    for (const stop of this.#stops) stop()
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame)
  }

  zoomBy(factor: number): void {
    select(this.#canvas).call(this.#zoom.scaleBy, factor)
  }

  showAll(): void {
    select(this.#canvas).call(this.#zoom.transform, zoomIdentity)
  }

  #draw(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined
      this.#paint()
    })
  }

  #paint(): void {
    const { player, selected } = this.#lab
    const plan = this.#lab.plan.peek()
    const fitted = fitCanvas(this.#canvas, this.#size.width, this.#size.height)
    if (!plan || !fitted) return
    if (this.#projectedPlan !== plan) this.#projection = undefined
    this.#projectedPlan = plan
    this.#projection ??= projectionOf(plan, this.#size, this.#view)
    paint({
      context: fitted.context,
      plan,
      projection: this.#projection,
      palette: this.#palette,
      recording: this.#lab.shownRun.peek()?.recording,
      atMs: player.atMs.peek(),
      windowMs: PRESENT_SEC * player.speed.peek(),
      selected: this.#lab.editor.isOn.peek() ? this.#chosenNode(plan) : selected.peek(),
      hovered: this.#hovered,
      isStill: this.#wantsStillness.matches,
    })
  }

  #chosenNode({ nodes }: Plan): number | undefined {
    const chosen = this.#lab.editor.chosen.peek()
    if (chosen?.kind !== 'node') return undefined
    return nodes.findIndex(({ name }) => name === chosen.name)
  }

  /** While the network is edited, routers can be chosen as well. */
  #nodeAt({ offsetX, offsetY }: MouseEvent): number | undefined {
    const plan = this.#lab.plan.peek()
    if (!plan || !this.#projection) return undefined
    const isEdited = this.#lab.editor.isOn.peek()
    const isMeant = (node: number): boolean => isEdited || isPeer(plan.nodes[node] as PlanNode)
    return nodeAt(this.#projection, offsetX, offsetY, isMeant)
  }

  readonly #onClick = (event: MouseEvent): void => {
    const node = this.#nodeAt(event)
    if (!this.#lab.editor.isOn.value) this.#lab.selected.value = node
    else this.#lab.editor.choose(this.#chosenAt(node, event))
  }

  #chosenAt(node: number | undefined, { offsetX, offsetY }: MouseEvent): Chosen | undefined {
    const plan = this.#lab.plan.peek()
    if (!plan || !this.#projection) return undefined
    const nameOf = (index: number): string => plan.nodes[index]?.name ?? ''
    if (node !== undefined) return { kind: 'node', name: nameOf(node) }
    const link = linkAt(plan, this.#projection, offsetX, offsetY)
    return link && { kind: 'link', from: nameOf(link.from), to: nameOf(link.to) }
  }

  readonly #onMove = (event: PointerEvent): void => {
    const hovered = this.#nodeAt(event)
    if (hovered === this.#hovered) return
    this.#hovered = hovered
    this.#canvas.style.cursor = hovered === undefined ? '' : 'pointer'
    this.#draw()
  }

  readonly #onLeave = (): void => {
    this.#hovered = undefined
    this.#draw()
  }
}
