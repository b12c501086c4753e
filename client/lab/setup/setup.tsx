import { Button, Said } from '../../share/view/parts.tsx'
import './setup.css'
import { useSignal } from '@preact/signals'
import { giveFile } from '../../share/give-file.ts'
import { Choice, type Option } from '../../share/view/fields.tsx'
import type { Lab } from '../lab.ts'
import { WherePart } from '../tabs/where-part.tsx'
import { StudiesPart, VaryPart } from '../vary/vary-part.tsx'
import { ChurnPart } from './churn-part.tsx'
import {
  isDocument,
  MAX_REPETITIONS,
  MAX_SEED,
  readValue,
  valueAt,
  writeDocument,
} from './draft.ts'
import { ExchangePart } from './exchange-part.tsx'
import { FaultsPart } from './faults-part.tsx'
import { choice, Fields, FileButton, Input, Part, quantity } from './fields.tsx'
import { NetworkPart } from './network-part.tsx'
import { TorrentPart } from './torrent-part.tsx'

const OWN = ''

export function Setup({ lab }: { lab: Lab }) {
  const base = lab.draft.value.base
  const scenarios = lab.catalogue.scenarios.map(({ name }): Option => [name, name])
  return (
    <section class="setup panel" aria-labelledby="setup-title">
      <div class="setup-form">
        <h2 id="setup-title">Set up</h2>
        <WherePart lab={lab} />
        <Choice
          label="Scenario"
          value={base ?? OWN}
          options={base === undefined ? [...scenarios, [OWN, 'your own']] : scenarios}
          onChoose={name => {
            if (name !== OWN) lab.choose(name)
          }}
        />
        <About lab={lab} />
        <NetworkPart lab={lab} />
        <TorrentPart lab={lab} />
        <ExchangePart lab={lab} />
        <ChurnPart lab={lab} />
        <FaultsPart lab={lab} />
        <ModelPart lab={lab} />
        <RunsPart lab={lab} />
        <VaryPart lab={lab} />
        <StudiesPart lab={lab} />
        <FilePart lab={lab} />
      </div>
      <Start lab={lab} />
    </section>
  )
}

/** What the scenario is about or, once it was changed, a button that resets it. */
function About({ lab }: { lab: Lab }) {
  const planned = lab.planned.value
  const base = lab.draft.value.base
  if (base !== undefined && lab.isChanged.value) {
    return (
      <p class="hint-line">
        Changed.{' '}
        <Button class="quiet" onClick={() => lab.choose(base)}>
          As it was
        </Button>
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
    <div class="setup-start stack">
      <div role="alert">
        {whyNot !== undefined && (
          <p class="cannot trouble-line">
            <Said what={whyNot} />
          </p>
        )}
      </div>
      <div class="row">
        <Button class="main" disabled={!lab.canRun.value} onClick={() => lab.start()}>
          {run && !lab.hasChanged.value ? 'Run again' : 'Run'}
        </Button>
        {isUnderWay && <Button onClick={() => run.stop()}>Stop</Button>}
      </div>
    </div>
  )
}

function RunsPart({ lab }: { lab: Lab }) {
  const { seed, repetitions } = lab.draft.value
  return (
    <Part title="Runs" now={repetitions > 1 ? `${repetitions} from seed ${seed}` : `seed ${seed}`}>
      <RunsInput
        label="Seed: the same seed, the same run"
        value={seed}
        range={[0, MAX_SEED]}
        onCount={count => lab.setRuns({ seed: count })}
      />
      <RunsInput
        label="Runs, each with the next seed"
        value={repetitions}
        range={[1, MAX_REPETITIONS]}
        onCount={count => lab.setRuns({ repetitions: count })}
      />
    </Part>
  )
}

interface RunsInputProps {
  readonly label: string
  readonly value: number
  readonly range: readonly [min: number, max: number]
  readonly onCount: (count: number) => void
}

const RunsInput = ({ label, value, range: [min, max], onCount }: RunsInputProps) => (
  <Input
    {...{ label, min, max }}
    type="number"
    step="1"
    value={String(value)}
    onText={text => {
      const count = Math.round(Number(text))
      if (text !== '' && count >= min && count <= max) onCount(count)
    }}
  />
)

const GRANULARITIES: readonly Option[] = [
  ['message', 'whole messages, as the thesis'],
  ['packet', 'packets'],
  ['fluid', 'fluid, fair shares'],
]
const OVERHEADS: readonly Option[] = [
  ['tcp', 'TCP/IP'],
  ['webrtc', 'WebRTC'],
  ['none', 'none'],
]
const CARRIED = [
  choice('granularity', 'Lines carry', GRANULARITIES, 'message'),
  choice('overhead', 'Headers of', OVERHEADS, 'tcp'),
]
const DELAYS = [
  quantity('delays.connect', 'To open a link', '30ms'),
  quantity('delays.tracker', 'Of the tracker, each time', '1ms'),
  quantity('delays.hash', 'To hash a piece', '1ms'),
  quantity('delays.read', 'To read a block', '0ms'),
  quantity('delays.write', 'To write a piece', '2ms'),
]

function ModelPart({ lab }: { lab: Lab }) {
  const { document } = lab.draft.value
  const granularity = valueAt(document, 'granularity') ?? 'message'
  const [, title = ''] = GRANULARITIES.find(([value]) => value === granularity) ?? []
  return (
    <Part title="Model" now={title}>
      <Fields lab={lab} of={CARRIED} />
      <p class="hint-line">Time that tabs take themselves:</p>
      <Fields lab={lab} of={DELAYS} />
    </Part>
  )
}

/** The scenario as text, for settings without a field, and to save it. */
function FilePart({ lab }: { lab: Lab }) {
  const { document } = lab.draft.value
  const isNoJson = useSignal(false)
  const planned = lab.planned.value
  const text = writeDocument(document)
  return (
    <Part title="As a file" now="">
      <label for="scenario-text" class="visually-hidden">
        The scenario as text
      </label>
      <textarea
        id="scenario-text"
        key={text}
        class="scenario-text"
        rows={18}
        spellcheck={false}
        defaultValue={text}
        onChange={({ currentTarget: { value } }) => {
          const read = readValue(value)
          isNoJson.value = !isDocument(read)
          if (isDocument(read)) lab.setDocument(read)
        }}
      />
      <p class="trouble-line" role="status">
        {isNoJson.value
          ? 'This is no JSON object: look for a comma or a brace too many, or too few.'
          : planned &&
            !planned.ok &&
            planned.line > 0 &&
            'english' in planned.why &&
            `Line ${planned.line}: ${planned.why.english}`}
      </p>
      <div class="part-tools">
        <Button
          onClick={() =>
            giveFile(new Blob([text, '\n'], { type: 'application/json' }), 'scenario.json')
          }
        >
          Save it
        </Button>
        <FileButton
          label="Open another"
          accept=".json"
          onFile={file => lab.files.openScenario(file)}
        />
      </div>
    </Part>
  )
}
