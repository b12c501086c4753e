/** What was shared from here and cannot be read any more: which, and what to do. */
import { useRef } from 'preact/hooks'
import { chosenFiles } from '../collect.ts'
import { countOf } from '../format.ts'
import { mend } from '../mending.ts'
import type { Page } from '../page.ts'
import type { Item } from '../snapshot.ts'
import { Button } from './parts.tsx'

/** Files named in one sentence. */
const MAX_NAMES = 3

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
  const names = view.lostFiles.map(index => `“${view.info?.files[index]?.path.at(-1)}”`)
  const [first] = names
  if (first === undefined)
    return 'This tab no longer has what you shared. Choose it again: then the others can get it from here.'
  const was = 'moved, changed or deleted after you shared'
  if (names.length === 1)
    return `${first} was ${was} it. Choose it again: then the others can get it.`
  const more = names.length - MAX_NAMES
  const shown = `${names.slice(0, MAX_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  return `${countOf(names.length, 'file')} were ${was} them: ${shown}. Choose them again: then the others can get them.`
}
