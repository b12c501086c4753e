import { effect } from '@preact/signals'
import { select } from 'd3-selection'
import { type D3ZoomEvent, type ZoomBehavior, zoom, zoomIdentity } from 'd3-zoom'
import { language } from '../../language/language.ts'
import { fitCanvas, onRestyle, type Palette, paletteOf } from '../../share/view/canvas.ts'
import type { Lab } from '../lab.ts'
import type { Plan } from '../worker/protocol.ts'
import type { Chosen } from './editor.ts'
import { KeptPixels } from './kept-pixels.ts'
import { LinesInTurn } from './lines-in-turn.ts'
import { flightAt, paint } from './paint.ts'
import {
  linkAt,
  nodeAt,
  type Projection,
  projectionOf,
  type Size,
  type View,
} from './projection.ts'
import type { Scene } from './scene.ts'

/** How long a new piece is highlighted, and the window over which rates are averaged. */
const PRESENT_SEC = 0.3
const ZOOM_RANGE: [number, number] = [0.6, 12]

const LEAST_DRAG_PX = 4

/** A node under a pressed mouse, and where that was pressed. */
interface Drag {
  readonly node: number
  readonly x: number
  readonly y: number
  readonly hasMoved: boolean
}

export class Drawing {
  readonly #canvas: HTMLCanvasElement
  readonly #lab: Lab
  readonly #zoom: ZoomBehavior<HTMLCanvasElement, unknown>
  readonly #wantsStillness = matchMedia('(prefers-reduced-motion: reduce)')
  readonly #stops: (() => void)[]
  readonly #lines: LinesInTurn
  #view: View = zoomIdentity
  #size: Size
  #palette: Palette
  /** Undefined once anything has changed that it was made of. */
  #made: Projection | undefined
  #madeOf: Plan | undefined
  #kept = new KeptPixels(1)
  #keptOf: Projection | undefined
  #hovered: number | undefined
  /** The count of moves that the projection is of. */
  #movedAt = 0
  #frame: number | undefined

  constructor(canvas: HTMLCanvasElement, lab: Lab) {
    this.#canvas = canvas
    this.#lab = lab
    this.#palette = paletteOf(canvas)
    this.#lines = new LinesInTurn(lab.player.turns, () => this.#draw())
    this.#size = { width: canvas.clientWidth, height: canvas.clientHeight }
    this.#zoom = zoom<HTMLCanvasElement, unknown>()
      .scaleExtent(ZOOM_RANGE)
      .on('zoom', ({ transform }: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        this.#view = transform
        this.#made = undefined
        this.#draw()
      })
      // The wheel scrolls the page; with Ctrl, or as a pinch, it zooms.
      .filter((event: Event) => {
        if (event instanceof WheelEvent) return event.ctrlKey
        if (event instanceof TouchEvent) return !this.#isOnChosen(event)
        return !(event instanceof MouseEvent) || this.#nodeAt(event) === undefined
      })
    const selection = select(canvas)
    selection.call(this.#zoom).on('dblclick.zoom', null)
    canvas.addEventListener('click', this.#onClick)
    // Before the page scrolls: such a listener is passive unless it says that it is not.
    canvas.addEventListener('touchstart', this.#onTouch, { passive: false })
    canvas.addEventListener('pointerdown', this.#onDown)
    canvas.addEventListener('pointerup', this.#onUp)
    canvas.addEventListener('pointercancel', this.#onUp)
    canvas.addEventListener('pointermove', this.#onMove)
    canvas.addEventListener('pointerleave', this.#onLeave)
    this.#stops = [
      onRestyle(canvas, () => {
        this.#palette = paletteOf(canvas)
        this.#size = { width: canvas.clientWidth, height: canvas.clientHeight }
        this.#made = undefined
        this.#draw()
      }),
      effect(() => {
        const { player, plan, run, selected, editor, selection, moved } = lab
        selection.looked.value
        language.value
        if (moved.changes.value !== this.#movedAt) this.#made = undefined
        this.#movedAt = moved.changes.value
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
    this.#lines.close()
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
    const projection = this.#projection
    if (!plan || !fitted || !projection) return
    // A window that is moved to another screen has another density.
    const density = fitted.context.getTransform().a
    if (this.#keptOf !== projection || this.#kept.density !== density) {
      this.#keptOf = projection
      this.#kept = new KeptPixels(density)
    }
    const scene: Scene = {
      context: fitted.context,
      plan,
      projection,
      kept: this.#kept,
      palette: this.#palette,
      recording: this.#lab.shownRun.peek()?.recording,
      atMs: player.atMs.peek(),
      windowMs: PRESENT_SEC * player.speed.peek(),
      selected: this.#lab.editor.isOn.peek() ? this.#chosenNode(plan) : selected.peek(),
      hovered: this.#hovered,
      looked: this.#lab.selection.looked.peek(),
      isStill: this.#wantsStillness.matches,
    }
    paint(scene)
    this.#lines.follow(scene)
  }

  /** Made when it is asked for: keys and clicks may come before the next frame is painted. */
  get #projection(): Projection | undefined {
    const plan = this.#lab.plan.peek()
    if (!plan || this.#size.width === 0) return undefined
    if (this.#madeOf !== plan) this.#made = undefined
    this.#madeOf = plan
    this.#made ??= projectionOf(plan, this.#size, this.#view, this.#lab.moved.of(plan))
    return this.#made
  }

  #chosenNode({ nodes }: Plan): number | undefined {
    const chosen = this.#lab.editor.chosen.peek()
    if (chosen?.kind !== 'node') return undefined
    return nodes.findIndex(({ name }) => name === chosen.name)
  }

  #nodeAt(event: MouseEvent): number | undefined {
    const isTouch = event instanceof PointerEvent && event.pointerType === 'touch'
    return this.#projection && nodeAt(this.#projection, event.offsetX, event.offsetY, isTouch)
  }

  readonly #onClick = (event: MouseEvent): void => {
    // The end of a drag is no choice.
    if (this.#dragged?.hasMoved) {
      this.#dragged = undefined
      return
    }
    const node = this.#nodeAt(event)
    if (this.#lab.editor.isOn.value) this.#lab.editor.choose(this.#chosenAt(node, event))
    else this.#look(node, event)
  }

  /** At a block before the line that it is on, and at a node before either. */
  #look(node: number | undefined, { offsetX: x, offsetY: y }: MouseEvent): void {
    const { player, shownRun } = this.#lab
    const plan = this.#lab.plan.peek()
    const recording = shownRun.peek()?.recording
    const projection = this.#projection
    if (!plan || !projection) return
    const flight =
      recording && !this.#wantsStillness.matches
        ? flightAt(recording, projection, player.atMs.peek(), { x, y })
        : undefined
    const link = linkAt(plan, projection, x, y)
    if (node !== undefined) this.#lab.select(node)
    else if (flight) this.#lab.selection.lookAt({ kind: 'block', flight })
    else if (link) this.#lab.selection.lookAt({ kind: 'line', link })
    else this.#lab.select(undefined)
  }

  #dragged: Drag | undefined

  readonly #onDown = (event: PointerEvent): void => {
    this.#dragged = undefined
    if (event.button !== 0) return
    const node = this.#nodeAt(event)
    // A finger scrolls the page or moves the whole picture, unless the node under it was chosen before.
    if (event.pointerType === 'touch' && node !== this.#chosen) return
    if (node !== undefined)
      this.#dragged = { node, x: event.offsetX, y: event.offsetY, hasMoved: false }
  }

  readonly #onUp = (): void => {
    if (!this.#dragged?.hasMoved) this.#dragged = undefined
    else this.#lab.moved.remember()
  }

  readonly #onTouch = (event: TouchEvent): void => {
    if (this.#isOnChosen(event)) event.preventDefault()
  }

  #isOnChosen({ touches }: TouchEvent): boolean {
    const touch = touches[0]
    if (!touch || touches.length > 1 || !this.#projection) return false
    const { left, top } = this.#canvas.getBoundingClientRect()
    const node = nodeAt(this.#projection, touch.clientX - left, touch.clientY - top, true)
    return node !== undefined && node === this.#chosen
  }

  get #chosen(): number | undefined {
    const plan = this.#lab.plan.peek()
    if (!this.#lab.editor.isOn.peek()) return this.#lab.selected.peek()
    return plan && this.#chosenNode(plan)
  }

  /** As by dragging it. */
  nudge(node: number, byXPx: number, byYPx: number): void {
    const plan = this.#lab.plan.peek()
    const name = plan?.nodes[node]?.name
    if (!plan || name === undefined || !this.#projection) return
    const { xs, ys, toPlan } = this.#projection
    const clamped = (px: number, sizePx: number): number => Math.min(sizePx, Math.max(0, px))
    const [x, y] = toPlan(
      clamped((xs[node] as number) + byXPx, this.#size.width),
      clamped((ys[node] as number) + byYPx, this.#size.height),
    )
    this.#lab.moved.move(plan, name, x, y)
    this.#lab.moved.remember()
  }

  #drag(drag: Drag, event: PointerEvent): void {
    const { node, hasMoved } = drag
    const wayPx = Math.hypot(event.offsetX - drag.x, event.offsetY - drag.y)
    // A hand is never quite still in a click.
    if (!hasMoved && wayPx < LEAST_DRAG_PX) return
    const plan = this.#lab.plan.peek()
    const name = plan?.nodes[node]?.name
    if (!plan || name === undefined || !this.#projection) return
    if (!hasMoved) this.#canvas.setPointerCapture(event.pointerId)
    this.#dragged = { ...drag, hasMoved: true }
    const [x, y] = this.#projection.toPlan(event.offsetX, event.offsetY)
    this.#lab.moved.move(plan, name, x, y)
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
    if (this.#dragged && event.buttons === 1) return this.#drag(this.#dragged, event)
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
