import { valueAt } from '../draft.ts'
import type { Lab } from '../lab.ts'
import { ChoiceField, CountField, Part } from './fields.tsx'

const CHOKINGS = [
  { value: 'slots', title: 'slots, the best by rate (BEP 3)' },
  { value: 'turns', title: 'turns, a whole piece to one at a time' },
]

/** How pieces travel. */
export function ExchangePart({ lab }: { lab: Lab }) {
  const { document } = lab.draft.value
  const choking = valueAt(document, 'exchange.choking') ?? 'slots'
  return (
    <Part title="Exchange" now={`BitTorrent, ${choking === 'turns' ? 'by turns' : 'by slots'}`}>
      <ChoiceField
        lab={lab}
        path="exchange.choking"
        label="Unchoking"
        usual="slots"
        options={CHOKINGS}
      />
      {choking === 'slots' && (
        <CountField
          lab={lab}
          path="exchange.uploadSlots"
          label="Upload slots"
          min={1}
          max={1000}
          usual={4}
        />
      )}
      <CountField
        lab={lab}
        path="exchange.randomFirst"
        label="Pieces picked at random, before rarest first"
        min={0}
        max={100_000}
        usual={4}
      />
      <CountField lab={lab} path="maxLinks" label="Links of a peer, at most" min={1} max={1000} />
    </Part>
  )
}
