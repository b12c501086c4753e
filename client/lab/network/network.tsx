import './network.css'
import { useEffect, useRef } from 'preact/hooks'
import { countOf } from '../../share/format.ts'
import { Button, IconButton } from '../../share/view/parts.tsx'
import { Slower } from '../charts/result.tsx'
import { formatPercent, formatSpeed, formatTime } from '../format.ts'
import type { Lab } from '../lab.ts'
import { kindOf, type LabRun } from '../lab-run.ts'
import { isPeer } from '../peers/peers.ts'
import type { Row } from '../recording/recording.ts'
import type { Plan, PlanNode, RunResult } from '../worker/protocol.ts'
import { Drawing } from './drawing.ts'
import { Legend } from './legend.tsx'
import { lookedInWords } from './looked-card.tsx'

const ZOOM_STEP = 1.5

export function Network({ lab }: { lab: Lab }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const drawing = useRef<Drawing | undefined>(undefined)
  useEffect(() => {
    if (!canvas.current) return
    drawing.current = new Drawing(canvas.current, lab)
    return () => drawing.current?.close()
  }, [lab])
  return (
    <section class="network panel" aria-label="Network">
      <Figures lab={lab} />
      <div class="picture">
        <canvas ref={canvas} role="img" aria-label={descriptionOf(lab)} />
        <Legend />
        <p class="truth">{truthOf(lab)}</p>
        <div class="zoom">
          <PutBack lab={lab} />
          <IconButton label="Closer" onClick={() => drawing.current?.zoomBy(ZOOM_STEP)}>
            <span aria-hidden="true">+</span>
          </IconButton>
          <IconButton label="Farther" onClick={() => drawing.current?.zoomBy(1 / ZOOM_STEP)}>
            <span aria-hidden="true">−</span>
          </IconButton>
          <IconButton label="All of it" onClick={() => drawing.current?.showAll()}>
            <span aria-hidden="true">⤢</span>
          </IconButton>
        </div>
      </div>
    </section>
  )
}

/** Once nodes have been moved. */
function PutBack({ lab }: { lab: Lab }) {
  lab.moved.changes.value
  const plan = lab.plan.value
  if (!plan || Object.keys(lab.moved.of(plan)).length === 0) return null
  return (
    <IconButton label="Put all nodes back" onClick={() => lab.moved.putBack(plan)}>
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
        <p class="scene-about">{aboutOf(lab, plan)}</p>
      </div>
      <Button class="main big" disabled={!lab.canRun.value} onClick={() => lab.start()}>
        Run
      </Button>
    </div>
  )
}

/** A scenario's own words are true of it until it is changed. */
function aboutOf({ draft, isChanged }: Lab, plan: Plan): string {
  if (draft.value.base === undefined || !isChanged.value) return plan.about
  const peers = plan.nodes.filter(isPeer).length
  const routers = plan.nodes.filter(({ kind }) => kind === 'router').length
  return `Changed: ${countOf(peers, 'peer')} on ${countOf(routers, 'router')}, ${countOf(plan.pieces, 'piece')}.`
}

function Progress({ lab, run }: { lab: Lab; run: LabRun }) {
  const atMs = lab.player.shownMs.value
  run.grown.value
  const { recording, plan } = run
  const leechers = recording.rows.filter(({ isSeeder }) => !isSeeder)
  const held = leechers.reduce((sum, row) => sum + recording.heldCountAt(row, atMs), 0)
  const expected = plan.nodes.filter(({ kind }) => kind === 'leecher').length
  const finished = leechers.filter(({ finishedMs }) => finishedMs <= atMs).length
  return (
    <div class="figures">
      <p class="percent">
        <strong>{formatPercent(held / (expected * plan.pieces)).replace(' %', '')}</strong> %
      </p>
      <div>
        <p class="figures-line">
          {finished} of {expected} have everything
        </p>
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
      Why was {name} the last?
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
  const { makespanMs: boundMs } = run.plan.bound
  if (state.is === 'preparing') return <p class="figures-line">{state.sentence}</p>
  if (state.is === 'done' && isInvalid(state.result))
    return (
      <>
        <p class="figures-line trouble-line">This machine did not keep up: the run is invalid.</p>
        <Slower lab={lab} run={run} />
      </>
    )
  if (state.is === 'failed') return <p class="figures-line trouble-line">{state.why}</p>
  if (!isAtEnd || state.is === 'running') {
    return <p class="figures-line">No swarm can be done before {formatTime(boundMs)}</p>
  }
  if (state.is !== 'done') return <p class="figures-line">Stopped before the end.</p>
  const { makespanMs } = state.result
  return makespanMs === null ? (
    <p class="figures-line trouble-line">{state.result.failures[0] ?? 'Not everyone finished.'}</p>
  ) : (
    <p class="figures-line">
      Done after {formatTime(makespanMs)}: <b>{(makespanMs / boundMs).toFixed(2)} times</b> the best
      that is possible
    </p>
  )
}

function truthOf(lab: Lab): string {
  const { shownRun, player, tabs, plan } = lab
  const looked = lab.selection.looked.value
  const run = shownRun.value
  if (looked && plan.value) return `${lookedInWords(lab, plan.value, looked)}.`
  if (!run)
    return tabs.controller.value ? 'To be run in real tabs' : 'To be simulated in virtual time'
  const kind = kindOf(run)
  run.grown.value
  const { flightStride } = run.recording
  const drawn = flightStride > 1 ? `. One block in ${flightStride} is drawn` : ''
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}. Shown at ${formatSpeed(player.speed.value)} of its speed${drawn}`
}

function descriptionOf(lab: Lab): string {
  const plan = lab.plan.value
  if (!plan) return 'No network'
  const count = (kind: PlanNode['kind']) =>
    countOf(plan.nodes.filter(node => node.kind === kind).length, kind)
  return `Network of ${count('router')} with ${count('seeder')} and ${count('leecher')}. The table of peers says who has what.`
}
