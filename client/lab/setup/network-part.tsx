import { countOf } from '../../share/format.ts'
import { Choice, type Option } from '../../share/view/fields.tsx'
import { Button } from '../../share/view/parts.tsx'
import type { Lab } from '../lab.ts'
import { peersOf } from '../peers/peers.ts'
import type { TopologyFormat } from '../worker/protocol.ts'
import { isDocument, MAX_SEED, valueAt } from './draft.ts'
import { choice, count, type Field, Fields, FileButton, Part, quantity, tick } from './fields.tsx'

/** For a built-in topology that is newly chosen. */
const DEFAULT_PEERS = 20
const OWN = 'own'

const ACCESS_RATE = quantity('topology.accessRate', "Rate of each peer's line", '6Mbps')
const PEERS = count('topology.peers', 'Peers', [1, 20_000], DEFAULT_PEERS)
const SEED = count('topology.seed', 'Seed of the network', [0, MAX_SEED], 1)
const HALF_DUPLEX = tick('topology.duplex', 'Up and down share one channel', 'half')

export function NetworkPart({ lab }: { lab: Lab }) {
  const topology = valueAt(lab.draft.value.document, 'topology')
  const name = isDocument(topology) && typeof topology.builtIn === 'string' ? topology.builtIn : OWN
  const options = lab.catalogue.topologies.map((name): Option => [name, name])
  const plan = lab.plan.value
  const peers = plan && peersOf(plan).length
  return (
    <Part
      title="Network"
      now={`${name === OWN ? 'your own' : name}, ${peers === undefined ? '? peers' : countOf(peers, 'peer')}`}
    >
      <Choice
        label="Topology"
        options={name === OWN ? [...options, [OWN, 'your own']] : options}
        value={name}
        onChoose={chosen => chooseTopology(lab, chosen)}
      />
      <Fields lab={lab} of={fieldsOf(lab, name)} />
      <div class="part-tools">
        <Button aria-pressed={lab.editor.isOn.value} onClick={() => lab.editor.toggle()}>
          {lab.editor.isOn.value ? 'Done changing it' : 'Change it by hand'}
        </Button>
        <FileButton
          label="Open a topology"
          accept=".json,.ned,.graphml,.xml"
          onFile={file => lab.files.openTopology(file)}
        />
      </div>
      <p class="hint-line">Or drop it onto the page: ours, NED of OMNeT++, or GraphML.</p>
      {plan && <SaveTopology lab={lab} file={plan.topologyFile} name={plan.name} />}
    </Part>
  )
}

const FORMATS: readonly (readonly [format: TopologyFormat, title: string])[] = [
  ['json', 'JSON'],
  ['ned', 'NED'],
  ['graphml', 'GraphML'],
]

interface SaveTopologyProps {
  readonly lab: Lab
  /** Of our own kind. */
  readonly file: string
  readonly name: string
}

function SaveTopology({ lab, file, name }: SaveTopologyProps) {
  return (
    <div class="part-tools">
      {FORMATS.map(([format, title]) => (
        <Button key={format} onClick={() => lab.files.saveTopology(file, name, format)}>
          Save as {title}
        </Button>
      ))}
    </div>
  )
}

function fieldsOf({ catalogue }: Lab, name: string): readonly Field[] {
  if (name === OWN) return []
  if (isOfThesis(name)) return [ACCESS_RATE, HALF_DUPLEX]
  const lines = catalogue.access.map(({ name, title }): Option => [name, title])
  const access = choice('topology.access', 'Lines of peers', lines, 'thesis')
  return [PEERS, access, ...(name === 'random' ? [SEED] : []), HALF_DUPLEX]
}

const isOfThesis = (topology: string): boolean => topology.startsWith('thesis-')

function chooseTopology(lab: Lab, builtIn: string): void {
  if (builtIn === OWN) return
  lab.set('topology', isOfThesis(builtIn) ? { builtIn } : { builtIn, peers: DEFAULT_PEERS })
}
