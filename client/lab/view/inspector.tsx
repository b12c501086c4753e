import type { Lab } from '../lab.ts'
import { formatPercent } from '../words.ts'

/** The peers, or the chosen one. */
export function Inspector({ lab }: { lab: Lab }) {
  const plan = lab.plan.value
  const recording = lab.shownRun.value?.recording
  const atMs = lab.player.shownMs.value
  const peers = (plan?.nodes ?? []).flatMap((node, index) =>
    node.kind === 'seeder' || node.kind === 'leecher' ? [{ node, index }] : [],
  )
  return (
    <section class="inspector" aria-labelledby="peers-title">
      <h2 id="peers-title">Peers</h2>
      <table class="peers">
        <tbody>
          {peers.map(({ node, index }) => {
            const row = recording?.rowOf(index)
            const held = row && recording ? recording.heldCountAt(row, atMs) / recording.pieces : 0
            return (
              <tr key={node.name}>
                <th scope="row">{node.name}</th>
                <td class="figure">{formatPercent(held)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
