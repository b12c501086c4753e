import { useEffect, useRef } from 'preact/hooks'
import { labView } from '../language/lab-view.ts'
import { Choice } from '../share/view/fields.tsx'
import { Button, IconButton } from '../share/view/parts.tsx'
import { formatSpeed, formatTime } from './format.ts'
import type { Lab } from './lab.ts'
import { SPEEDS } from './player.ts'

/** Steps of the arrow keys over the whole run. */
const SLIDER_STEPS = 500

export function Transport({ lab }: { lab: Lab }) {
  useEffect(() => listenToKeys(lab), [lab])
  const run = lab.shownRun.value
  if (!run) return null
  const { player } = lab
  const isPlaying = player.isPlaying.value
  const texts = labView.texts.playback
  const end = formatTime(player.endMs.value)
  return (
    <section class="transport" aria-label={texts.title}>
      <Button
        class="main play"
        aria-label={isPlaying ? texts.pause : texts.play}
        onClick={() => (isPlaying ? player.pause() : player.play())}
      >
        <Sign path={isPlaying ? 'M4 3h4v14H4zM12 3h4v14h-4z' : 'M5 2l12 8-12 8z'} />
      </Button>
      <StepButton lab={lab} direction={-1} />
      <StepButton lab={lab} direction={1} />
      <p class="clock">
        <strong class="clock-now">{formatTime(player.shownMs.value)}</strong>
        <span> {run.state.value.is === 'running' ? texts.ofSoFar(end) : texts.of(end)}</span>
      </p>
      <Scrubber lab={lab} />
      <Choice
        label={texts.speed}
        value={String(player.speed.value)}
        options={SPEEDS.map(speed => [String(speed), formatSpeed(speed)])}
        onChoose={value => {
          player.speed.value = Number(value)
        }}
      />
    </section>
  )
}

const Sign = ({ path }: { path: string }) => (
  <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
    <path fill="currentcolor" d={path} />
  </svg>
)

function StepButton({ lab, direction }: { lab: Lab; direction: 1 | -1 }) {
  const { next, back } = labView.texts.playback
  const label = direction === 1 ? next : back
  return (
    <IconButton label={label} onClick={() => step(lab, direction)}>
      <Sign
        path={direction === 1 ? 'M4 3l9 7-9 7zM14 3h3v14h-3z' : 'M16 3l-9 7 9 7zM3 3h3v14H3z'}
      />
    </IconButton>
  )
}

function step(lab: Lab, direction: 1 | -1): void {
  const { player } = lab
  player.pause()
  const nextMs = lab.shownRun.value?.recording.nextHoldMs(player.atMs.value, direction)
  player.seek(nextMs ?? (direction === 1 ? player.endMs.value : 0))
}

function Scrubber({ lab }: { lab: Lab }) {
  const slider = useRef<HTMLInputElement>(null)
  const { player } = lab
  const endMs = player.endMs.value
  useEffect(
    () =>
      player.atMs.subscribe(atMs => {
        if (slider.current) slider.current.value = String((atMs / (endMs || 1)) * SLIDER_STEPS)
      }),
    [player, endMs],
  )
  return (
    <div class="scrubber">
      <input
        ref={slider}
        type="range"
        min="0"
        max={SLIDER_STEPS}
        aria-label={labView.texts.playback.moment}
        aria-valuetext={formatTime(player.shownMs.value)}
        onInput={event => {
          player.pause()
          player.seek((Number(event.currentTarget.value) / SLIDER_STEPS) * endMs)
        }}
      />
    </div>
  )
}

/** Space plays and pauses, full stop and comma step, unless a control has the focus. */
function listenToKeys(lab: Lab): () => void {
  const onKey = (event: KeyboardEvent) => {
    const isTaken = (event.target as Element).closest(
      'input:not([type=range]), select, textarea, button, a, summary',
    )
    if (isTaken || event.ctrlKey || event.metaKey || event.altKey || !lab.shownRun.value) return
    if (event.key === '.') step(lab, 1)
    else if (event.key === ',') step(lab, -1)
    else if (event.key !== ' ') return
    else if (lab.player.isPlaying.value) lab.player.pause()
    else lab.player.play()
    event.preventDefault()
  }
  document.addEventListener('keydown', onKey)
  return () => document.removeEventListener('keydown', onKey)
}
