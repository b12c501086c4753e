import '../style/inspector.css'
import type { Lab } from '../lab.ts'
import { peersOf } from '../peers.ts'
import { EditPanel } from './edit-panel.tsx'
import { PeerCard } from './peer-card.tsx'
import { PeerTable } from './peer-table.tsx'

/** The chosen peer, or all of them. */
export function Inspector({ lab }: { lab: Lab }) {
  const plan = lab.plan.value
  const selected = lab.selected.value
  if (lab.editor.isOn.value) {
    return (
      <section class="inspector" aria-label="Change the network">
        <EditPanel lab={lab} />
      </section>
    )
  }
  const node = selected === undefined ? undefined : plan?.nodes[selected]
  return (
    <section class="inspector" aria-label="Peers">
      {plan && node && selected !== undefined ? (
        <PeerCard key={selected} lab={lab} plan={plan} node={node} index={selected} />
      ) : (
        plan && <PeerTable lab={lab} plan={plan} peers={peersOf(plan)} />
      )}
    </section>
  )
}
