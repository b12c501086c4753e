/** What was shared from here and cannot be read any more: which, and what to do. */
import { useRef } from 'preact/hooks'
import { chosenFiles } from '../collect.ts'
import { countOf } from '../format.ts'
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
        Choose again
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="The files to choose again"
        onChange={() => void choose()}
      />
    </div>
  )
}

function lostInWords({ view }: Item): string {
  const names = view.lostFiles.map(index => view.info?.files[index]?.path.at(-1) ?? '')
  if (names.length === 0)
    return 'This tab no longer has what you shared. Choose it again: then the others can get it from here.'
  const was = 'moved, changed or deleted after you shared'
  if (names.length === 1)
    return `${quoted(names)} was ${was} it. Choose it again: then the others can get it.`
  return `${countOf(names.length, 'file')} were ${was} them: ${quoted(names)}. Choose them again: then the others can get them.`
}
