import './network.css'
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { decimal } from '../../language/format.ts'
import { labView } from '../../language/lab-view.ts'
import { Button, IconButton, Said } from '../../share/view/parts.tsx'
import { aboutOf } from '../about-words.ts'
import { Slower } from '../charts/result.tsx'
import { failureInWords } from '../failure-words.ts'
import { formatShare, formatSpeed, formatTime } from '../format.ts'
import type { Lab } from '../lab.ts'
import { kindOf, type LabRun, stepInWords } from '../lab-run.ts'
import { isPeer } from '../peers/peers.ts'
import type { Row } from '../recording/recording.ts'
import { valueAt } from '../setup/draft.ts'
import { whyInWords } from '../why-words.ts'
import type { Plan, PlanNode, RunResult } from '../worker/protocol.ts'
import { Drawing } from './drawing.ts'
import { Legend } from './legend.tsx'
import { lookedInWords } from './looked-card.tsx'

const ZOOM_STEP = 1.5

export function Network({ lab }: { lab: Lab }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const drawing = useRef<Drawing | undefined>(undefined)
  // Before the first frame: what is seen can be clicked.
  useLayoutEffect(() => {
    if (!canvas.current) return
    drawing.current = new Drawing(canvas.current, lab)
    return () => drawing.current?.close()
  }, [lab])
  const texts = labView.texts.network
  return (
    <section class="network panel" aria-label={texts.title}>
      <Figures lab={lab} />
      <div class="picture">
        <canvas ref={canvas} role="img" aria-label={descriptionOf(lab)} />
        <Legend />
        <p class="truth">{truthOf(lab)}</p>
        <div class="zoom">
          <MoveByKeys lab={lab} drawing={drawing} />
          <PutBack lab={lab} />
          <IconButton label={texts.closer} onClick={() => drawing.current?.zoomBy(ZOOM_STEP)}>
            <span aria-hidden="true">+</span>
          </IconButton>
          <IconButton label={texts.farther} onClick={() => drawing.current?.zoomBy(1 / ZOOM_STEP)}>
            <span aria-hidden="true">−</span>
          </IconButton>
          <IconButton label={texts.all} onClick={() => drawing.current?.showAll()}>
            <span aria-hidden="true">⤢</span>
          </IconButton>
        </div>
      </div>
    </section>
  )
}

const STEP_PX = 20
const FINE_STEP_PX = 2
const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

interface MoveByKeysProps {
  readonly lab: Lab
  readonly drawing: RefObject<Drawing | undefined>
}

/** The node that is chosen, without a pointer; with Shift by less. */
function MoveByKeys({ lab, drawing }: MoveByKeysProps) {
  const node = lab.selected.value
  const name = lab.plan.value?.nodes[node ?? -1]?.name
  if (node === undefined || name === undefined) return null
  const move = (event: KeyboardEvent): void => {
    const arrow = ARROWS[event.key]
    if (!arrow) return
    event.preventDefault()
    const px = event.shiftKey ? FINE_STEP_PX : STEP_PX
    drawing.current?.nudge(node, px * arrow[0], px * arrow[1])
  }
  const label = labView.texts.network.moveByKeys(name)
  return (
    <Button class="icon" aria-label={label} title={label} onClick={() => {}} onKeyDown={move}>
      <span aria-hidden="true">✥</span>
    </Button>
  )
}

/** Once nodes have been moved. */
function PutBack({ lab }: { lab: Lab }) {
  lab.moved.changes.value
  const plan = lab.plan.value
  if (!plan || Object.keys(lab.moved.of(plan)).length === 0) return null
  return (
    <IconButton label={labView.texts.network.putBack} onClick={() => lab.moved.putBack(plan)}>
      <span aria-hidden="true">↺</span>
    </IconButton>
  )
}

function Figures({ lab }: { lab: Lab }) {
  const run = lab.shownRun.value
  const plan = lab.plan.value
  if (!plan) return null
  if (run) return <Progress lab={lab} run={run} />
  return (
    <div class="figures">
      <div>
        <h2 class="scene-name">{plan.name}</h2>
        <p class="scene-about">{stateOf(lab, plan)}</p>
      </div>
      <Button class="main big" disabled={!lab.canRun.value} onClick={() => lab.start()}>
        {labView.texts.network.run}
      </Button>
    </div>
  )
}

/** A scenario's words are true of it until it is changed. */
function stateOf(lab: Lab, plan: Plan): string {
  if (lab.draft.value.base === undefined || !lab.isChanged.value) return aboutOf(lab, plan)
  const peers = plan.nodes.filter(isPeer).length
  const routers = plan.nodes.filter(({ kind }) => kind === 'router').length
  const own = valueAt(lab.draft.value.document, 'topology.own.name')
  // A network of our own kind that was changed by hand still has its name.
  const isNamed = typeof own === 'string' && !lab.catalogue.topologies.includes(own)
  const network = isNamed ? `${own}, ` : ''
  return labView.texts.network.changed({ network, peers, routers, pieces: plan.pieces })
}

function Progress({ lab, run }: { lab: Lab; run: LabRun }) {
  const atMs = lab.player.shownMs.value
  // Once there is something: what is recorded up to a moment does not change.
  lab.player.hasBegun.value
  const { recording, plan } = run
  const leechers = recording.rows.filter(({ isSeeder }) => !isSeeder)
  const held = leechers.reduce((sum, row) => sum + recording.heldCountAt(row, atMs), 0)
  const expected = plan.nodes.filter(({ kind }) => kind === 'leecher').length
  const finished = leechers.filter(({ finishedMs }) => finishedMs <= atMs).length
  return (
    <div class="figures">
      <p class="percent">
        <strong>{formatShare(held / (expected * plan.pieces))}</strong> %
      </p>
      <div>
        <p class="figures-line">{labView.texts.network.haveAll({ finished, all: expected })}</p>
        <Outcome lab={lab} run={run} isAtEnd={lab.player.isAtEnd.value} />
        {lab.player.isAtEnd.value && <LastOne lab={lab} run={run} />}
      </div>
    </div>
  )
}

/** Whom everybody waited for: the button shows why. The times of an invalid run do not tell. */
function LastOne({ lab, run: { recording, plan, state } }: { lab: Lab; run: LabRun }) {
  if (state.value.is !== 'done' || isInvalid(state.value.result)) return null
  const done = recording.rows.filter(
    ({ isSeeder, finishedMs }) => !isSeeder && Number.isFinite(finishedMs),
  )
  const last = done.reduce(
    (latest, row) => (row.finishedMs > latest.finishedMs ? row : latest),
    done[0] as Row,
  )
  const name = plan.nodes[last?.node ?? -1]?.name
  if (name === undefined) return null
  return (
    <Button class="quiet last-one" onClick={() => lab.show(last.node)}>
      {labView.texts.network.whyLast(name)}
    </Button>
  )
}

const isInvalid = ({ inTabs }: RunResult): boolean => (inTabs?.invalidBecause ?? null) !== null

interface OutcomeProps {
  readonly lab: Lab
  readonly run: LabRun
  readonly isAtEnd: boolean
}

function Outcome({ lab, run, isAtEnd }: OutcomeProps) {
  const state = run.state.value
  const texts = labView.texts.network
  const { makespanMs: boundMs } = run.plan.bound
  if (state.is === 'preparing') return <p class="figures-line">{stepInWords(state.step)}</p>
  if (state.is === 'done' && isInvalid(state.result))
    return (
      <>
        <p class="figures-line trouble-line">{texts.invalid}</p>
        <Slower lab={lab} run={run} />
      </>
    )
  if (state.is === 'failed')
    return (
      <p class="figures-line trouble-line">
        <Said what={whyInWords(state.why)} />
      </p>
    )
  if (!isAtEnd || state.is === 'running') {
    return <p class="figures-line">{texts.notBefore(formatTime(boundMs))}</p>
  }
  if (state.is !== 'done') return <p class="figures-line">{texts.stopped}</p>
  const { makespanMs, failures } = state.result
  const [failure] = failures
  return makespanMs === null ? (
    <p class="figures-line trouble-line">
      <Said what={failure === undefined ? texts.notEveryone : failureInWords(failure)} />
    </p>
  ) : (
    <p class="figures-line">
      {texts.done({
        time: formatTime(makespanMs),
        times: <b>{decimal(makespanMs / boundMs, 2)}</b>,
      })}
    </p>
  )
}

function truthOf(lab: Lab): string {
  const { shownRun, player, tabs, plan } = lab
  const texts = labView.texts.network
  const looked = lab.selection.looked.value
  const run = shownRun.value
  if (looked && plan.value) return lookedInWords(lab, plan.value, looked)
  if (!run) return tabs.controller.value ? texts.toTabs : texts.toSimulate
  const kind = kindOf(run)
  return texts.shown({
    kind: `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`,
    speed: formatSpeed(player.speed.value),
    stride: run.flightStride.value,
  })
}

function descriptionOf(lab: Lab): string {
  const plan = lab.plan.value
  const texts = labView.texts.network
  if (!plan) return texts.none
  const count = (kind: PlanNode['kind']) => plan.nodes.filter(node => node.kind === kind).length
  return texts.described({
    routers: count('router'),
    seeders: count('seeder'),
    leechers: count('leecher'),
  })
}
