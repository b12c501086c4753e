import { formatPercent, formatTime } from '../format.ts'
import type { Lab } from '../lab.ts'
import type { LabRun } from '../lab-run.ts'

/** How far it is; before that, what it is. */
export function Figures({ lab }: { lab: Lab }) {
  const run = lab.shownRun.value
  const plan = lab.plan.value
  if (!plan) return null
  if (run) return <Progress lab={lab} run={run} />
  return (
    <div class="figures">
      <div>
        <h2 class="scene-name">{plan.name}</h2>
        <p class="scene-about">{plan.about}</p>
      </div>
      <button
        type="button"
        class="main big"
        disabled={!lab.canRun.value}
        onClick={() => lab.start()}
      >
        Run
      </button>
    </div>
  )
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
        <Outcome run={run} isAtEnd={lab.player.isAtEnd.value} />
      </div>
    </div>
  )
}

function Outcome({ run, isAtEnd }: { run: LabRun; isAtEnd: boolean }) {
  const state = run.state.value
  const { makespanMs: boundMs } = run.plan.bound
  if (state.is === 'preparing') return <p class="figures-line">{state.sentence}</p>
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
