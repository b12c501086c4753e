/** What was shared from here and cannot be read any more: which, and what to do. */

import { useRef } from 'preact/hooks'
import { sharing } from '../../language/sharing.ts'
import { chosenFiles } from '../collect.ts'
import { mend } from '../mending.ts'
import type { Page } from '../page.ts'
import { quoted } from '../quoted.ts'
import type { Item } from '../snapshot.ts'
import { Button } from './parts.tsx'

export function Lost({ page, item }: { page: Page; item: Item }) {
  const input = useRef<HTMLInputElement>(null)
  const choose = async () => {
    const files = chosenFiles(input.current?.files ?? [])
    // The same file may be chosen again later.
    if (input.current) input.current.value = ''
    try {
      if (files.length > 0) await mend(page, [item], files, { isAsked: true })
    } catch (error) {
      page.complain(error)
    }
  }
  return (
    <div class="banner trouble" role="alert">
      <p>{lostInWords(item)}</p>
      <Button class="main" onClick={() => input.current?.click()}>
        {sharing.texts.lost.chooseAgain}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={sharing.texts.lost.files}
        onChange={() => void choose()}
      />
    </div>
  )
}

function lostInWords({ view }: Item): string {
  const names = view.lostFiles.map(index => view.info?.files[index]?.path.at(-1) ?? '')
  const texts = sharing.texts.lost
  if (names.length === 0) return texts.all
  if (names.length === 1) return texts.one(quoted(names))
  return texts.some({ count: names.length, names: quoted(names) })
}
