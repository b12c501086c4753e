import type { Lab } from '../lab.ts'

/** What will be run. */
export function Setup({ lab }: { lab: Lab }) {
  const draft = lab.draft.value
  const planned = lab.planned.value
  const run = lab.run.value
  return (
    <section class="setup" aria-labelledby="setup-title">
      <h2 id="setup-title">Set up</h2>
      <label class="choice">
        Scenario
        <select
          value={draft?.base ?? ''}
          onChange={event => void lab.choose(event.currentTarget.value)}
        >
          {lab.catalogue.scenarios.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {planned?.ok && <p class="hint-line">{planned.plan.about}</p>}
      {planned && !planned.ok && (
        <p class="cannot" role="alert">
          {planned.why}
        </p>
      )}
      <button type="button" class="main" disabled={!planned?.ok} onClick={() => lab.start()}>
        {run ? 'Run again' : 'Run'}
      </button>
    </section>
  )
}
