import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { share } from '../../language/share.ts'
import { technical } from '../../language/technical.ts'
import { isPhone } from '../device.ts'
import { laterWith } from '../later-with.ts'
import type { Page } from '../page.ts'
import { takeFiles } from '../take-files.ts'
import { Heap } from './heap.tsx'
import { LazyDetails } from './lazy.tsx'
import { Button } from './parts.tsx'
import { Kept, Transfers } from './transfers.tsx'

export function StartScreen({ page }: { page: Page }) {
  const texts = share.texts.start
  return (
    <section class="start" aria-labelledby="start-title">
      <h1 id="start-title">{texts.title}</h1>
      <p class="lead">{texts.lead}</p>
      <DropArea page={page} />
      <PasteLine page={page} />
      <Transfers page={page} />
      <Kept page={page} />
    </section>
  )
}

const loadOptions = laterWith(
  [technical],
  async () => (await import('./share-options.tsx')).ShareOptionFields,
)

function DropArea({ page }: { page: Page }) {
  const over = useSignal(false)
  const texts = share.texts.start
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const take = (event: Event) => {
    const input = event.currentTarget as HTMLInputElement
    const chosen = [...(input.files ?? [])]
    // The same file may be chosen again later.
    input.value = ''
    if (chosen.length > 0) void takeFiles(page, chosen)
  }
  return (
    <>
      <Button
        class={over.value ? 'drop over' : 'drop'}
        onClick={() => files.current?.click()}
        onDragEnter={() => {
          over.value = true
        }}
        onDragLeave={event => {
          if (!event.currentTarget.contains(event.relatedTarget as Node | null)) over.value = false
        }}
        onDrop={() => {
          over.value = false
        }}
      >
        <Heap rising={over.value} />
        <span class="drop-words">
          {isPhone() ? (
            <strong>{texts.choose}</strong>
          ) : (
            <>
              <strong>{over.value ? texts.letGo : texts.drop}</strong>
              <span>{texts.orChoose}</span>
            </>
          )}
        </span>
      </Button>
      <input ref={files} type="file" multiple hidden onChange={take} aria-label={texts.files} />
      <input ref={folder} type="file" hidden onChange={take} aria-label={texts.folder} />
      <p class="drop-more">
        <Button class="quiet" onClick={() => chooseFolder(folder.current)}>
          {texts.chooseFolder}
        </Button>
      </p>
      <LazyDetails title={texts.options} name="share-options" load={loadOptions} props={{ page }} />
    </>
  )
}

/** Preact's types know `webkitdirectory` as a property only, not as an attribute. */
function chooseFolder(input: HTMLInputElement | null): void {
  if (!input) return
  input.webkitdirectory = true
  input.click()
}

function PasteLine({ page }: { page: Page }) {
  const text = useSignal('')
  const file = useRef<HTMLInputElement>(null)
  const opening = page.opening.value
  const texts = share.texts.start
  return (
    <form
      class="paste"
      onSubmit={event => {
        event.preventDefault()
        void page.paste(text.value)
      }}
    >
      <label for="paste">{texts.haveLink}</label>
      <div class="field">
        <input
          id="paste"
          type="text"
          inputMode="url"
          autocomplete="off"
          spellcheck={false}
          placeholder={texts.pasteHere}
          value={text.value}
          onInput={event => {
            text.value = event.currentTarget.value
          }}
        />
        <button type="submit" disabled={opening}>
          {opening ? texts.opening : texts.open}
        </button>
      </div>
      <Button class="quiet" onClick={() => file.current?.click()}>
        {texts.orTorrentFile}
      </Button>
      <input
        ref={file}
        type="file"
        accept=".torrent"
        multiple
        hidden
        aria-label={texts.torrentFile}
        onChange={event => {
          const chosen = [...(event.currentTarget.files ?? [])]
          event.currentTarget.value = ''
          void page.openTorrentFiles(chosen)
        }}
      />
    </form>
  )
}
