/** Above the list of files: what finds some of them, and what chooses all that are found. */

import type { Info } from '../../../../shared/torrent/info.ts'
import { formatBytes, number } from '../../../language/format.ts'
import { sharing } from '../../../language/sharing.ts'
import { type Choice, chosenIn } from '../../files/choice.ts'
import type { Kind } from '../../files/kinds.ts'
import { countKinds, type Search } from '../../files/search.ts'
import type { Page } from '../../page.ts'
import type { Item } from '../../snapshot.ts'
import { Button } from '../parts.tsx'
import { PickedActions } from './picked.tsx'

interface SearchToolsProps {
  readonly info: Info
  readonly search: Search
  /** Undefined: nothing is searched for. */
  readonly foundCount: number | undefined
  readonly onSearch: (search: Search) => void
}

export function SearchTools({ info, search, foundCount, onSearch }: SearchToolsProps) {
  const kinds = countKinds(info)
  const { length } = info.files
  const texts = sharing.texts.files
  return (
    <search class="stack">
      <input
        type="search"
        aria-label={texts.find}
        placeholder={texts.find}
        autocomplete="off"
        spellcheck={false}
        value={search.text}
        onInput={({ currentTarget }) => onSearch({ ...search, text: currentTarget.value })}
      />
      {kinds.length > 1 && (
        <div class="kinds">
          <KindButton search={search} kind={undefined} count={length} onSearch={onSearch} />
          {kinds.map(([kind, count]) => (
            <KindButton key={kind} search={search} kind={kind} count={count} onSearch={onSearch} />
          ))}
        </div>
      )}
      <p class={foundCount === undefined ? 'visually-hidden' : 'hint-line'} role="status">
        {foundCount !== undefined && texts.found({ found: foundCount, all: length })}
      </p>
    </search>
  )
}

interface KindButtonProps extends Pick<SearchToolsProps, 'search' | 'onSearch'> {
  readonly kind: Kind | undefined
  readonly count: number
}

const KindButton = ({ search, kind, count, onSearch }: KindButtonProps) => (
  <Button
    class="kind"
    aria-pressed={search.kind === kind}
    onClick={() => onSearch({ ...search, kind })}
  >
    {kind ? sharing.texts.files.kinds[kind] : sharing.texts.files.anyKind}{' '}
    <span class="of">{number(count)}</span>
  </Button>
)

interface ChoiceLineProps {
  readonly page: Page
  readonly item: Item
  readonly info: Info
  readonly choice: Choice
  /** Undefined: all are seen. */
  readonly found: readonly number[] | undefined
}

export function ChoiceLine({ page, item, info, choice, found }: ChoiceLineProps) {
  const { flags, count, bytes } = choice
  const { length } = info.files
  const all = found ?? [...info.files.keys()]
  const foundChosen = all.reduce((sum, index) => sum + (flags[index] ?? 0), 0)
  const texts = sharing.texts.files
  const isOnly = found !== undefined && foundChosen === count && foundChosen === all.length
  return (
    <div class="choice">
      <p role="status">{chosenInWords(count, length, bytes)}</p>
      {all.length > 0 && (
        <div class="choice-tools">
          <Bulk
            label={found ? texts.chooseFound(all.length) : texts.all}
            isDone={foundChosen === all.length}
            act={() => choice.set(all, true)}
          />
          {found && (
            <Bulk
              label={texts.onlyFound(all.length)}
              isDone={isOnly}
              act={() => choice.only(all)}
            />
          )}
          <Bulk
            label={found ? texts.dropFound(all.length) : texts.none}
            isDone={foundChosen === 0}
            act={() => choice.set(all, false)}
          />
        </div>
      )}
      {choice.what === 'pick' &&
        (count < length ? (
          <PickedActions page={page} item={item} info={info} files={chosenIn(flags)} />
        ) : (
          <p class="hint-line">{item.screen === 'done' ? texts.pickToSave : texts.pickToShare}</p>
        ))}
    </div>
  )
}

/** 'All 600 files, 2.4 GB'; '3 of 600 files, 12 MB'. */
function chosenInWords(chosen: number, all: number, bytes: number): string {
  const texts = sharing.texts.files
  if (chosen === 0) return texts.noneChosen(all)
  const size = formatBytes(bytes)
  return chosen === all ? texts.allChosen({ all, size }) : texts.someChosen({ chosen, all, size })
}

interface BulkProps {
  readonly label: string
  /** It would change nothing. The button stays where it is, and so does the focus on it. */
  readonly isDone: boolean
  readonly act: () => void
}

const Bulk = ({ label, isDone, act }: BulkProps) => (
  <Button class="quiet" aria-disabled={isDone} onClick={() => !isDone && act()}>
    {label}
  </Button>
)
