import { Button, Said } from '../../share/view/parts.tsx'
import './setup.css'
import { useSignal } from '@preact/signals'
import { labSetup } from '../../language/lab-setup.ts'
import { giveFile } from '../../share/give-file.ts'
import { Choice, type Option } from '../../share/view/fields.tsx'
import { aboutOf } from '../about-words.ts'
import type { Lab } from '../lab.ts'
import { WherePart } from '../tabs/where-part.tsx'
import { StudiesPart, VaryPart } from '../vary/vary-part.tsx'
import { whyInWords } from '../why-words.ts'
import { ChurnPart } from './churn-part.tsx'
import {
  changed,
  isDocument,
  MAX_REPETITIONS,
  MAX_SEED,
  readValue,
  valueAt,
  writeDocument,
} from './draft.ts'
import { ExchangePart } from './exchange-part.tsx'
import { FaultsPart } from './faults-part.tsx'
import { choice, Fields, FileButton, Input, nameIn, Part, quantity, tick } from './fields.tsx'
import { OPENED } from './files.ts'
import { NetworkPart } from './network-part.tsx'
import { TorrentPart } from './torrent-part.tsx'

const OWN = ''

export function Setup({ lab }: { lab: Lab }) {
  const texts = labSetup.texts.form
  const base = lab.draft.value.base
  const scenarios = lab.catalogue.scenarios.map(({ name }): Option => [name, name])
  return (
    <section class="setup panel" aria-labelledby="setup-title">
      <div class="setup-form">
        <h2 id="setup-title">{texts.title}</h2>
        <WherePart lab={lab} />
        <Choice
          label={texts.scenario}
          value={base ?? OWN}
          options={base === undefined ? [...scenarios, [OWN, texts.own]] : scenarios}
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
  const texts = labSetup.texts.form
  const planned = lab.planned.value
  const base = lab.draft.value.base
  if (base !== undefined && lab.isChanged.value) {
    return (
      <p class="hint-line">
        {texts.changed}{' '}
        <Button class="quiet" onClick={() => lab.choose(base)}>
          {texts.asItWas}
        </Button>
      </p>
    )
  }
  if (!planned?.ok) return null
  return <p class="hint-line">{aboutOf(lab, planned.plan)}</p>
}

function Start({ lab }: { lab: Lab }) {
  const texts = labSetup.texts.form
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
          {run && !lab.hasChanged.value ? texts.runAgain : texts.run}
        </Button>
        {isUnderWay && <Button onClick={() => run.stop()}>{texts.stop}</Button>}
      </div>
    </div>
  )
}

function RunsPart({ lab }: { lab: Lab }) {
  const texts = labSetup.texts.runs
  const { seed, repetitions } = lab.draft.value
  const now = repetitions > 1 ? texts.severalNow({ runs: repetitions, seed }) : texts.oneNow(seed)
  return (
    <Part title={texts.title} now={now}>
      <RunsInput
        label={texts.seed}
        value={seed}
        range={[0, MAX_SEED]}
        onCount={count => lab.setRuns({ seed: count })}
      />
      <RunsInput
        label={texts.repetitions}
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

function ModelPart({ lab }: { lab: Lab }) {
  const texts = labSetup.texts.model
  const { document } = lab.draft.value
  const granularity = String(valueAt(document, 'granularity') ?? 'message')
  const isSctp = valueAt(document, 'congestion') === 'sctp'
  const carried = [
    choice('granularity', texts.granularity, texts.granularities, 'message'),
    choice('overhead', texts.overhead, texts.overheads, 'tcp'),
  ]
  const delays = [
    quantity('delays.connect', texts.connect, '30ms'),
    quantity('delays.tracker', texts.tracker, '1ms'),
    quantity('delays.hash', texts.hash, '1ms'),
    quantity('delays.read', texts.read, '0ms'),
    quantity('delays.write', texts.write, '2ms'),
  ]
  return (
    <Part title={texts.title} now={isSctp ? 'SCTP' : nameIn(texts.granularities, granularity)}>
      <Choice
        label={texts.congestion}
        options={Object.entries(texts.congestions)}
        value={isSctp ? 'sctp' : 'none'}
        onChoose={chosen => chooseCongestion(lab, chosen)}
      />
      <Fields lab={lab} of={isSctp ? [tick('lanes', texts.lanes)] : carried} />
      <p class="hint-line">{texts.delays}</p>
      <Fields lab={lab} of={delays} />
    </Part>
  )
}

/** What the other cannot have is taken out. */
function chooseCongestion(lab: Lab, congestion: string): void {
  const bare = ['granularity', 'overhead', 'lanes'].reduce(
    (document, path) => changed(document, path, undefined),
    lab.draft.value.document,
  )
  lab.setDocument(changed(bare, 'congestion', congestion === 'none' ? undefined : congestion))
}

/** The scenario as text, for settings without a field, and to save it. */
function FilePart({ lab }: { lab: Lab }) {
  const texts = labSetup.texts.file
  const { document } = lab.draft.value
  const isNoJson = useSignal(false)
  const planned = lab.planned.value
  const text = writeDocument(document)
  return (
    <Part title={texts.title} now="">
      <label for="scenario-text" class="visually-hidden">
        {texts.asText}
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
          ? texts.noJson
          : planned &&
            !planned.ok &&
            planned.line > 0 &&
            texts.trouble({ line: planned.line, why: <Said what={whyInWords(planned.why)} /> })}
      </p>
      <div class="part-tools">
        <Button
          onClick={() =>
            giveFile(new Blob([text, '\n'], { type: 'application/json' }), 'scenario.json')
          }
        >
          {texts.save}
        </Button>
        <FileButton
          label={texts.openAnother}
          accept={OPENED}
          onFile={file => lab.files.open(file)}
        />
      </div>
    </Part>
  )
}
