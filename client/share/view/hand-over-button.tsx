import type { Signal } from '@preact/signals'
import type { Info } from '../../../shared/torrent/info.ts'
import { formatBytes } from '../../language/format.ts'
import { sharing } from '../../language/sharing.ts'
import { handOver } from '../hand-over.ts'
import type { Page } from '../page.ts'
import { bytesOf, type Item } from '../snapshot.ts'
import { Button } from './parts.tsx'

interface HandOverProps {
  readonly page: Page
  readonly item: Item
  readonly info: Info
  readonly files: readonly number[]
  /**
   * What was read for the next click. It is kept by who draws the button, which is gone while the progress
   * of reading is shown.
   */
  readonly ready: Signal<readonly File[] | undefined>
  readonly class: string
}

export function HandOverButton({ page, item, info, files, ready, class: look }: HandOverProps) {
  const act = async () => {
    ready.value = await handOver(page, item.torrent, info, files, ready.value)
  }
  return (
    <Button class={look} disabled={page.saving.value !== undefined} onClick={() => void act()}>
      {ready.value ? sharing.texts.complete.ready : sharing.texts.complete.toAnApp}{' '}
      <span class="of">{formatBytes(bytesOf(info, files))}</span>
    </Button>
  )
}
