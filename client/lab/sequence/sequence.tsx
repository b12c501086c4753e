/** The messages of two peers as arrows, time going down: until the moment shown. */
import { useSignal } from '@preact/signals'
import { useMemo, useRef } from 'preact/hooks'
import './sequence.css'
import { labView } from '../../language/lab-view.ts'
import { Choice, type Option, Switch } from '../../share/view/fields.tsx'
import type { Lab } from '../lab.ts'
import type { LabRun } from '../lab-run.ts'
import type { Recording } from '../recording/recording.ts'
import { useSeen, useWhileSeen } from '../seen.ts'
import { Arrows } from './arrows.tsx'
import { mainSourceOf, messagesBetween } from './messages.ts'

const MAX_MESSAGES = 18

export function Sequence({ lab, run }: { lab: Lab; run: LabRun }) {
  const { recording, plan } = run
  const chosen = useSignal<readonly [number | undefined, number | undefined]>([
    undefined,
    undefined,
  ])
  const withHaves = useSignal(false)
  const root = useRef<HTMLElement>(null)
  const atMs = useWhileSeen(useSeen(root), run.isGrowing, () => {
    run.grown.value
    return lab.player.shownMs.value
  })
  const nameOf = (row: number): string => plan.nodes[recording.rows[row]?.node ?? -1]?.name ?? '?'
  const pair = pairOf(lab, recording, chosen.value, atMs)
  const choose = (side: 0 | 1) => (value: string) => {
    const next: [number | undefined, number | undefined] = [...(pair ?? chosen.value)]
    next[side] = Number(value)
    chosen.value = next
  }
  const texts = labView.texts.sequence
  // A thousand peers are a thousand options: made anew only for others.
  const sides = useMemo(() => {
    const options = recording.rows.map(({ index }): Option => [String(index), nameOf(index)])
    return ([0, 1] as const).map(side => (
      <Choice
        key={side}
        label={side === 0 ? texts.one : texts.other}
        value={String(pair?.[side])}
        options={options}
        onChoose={choose(side)}
      />
    ))
  }, [recording, recording.rows.length, pair?.[0], pair?.[1], texts])
  return (
    <section ref={root} class="sequence panel" aria-labelledby="sequence-title">
      <h3 id="sequence-title">{texts.title}</h3>
      <p class="hint-line">{texts.about}</p>
      {pair && (
        <>
          <div class="log-tools">{sides}</div>
          <Switch
            on={withHaves.value}
            onChange={isOn => {
              withHaves.value = isOn
            }}
          >
            {texts.haves}
          </Switch>
          <Arrows
            messages={messagesBetween(recording, pair, atMs, {
              count: MAX_MESSAGES,
              withHaves: withHaves.value,
            })}
            pair={pair}
            names={[nameOf(pair[0]), nameOf(pair[1])]}
          />
        </>
      )}
    </section>
  )
}

/** At first the selected peer or the last one to finish, and who gave it most. */
function pairOf(
  { shownRun, selected }: Lab,
  recording: Recording,
  [a, b]: readonly [number | undefined, number | undefined],
  atMs: number,
): readonly [number, number] | undefined {
  const { rows } = recording
  if (rows.length < 2) return undefined
  const picked = shownRun.value && recording.rowOf(selected.value ?? -1)?.index
  const last = rows
    .filter(({ isSeeder }) => !isSeeder)
    .reduce<number | undefined>((latest, { index, finishedMs }) => {
      const until = latest === undefined ? 0 : (rows[latest]?.finishedMs ?? 0)
      return latest === undefined || finishedMs > until ? index : latest
    }, undefined)
  const one = a ?? picked ?? last ?? 0
  const other = b ?? mainSourceOf(recording, one, atMs)
  if (other !== undefined && other !== one) return [one, other]
  return [one, one === 0 ? 1 : 0]
}
