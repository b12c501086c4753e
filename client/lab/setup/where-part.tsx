import { useId } from 'preact/hooks'
import { countOf } from '../../share/format.ts'
import type { Crew } from '../crew/crew.ts'
import type { Lab } from '../lab.ts'
import { CrewLink } from './crew-link.tsx'

/** Enough for a swarm, and what a machine of two cores carries. */
const TABS_AT_ONCE = 5
const MAX_DILATION = 1_000

/** Whether runs are simulated, or happen in tabs. */
export function WherePart({ lab }: { lab: Lab }) {
  const crew = lab.tabs.crew.value
  return (
    <fieldset class="where">
      <legend>Run it in</legend>
      <div class="where-choice">
        <label>
          <input
            type="radio"
            name="where"
            checked={!crew}
            onChange={() => lab.runIn('virtual time')}
          />
          virtual time
        </label>
        <label>
          <input
            type="radio"
            name="where"
            checked={crew !== undefined}
            onChange={() => lab.runIn('tabs')}
          />
          real tabs
        </label>
      </div>
      {crew && <CrewPart lab={lab} crew={crew} />}
    </fieldset>
  )
}

function CrewPart({ lab, crew }: { lab: Lab; crew: Crew }) {
  const { tabs, here, trouble } = crew
  const browsers = [...new Set(tabs.value.map(({ browser }) => browser))].join(', ')
  return (
    <div class="crew">
      {trouble.value && <p class="cannot">{trouble.value}</p>}
      <p role="status">
        <strong>{countOf(crew.places.value, 'peer')}</strong>:{' '}
        {countOf(tabs.value.length, 'other tab')}
        {browsers && ` (${browsers})`}, {here.value} in this tab.
      </p>
      <button type="button" onClick={() => crew.openTabs(TABS_AT_ONCE)}>
        Open {TABS_AT_ONCE} tabs
      </button>
      <button type="button" onClick={() => crew.addHere(TABS_AT_ONCE)}>
        Add {TABS_AT_ONCE} peers in this tab
      </button>
      {here.value > 0 && (
        <button type="button" class="quiet" onClick={() => crew.clearHere()}>
          No peers in this tab
        </button>
      )}
      <Dilation lab={lab} />
      <CrewLink lab={lab} link={crew.link} />
    </div>
  )
}

function Dilation({ lab }: { lab: Lab }) {
  const id = useId()
  return (
    <div class="set">
      <label for={id}>So many times slower than real</label>
      <input
        id={id}
        type="number"
        min="1"
        max={MAX_DILATION}
        placeholder="as this machine needs it"
        value={lab.tabs.dilation.value === undefined ? '' : String(lab.tabs.dilation.value)}
        onChange={({ currentTarget }) => {
          const typed = Number(currentTarget.value)
          const isLawful = typed >= 1 && typed <= MAX_DILATION
          lab.tabs.dilation.value = isLawful ? typed : undefined
          if (!isLawful) currentTarget.value = ''
        }}
      />
    </div>
  )
}
