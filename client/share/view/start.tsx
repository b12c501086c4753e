import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { later } from '../../host/later.ts'
import type { Page } from '../page.ts'
import { takeFiles } from '../take-files.ts'
import { Heap } from './heap.tsx'
import { LazyDetails } from './lazy.tsx'
import { Button } from './parts.tsx'
import { Kept, Transfers } from './transfers.tsx'

export function StartScreen({ page }: { page: Page }) {
  return (
    <section class="start" aria-labelledby="start-title">
      <h1 id="start-title">Send a file by sending a link</h1>
      <p class="lead">
        Whoever opens the link gets the file straight from your tab, and passes it on to the next.
        No account, no upload: the file does not pass through the server.
      </p>
      <DropArea page={page} />
      <PasteLine page={page} />
      <Transfers page={page} />
      <Kept page={page} />
    </section>
  )
}

const loadOptions = later(async () => (await import('./share-options.tsx')).ShareOptionFields)

function DropArea({ page }: { page: Page }) {
  const over = useSignal(false)
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
          <strong>{over.value ? 'Let go to share' : 'Drop files or folders here'}</strong>
          <span>or choose files</span>
        </span>
      </Button>
      <input ref={files} type="file" multiple hidden onChange={take} aria-label="Files to share" />
      <input ref={folder} type="file" hidden onChange={take} aria-label="A folder to share" />
      <p class="drop-more">
        <Button class="quiet" onClick={() => chooseFolder(folder.current)}>
          Choose a folder
        </Button>
      </p>
      <LazyDetails title="Options" name="share-options" load={loadOptions} props={{ page }} />
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
  return (
    <form
      class="paste"
      onSubmit={event => {
        event.preventDefault()
        void page.paste(text.value)
      }}
    >
      <label for="paste">Have a link?</label>
      <div class="field">
        <input
          id="paste"
          type="text"
          inputMode="url"
          autocomplete="off"
          spellcheck={false}
          placeholder="Paste it here, or a magnet"
          value={text.value}
          onInput={event => {
            text.value = event.currentTarget.value
          }}
        />
        <button type="submit" disabled={opening}>
          {opening ? 'Opening' : 'Open'}
        </button>
      </div>
      <Button class="quiet" onClick={() => file.current?.click()}>
        or choose a .torrent file
      </Button>
      <input
        ref={file}
        type="file"
        accept=".torrent"
        multiple
        hidden
        aria-label="A .torrent file to open"
        onChange={event => {
          const chosen = [...(event.currentTarget.files ?? [])]
          event.currentTarget.value = ''
          void page.openTorrentFiles(chosen)
        }}
      />
    </form>
  )
}
