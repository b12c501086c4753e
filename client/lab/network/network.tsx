import { effect } from '@preact/signals'
import { select } from 'd3-selection'
import { type D3ZoomEvent, type ZoomBehavior, zoom, zoomIdentity } from 'd3-zoom'
import { useEffect, useRef } from 'preact/hooks'
import { countOf } from '../../share/format.ts'
import { fitCanvas, onRestyle } from '../../share/view/canvas.ts'
import { formatSpeed, kindOf } from '../format.ts'
import type { Lab } from '../lab.ts'
import { type Palette, paletteOf } from '../palette.ts'
import { isPeer } from '../peers/peers.ts'
import type { Plan, PlanNode } from '../worker/protocol.ts'
import type { Chosen } from './editor.ts'
import { Figures } from './figures.tsx'
import { paint } from './paint.ts'
import {
  linkAt,
  nodeAt,
  type Projection,
  projectionOf,
  type Size,
  type View,
} from './projection.ts'

/** As the eye takes it: how long something is called fresh, and over what rates are averaged. */
const PRESENT_SEC = 0.3
const ZOOM_RANGE: [number, number] = [0.6, 12]
const ZOOM_STEP = 1.5

/** The network, alive. */
export function Network({ lab }: { lab: Lab }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const drawing = useRef<Drawing | undefined>(undefined)
  useEffect(() => {
    if (!canvas.current) return
    drawing.current = new Drawing(canvas.current, lab)
    return () => drawing.current?.close()
  }, [lab])
  return (
    <section class="network" aria-label="Network">
      <Figures lab={lab} />
      <div class="picture">
        <canvas ref={canvas} role="img" aria-label={inWords(lab)} />
        <p class="truth">{truthOf(lab)}</p>
        <div class="zoom">
          <ZoomButton label="Closer" sign="+" onPress={() => drawing.current?.zoomBy(ZOOM_STEP)} />
          <ZoomButton
            label="Farther"
            sign="−"
            onPress={() => drawing.current?.zoomBy(1 / ZOOM_STEP)}
          />
          <ZoomButton label="All of it" sign="⤢" onPress={() => drawing.current?.showAll()} />
        </div>
      </div>
    </section>
  )
}

const ZoomButton = ({
  label,
  sign,
  onPress,
}: {
  label: string
  sign: string
  onPress: () => void
}) => (
  <button type="button" class="icon" aria-label={label} title={label} onClick={onPress}>
    <span aria-hidden="true">{sign}</span>
  </button>
)

/** What kind of truth the picture shows. */
function truthOf({ shownRun, player, tabs }: Lab): string {
  const run = shownRun.value
  if (!run)
    return tabs.controller.value ? 'To be run in real tabs' : 'To be simulated in virtual time'
  const kind = kindOf(run)
  run.grown.value
  const { flightStride } = run.recording
  const drawn = flightStride > 1 ? `. One block in ${flightStride} is drawn` : ''
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}. Shown at ${formatSpeed(player.speed.value)} of its speed${drawn}`
}

function inWords(lab: Lab): string {
  const plan = lab.plan.value
  if (!plan) return 'No network'
  const count = (kind: PlanNode['kind']) =>
    countOf(plan.nodes.filter(node => node.kind === kind).length, kind)
  return `Network of ${count('router')} with ${count('seeder')} and ${count('leecher')}. The table of peers says who has what.`
}

/** Draws whenever something that shows has changed, at most once a frame. */
class Drawing {
  readonly #canvas: HTMLCanvasElement
  readonly #lab: Lab
  readonly #zoom: ZoomBehavior<HTMLCanvasElement, unknown>
  readonly #wantsStillness = matchMedia('(prefers-reduced-motion: reduce)')
  readonly #stops: (() => void)[]
  #view: View = zoomIdentity
  #size: Size = { width: 0, height: 0 }
  #palette: Palette
  #projection: Projection | undefined
  #projectionOf: unknown
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
      // A wheel over the picture scrolls the page, unless it is meant: Ctrl, or a pinch.
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
    if (this.#projectionOf !== plan) this.#projection = undefined
    this.#projectionOf = plan
    this.#projection ??= projectionOf(plan, this.#size, this.#view)
    paint(fitted.context, {
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

  /** While the network is changed, routers can be meant as well. */
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
