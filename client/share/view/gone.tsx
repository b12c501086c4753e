/** Who has left, and whether with what was shared. */

import { useSignal } from '@preact/signals'
import { common } from '../../language/common.ts'
import { sharing } from '../../language/sharing.ts'
import { clientName, peerName } from '../names.ts'
import { goneInWords } from '../receiver-words.ts'
import { isGone } from '../receivers.ts'
import type { Item } from '../snapshot.ts'
import { Button } from './parts.tsx'

const FIRST_ROWS = 8

export function Gone({ item: { receivers, view }, atMs }: { item: Item; atMs: number }) {
  const all = useSignal(false)
  const gone = receivers.list.filter(isGone).sort((a, b) => b.seenMs - a.seenMs)
  const shown = all.value ? gone : gone.slice(0, FIRST_ROWS)
  return (
    <section class="gone" aria-labelledby="gone">
      <h2 id="gone">{sharing.texts.receivers.title}</h2>
      <ul>
        {shown.map(each => (
          <li key={each.remote}>
            <b class="peer-name">{peerName(each.remote)}</b>{' '}
            <bdi class="peer-client">{clientName(each.client)}</bdi>
            <span class="peer-state">{goneInWords(each, view.info?.pieceCount ?? 0, atMs)}</span>
          </li>
        ))}
      </ul>
      {shown.length < gone.length && (
        <Button
          class="quiet"
          onClick={() => {
            all.value = true
          }}
        >
          {common.texts.showAll(gone.length)}
        </Button>
      )}
    </section>
  )
}
