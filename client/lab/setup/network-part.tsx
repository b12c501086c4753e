import type { Lab } from '../lab.ts'
import { isDocument, valueAt } from './draft.ts'
import {
  Choice,
  ChoiceField,
  CountField,
  FileButton,
  Part,
  QuantityField,
  TickField,
} from './fields.tsx'

/** Between them: what is kept when another topology is chosen. */
const DEFAULT_PEERS = 20
const OWN = 'own'

/** Which network: a built-in one, or one's own. */
export function NetworkPart({ lab }: { lab: Lab }) {
  const topology = valueAt(lab.draft.value.document, 'topology')
  const name = isDocument(topology) && typeof topology.builtIn === 'string' ? topology.builtIn : OWN
  const isThesis = name.startsWith('thesis-')
  const options = lab.catalogue.topologies.map(value => ({ value, title: value }))
  const plan = lab.plan.value
  const peers = plan?.nodes.filter(({ kind }) => kind === 'seeder' || kind === 'leecher').length
  return (
    <Part title="Network" now={`${name === OWN ? 'your own' : name}, ${peers ?? '?'} peers`}>
      <Choice
        label="Topology"
        options={name === OWN ? [...options, { value: OWN, title: 'your own' }] : options}
        value={name}
        onChoose={chosen => chooseTopology(lab, chosen)}
      />
      {isThesis && (
        <QuantityField
          lab={lab}
          path="topology.accessRate"
          label="Rate of each peer's line"
          usual="6Mbps"
        />
      )}
      {!isThesis && name !== OWN && (
        <>
          <CountField
            lab={lab}
            path="topology.peers"
            label="Peers"
            min={1}
            max={20_000}
            usual={DEFAULT_PEERS}
          />
          <ChoiceField
            lab={lab}
            path="topology.access"
            label="Lines of peers"
            usual="thesis"
            options={lab.catalogue.access.map(({ name: value, title }) => ({ value, title }))}
          />
        </>
      )}
      {name === 'random' && (
        <CountField
          lab={lab}
          path="topology.seed"
          label="Seed of the network"
          min={0}
          max={2 ** 32 - 1}
          usual={1}
        />
      )}
      {name !== OWN && (
        <TickField
          lab={lab}
          path="topology.duplex"
          label="Up and down share one channel"
          on="half"
          off={undefined}
        />
      )}
      <div class="part-tools">
        <button
          type="button"
          aria-pressed={lab.editor.isOn.value}
          onClick={() => lab.editor.toggle()}
        >
          {lab.editor.isOn.value ? 'Done changing it' : 'Change it by hand'}
        </button>
        <FileButton
          label="Open a topology"
          accept=".json"
          onFile={file => lab.openTopology(file)}
        />
      </div>
    </Part>
  )
}

function chooseTopology(lab: Lab, builtIn: string): void {
  if (builtIn === OWN) return
  lab.set(
    'topology',
    builtIn.startsWith('thesis-') ? { builtIn } : { builtIn, peers: DEFAULT_PEERS },
  )
}
