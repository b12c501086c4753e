import { useSignal } from '@preact/signals'
import { useLayoutEffect } from 'preact/hooks'
import { LanguageChoice } from '../../language/choice.tsx'
import { errors } from '../../language/errors.ts'
import { formatBytes } from '../../language/format.ts'
import { share } from '../../language/share.ts'
import { technical } from '../../language/technical.ts'
import { droppedFiles } from '../dropped.ts'
import { percentOf } from '../format.ts'
import { laterWith } from '../later-with.ts'
import type { Page } from '../page.ts'
import type { Preparing } from '../progress.ts'
import type { Say } from '../saying.ts'
import { takeFiles } from '../take-files.ts'
import { AboutServer } from './about-server.tsx'
import { Fault } from './fault.tsx'
import { Lazy } from './lazy.tsx'
import { Button, IconButton, LargeBar, Mark, Said } from './parts.tsx'
import { QuestionDialog } from './questions.tsx'
import { StartScreen } from './start.tsx'
import { TorrentScreen } from './torrent.tsx'
import { Tabs } from './transfers.tsx'

export function App({ page }: { page: Page }) {
  // Before the first frame: a browser leaves the page for a file that nobody takes.
  useLayoutEffect(() => takeDropsAndPastes(page), [page])
  const { items } = page.snapshot.value
  return (
    <>
      <header class="top">
        <Button class="brand" onClick={() => page.showStart()}>
          <Mark />
          tabswarm
        </Button>
        <div class="top-tools">
          {!page.selected.value && <WayToLab inNewTab={items.length > 0} />}
          {page.selected.value && (
            <Button class="quiet" onClick={() => page.showStart()}>
              {share.texts.page.newShare}
            </Button>
          )}
          <SettingsButton page={page} />
        </div>
      </header>
      <main>
        <Banners page={page} />
        {page.current && items.length > 1 && <Tabs page={page} />}
        <CurrentScreen page={page} />
      </main>
      <footer class="bottom hint-line">
        <p>{share.texts.page.footer}</p>
        <AboutServer />
        <LanguageChoice />
      </footer>
      <p class="visually-hidden" role="status">
        {page.spoken.value}
      </p>
      <QuestionDialog page={page} />
    </>
  )
}

/** `inNewTab`: what this tab shares or fetches would end with it. */
const WayToLab = ({ inNewTab }: { inNewTab: boolean }) => (
  <a class="elsewhere" href="/lab/" target={inNewTab ? '_blank' : undefined} rel="noopener">
    {share.texts.page.laboratory}
  </a>
)

const loadSettings = laterWith(
  [technical, errors],
  async () => (await import('./settings/dialog.tsx')).SettingsDialog,
)

function SettingsButton({ page }: { page: Page }) {
  const open = useSignal(false)
  const onClose = () => {
    open.value = false
  }
  return (
    <>
      <IconButton
        label={share.texts.page.settings}
        onClick={() => {
          open.value = true
        }}
      >
        <Sliders />
      </IconButton>
      {open.value && <Lazy load={loadSettings} props={{ page, onClose }} />}
    </>
  )
}

const Sliders = () => (
  <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
    <path
      fill="currentcolor"
      d="M0 3h10v2H0zM16 3h4v2h-4zM11 1h4v6h-4zM0 9h3v2H0zM9 9h11v2H9zM4 7h4v6H4zM0 15h12v2H0zM18 15h2v2h-2zM13 13h4v6h-4z"
    />
  </svg>
)

function CurrentScreen({ page }: { page: Page }) {
  const preparing = page.preparing.value
  const item = page.current
  if (preparing && !item) return <PreparingScreen preparing={preparing} />
  // The key: another torrent gets a new screen, with nothing left of the one before.
  if (item) return <TorrentScreen key={item.torrent.swarm} page={page} item={item} />
  if (page.opening.value && location.hash.length > 1) return <Arriving />
  return <StartScreen page={page} />
}

/** Shown instead of the start page until it is known what this browser holds of the link. */
const Arriving = () => (
  <section class="sheet narrow" aria-busy="true" aria-label={share.texts.page.openingLink}>
    <div class="blank" />
  </section>
)

/** Files being hashed before they can be shared. */
function PreparingScreen({ preparing }: { preparing: Preparing }) {
  const { name, files, doneBytes, totalBytes, cancel } = preparing
  const percent = percentOf(doneBytes, totalBytes)
  const texts = share.texts.preparing
  return (
    <section class="sheet narrow" aria-labelledby="name">
      <h1 id="name" class="name">
        <bdi>{name}</bdi>
      </h1>
      {totalBytes > 0 ? (
        <>
          <p class="meta">
            {files > 1 && `${share.texts.torrent.files(files)} · `}
            {formatBytes(totalBytes)}
          </p>
          <LargeBar percent={percent} label={texts.bar} />
          <p class="say">{texts.why}</p>
        </>
      ) : (
        <p class="say">{texts.found(doneBytes)}</p>
      )}
      <div class="row">
        <Button onClick={cancel}>{share.texts.page.cancel}</Button>
      </div>
    </section>
  )
}

function Banners({ page }: { page: Page }) {
  const { trouble, notice } = page
  const texts = share.texts.page
  return (
    <>
      {page.snapshot.value.broken && <Fault />}
      {trouble.say && (
        <div class="banner trouble" role="alert">
          <p lang={trouble.lang}>{trouble.value}</p>
          <Button
            class="quiet"
            onClick={() => {
              trouble.say = undefined
            }}
          >
            {texts.close}
          </Button>
        </div>
      )}
      <div role="status">
        {notice.say && (
          <p class="banner">
            {notice.value}{' '}
            <Button
              class="quiet"
              onClick={() => {
                notice.say = undefined
              }}
            >
              {texts.close}
            </Button>
          </p>
        )}
        {page.snapshot.value.serverIsAway && <p class="banner">{texts.serverAway}</p>}
      </div>
    </>
  )
}

export function Broken({ say }: { say: Say }) {
  const said = say()
  return (
    <>
      <header class="top">
        <p class="brand">
          <Mark />
          tabswarm
        </p>
      </header>
      <main class="broken">
        <h1>{share.texts.page.notHere}</h1>
        <p role="alert">
          <Said what={said} />
        </p>
      </main>
    </>
  )
}

/** Files and links may be dropped or pasted anywhere on the page. */
function takeDropsAndPastes(page: Page): () => void {
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    const { dataTransfer } = event
    if (!dataTransfer) return
    if (dataTransfer.types.includes('Files')) void takeFiles(page, droppedFiles(dataTransfer))
    else void page.paste(dataTransfer.getData('text'))
  }
  const onPaste = (event: ClipboardEvent) => {
    if (event.target instanceof HTMLInputElement) return
    const files = [...(event.clipboardData?.files ?? [])]
    const text = event.clipboardData?.getData('text') ?? ''
    if (files.length > 0) void takeFiles(page, files)
    else if (text !== '') void page.paste(text)
  }
  const listening = new AbortController()
  const { signal } = listening
  document.addEventListener('dragover', event => event.preventDefault(), { signal })
  document.addEventListener('drop', onDrop, { signal })
  document.addEventListener('paste', onPaste, { signal })
  return () => listening.abort()
}
