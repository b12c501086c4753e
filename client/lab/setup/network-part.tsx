import { labSetup } from '../../language/lab-setup.ts'
import { technical } from '../../language/technical.ts'
import { Choice, type Option } from '../../share/view/fields.tsx'
import { Button } from '../../share/view/parts.tsx'
import type { Lab } from '../lab.ts'
import { peersOf } from '../peers/peers.ts'
import type { TopologyFormat } from '../worker/protocol.ts'
import { isDocument, MAX_SEED, valueAt } from './draft.ts'
import {
  choice,
  count,
  type Field,
  Fields,
  FileButton,
  nameIn,
  Part,
  quantity,
  tick,
} from './fields.tsx'
import { OPENED } from './files.ts'

/** For a built-in topology that is newly chosen. */
const DEFAULT_PEERS = 20
const OWN = 'own'

export function NetworkPart({ lab }: { lab: Lab }) {
  const texts = labSetup.texts.network
  const { own } = labSetup.texts.form
  const topology = valueAt(lab.draft.value.document, 'topology')
  const name = isDocument(topology) && typeof topology.builtIn === 'string' ? topology.builtIn : OWN
  const options = lab.catalogue.topologies.map((name): Option => [name, name])
  const plan = lab.plan.value
  const network = name === OWN ? own : name
  return (
    <Part
      title={texts.title}
      now={plan ? texts.now({ network, peers: peersOf(plan).length }) : network}
    >
      <Choice
        label={texts.topology}
        options={name === OWN ? [...options, [OWN, own]] : options}
        value={name}
        onChoose={chosen => chooseTopology(lab, chosen)}
      />
      <Fields lab={lab} of={fieldsOf(lab, name)} />
      <div class="part-tools">
        <Button aria-pressed={lab.editor.isOn.value} onClick={() => lab.editor.toggle()}>
          {lab.editor.isOn.value ? texts.changed : texts.change}
        </Button>
        <FileButton label={texts.open} accept={OPENED} onFile={file => lab.files.open(file)} />
      </div>
      <p class="hint-line">{texts.drop}</p>
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
          {labSetup.texts.network.saveAs(title)}
        </Button>
      ))}
    </div>
  )
}

function fieldsOf({ catalogue }: Lab, name: string): readonly Field[] {
  if (name === OWN) return []
  const texts = labSetup.texts.network
  const halfDuplex = tick('topology.duplex', texts.halfDuplex, 'half')
  if (isOfThesis(name))
    return [quantity('topology.accessRate', texts.accessRate, '6Mbps'), halfDuplex]
  const { lines } = technical.texts.settings
  const titles = Object.fromEntries(catalogue.access.map(name => [name, nameIn(lines, name)]))
  return [
    count('topology.peers', texts.peers, [1, 20_000], DEFAULT_PEERS),
    choice('topology.access', texts.access, titles, 'thesis'),
    ...(name === 'random' ? [count('topology.seed', texts.seed, [0, MAX_SEED], 1)] : []),
    halfDuplex,
  ]
}

const isOfThesis = (topology: string): boolean => topology.startsWith('thesis-')

function chooseTopology(lab: Lab, builtIn: string): void {
  if (builtIn === OWN) return
  lab.set('topology', isOfThesis(builtIn) ? { builtIn } : { builtIn, peers: DEFAULT_PEERS })
}
