/** What can be done with some of the files that are here. */

import { signal } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import type { Info } from '../../../../shared/torrent/info.ts'
import { later } from '../../../host/later.ts'
import { sharing } from '../../../language/sharing.ts'
import { mayHandOver } from '../../hand-over.ts'
import type { Page } from '../../page.ts'
import { saveItem } from '../../saving.ts'
import type { Item } from '../../snapshot.ts'
import { HandOverButton } from '../hand-over-button.tsx'
import { Button } from '../parts.tsx'

const loadSharePicked = later(async () => (await import('../../files/share-picked.ts')).sharePicked)

interface PickedProps {
  readonly page: Page
  readonly item: Item
  readonly info: Info
  readonly files: readonly number[]
}

export function PickedActions({ page, item, info, files }: PickedProps) {
  const ready = useMemo(() => signal<readonly File[] | undefined>(undefined), [info, files.join()])
  if (files.length === 0) return <p class="hint-line">{sharing.texts.files.nothingPicked}</p>
  const share = async () => {
    try {
      await (await loadSharePicked())(page, item, info, files)
    } catch (error) {
      page.complain(error)
    }
  }
  return (
    <div class="row">
      {item.screen === 'done' && (
        <Button
          disabled={page.saving.value !== undefined}
          onClick={() => void saveItem(page, item, info, files)}
        >
          {sharing.texts.complete.saveFiles(files.length)}
        </Button>
      )}
      {item.screen === 'done' && mayHandOver(info, files) && (
        <HandOverButton {...{ page, item, info, files, ready }} class="" />
      )}
      <Button disabled={page.preparing.value !== undefined} onClick={() => void share()}>
        {sharing.texts.files.linkOfPicked}
      </Button>
    </div>
  )
}
