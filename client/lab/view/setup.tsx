import '../style/setup.css'
import type { Lab } from '../lab.ts'
import { ExchangePart } from '../setup/exchange-part.tsx'
import { FaultsPart } from '../setup/faults-part.tsx'
import { Choice } from '../setup/fields.tsx'
import { FilePart } from '../setup/file-part.tsx'
import { ModelPart } from '../setup/model-part.tsx'
import { NetworkPart } from '../setup/network-part.tsx'
import { PeoplePart } from '../setup/people-part.tsx'
import { RunsPart } from '../setup/runs-part.tsx'
import { TorrentPart } from '../setup/torrent-part.tsx'
import { WherePart } from '../setup/where-part.tsx'

const OWN = ''

/** What will be run. */
export function Setup({ lab }: { lab: Lab }) {
  const base = lab.draft.value.base
  const scenarios = lab.catalogue.scenarios.map(({ name }) => ({ value: name, title: name }))
  return (
    <section class="setup" aria-labelledby="setup-title">
      <div class="setup-form">
        <h2 id="setup-title">Set up</h2>
        <WherePart lab={lab} />
        <Choice
          label="Scenario"
          value={base ?? OWN}
          options={
            base === undefined ? [...scenarios, { value: OWN, title: 'your own' }] : scenarios
          }
          onChoose={name => {
            if (name !== OWN) lab.choose(name)
          }}
        />
        <About lab={lab} />
        <NetworkPart lab={lab} />
        <TorrentPart lab={lab} />
        <ExchangePart lab={lab} />
        <PeoplePart lab={lab} />
        <FaultsPart lab={lab} />
        <ModelPart lab={lab} />
        <RunsPart lab={lab} />
        <FilePart lab={lab} />
      </div>
      <Start lab={lab} />
    </section>
  )
}

/** What it is about, or, once it was changed, the way back: above all when it cannot run any more. */
function About({ lab }: { lab: Lab }) {
  const planned = lab.planned.value
  const base = lab.draft.value.base
  if (base !== undefined && lab.isChanged.value) {
    return (
      <p class="hint-line">
        Changed.{' '}
        <button type="button" class="quiet" onClick={() => lab.choose(base)}>
          As it was
        </button>
      </p>
    )
  }
  return planned?.ok ? <p class="hint-line">{planned.plan.about}</p> : null
}

function Start({ lab }: { lab: Lab }) {
  const whyNot = lab.whyNot.value
  const run = lab.run.value
  const isUnderWay = run?.isUnderWay === true
  return (
    <div class="setup-start">
      <div role="alert">{whyNot !== undefined && <p class="cannot">{whyNot}</p>}</div>
      <div class="row">
        <button type="button" class="main" disabled={!lab.canRun.value} onClick={() => lab.start()}>
          {run && !lab.hasChanged.value ? 'Run again' : 'Run'}
        </button>
        {isUnderWay && (
          <button type="button" onClick={() => run.stop()}>
            Stop
          </button>
        )}
      </div>
    </div>
  )
}
