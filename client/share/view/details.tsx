import { useSignal } from '@preact/signals'
import type { Page } from '../page.ts'
import type { Item } from '../snapshot.ts'
import { Lazy } from './lazy.tsx'

const load = async () => (await import('./details/body.tsx')).DetailsBody

/** Everything a curious person may want; fetched and built only while it is open. */
export function Details({ page, item }: { page: Page; item: Item }) {
  const open = useSignal(false)
  return (
    <details
      class="details"
      onToggle={event => {
        open.value = event.currentTarget.open
      }}
    >
      <summary>Details</summary>
      {open.value && (
        <div class="details-body">
          <Lazy load={load} props={{ page, item }} />
        </div>
      )}
    </details>
  )
}
