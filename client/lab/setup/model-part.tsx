import { valueAt } from '../draft.ts'
import type { Lab } from '../lab.ts'
import { ChoiceField, Part, QuantityField } from './fields.tsx'

const GRANULARITIES = [
  { value: 'message', title: 'whole messages, as the thesis' },
  { value: 'packet', title: 'packets' },
  { value: 'fluid', title: 'fluid, fair shares' },
]
const OVERHEADS = [
  { value: 'tcp', title: 'TCP/IP' },
  { value: 'webrtc', title: 'WebRTC' },
  { value: 'none', title: 'none' },
]
const DELAYS = [
  { path: 'delays.connect', label: 'To open a link', usual: '30ms' },
  { path: 'delays.tracker', label: 'Of the tracker, each time', usual: '1ms' },
  { path: 'delays.hash', label: 'To hash a piece', usual: '1ms' },
  { path: 'delays.read', label: 'To read a block', usual: '0ms' },
  { path: 'delays.write', label: 'To write a piece', usual: '2ms' },
]

/** How the simulation sees the world. */
export function ModelPart({ lab }: { lab: Lab }) {
  const { document } = lab.draft.value
  const granularity = valueAt(document, 'granularity') ?? 'message'
  const title = GRANULARITIES.find(({ value }) => value === granularity)?.title ?? ''
  return (
    <Part title="Model" now={title}>
      <ChoiceField
        lab={lab}
        path="granularity"
        label="Lines carry"
        usual="message"
        options={GRANULARITIES}
      />
      <ChoiceField lab={lab} path="overhead" label="Headers of" usual="tcp" options={OVERHEADS} />
      <p class="part-note">Time that tabs take themselves:</p>
      {DELAYS.map(delay => (
        <QuantityField key={delay.path} lab={lab} {...delay} />
      ))}
    </Part>
  )
}
