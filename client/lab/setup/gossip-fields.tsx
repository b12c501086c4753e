import { type Document, valueAt } from '../draft.ts'
import type { Lab } from '../lab.ts'
import { ChoiceField, CountField } from './fields.tsx'

const MODES = {
  push: 'Each round, give a piece to some members.',
  pull: 'Each round, ask some members for a piece.',
  'push-pull': 'Each round, both, with the same members.',
}
const FIDELITIES = {
  literal: 'As the code of the gossip report behaves, its oddities included.',
  intended: 'As its text says.',
  informed: 'Peers know what the others hold, and agree before anything is sent.',
}
/** What peers do by themselves. */
const USUAL = { mode: 'push-pull', fidelity: 'informed' }

/** 'Gossip, push, literal' */
export const gossipNow = (document: Document): string =>
  `Gossip, ${now(document, 'mode')}, ${now(document, 'fidelity')}`

const now = (document: Document, field: keyof typeof USUAL): string => {
  const value = valueAt(document, `exchange.${field}`)
  return typeof value === 'string' ? value : USUAL[field]
}

/** How peers gossip. */
export function GossipFields({ lab }: { lab: Lab }) {
  const { document } = lab.draft.value
  return (
    <>
      <Worded lab={lab} field="mode" label="Who begins" words={MODES} document={document} />
      <Worded lab={lab} field="fidelity" label="True to" words={FIDELITIES} document={document} />
      <CountField
        lab={lab}
        path="exchange.fanOut"
        label="Members spoken to in a round (fan-out)"
        min={1}
        max={100}
        usual={3}
      />
      <CountField
        lab={lab}
        path="exchange.roundMs"
        label="A round, in ms"
        min={50}
        max={60_000}
        usual={1000}
      />
      <CountField
        lab={lab}
        path="exchange.servedPerRound"
        label="Pieces a peer begins to send in a round, at most"
        min={1}
        max={100}
      />
    </>
  )
}

interface WordedProps {
  readonly lab: Lab
  readonly document: Document
  readonly field: keyof typeof USUAL
  readonly label: string
  readonly words: Readonly<Record<string, string>>
}

const Worded = ({ lab, document, field, label, words }: WordedProps) => (
  <>
    <ChoiceField
      lab={lab}
      path={`exchange.${field}`}
      label={label}
      usual={USUAL[field]}
      options={Object.keys(words).map(value => ({ value, title: value }))}
    />
    <p class="part-note">{words[now(document, field)]}</p>
  </>
)
