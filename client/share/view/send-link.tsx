import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { Torrent } from '../../host/api.ts'
import { othersOrigin } from '../others-origin.ts'
import { isLocalHost, shareLink, shortLink } from '../share-link.ts'
import { copyText, Qr } from './link-tools.tsx'
import { Button } from './parts.tsx'

/** After this time the button says "Copy" again. */
const COPIED_MS = 2500

export function SendLink({ torrent }: { torrent: Torrent }) {
  const input = useRef<HTMLInputElement>(null)
  const others = othersOrigin()
  const set = others?.by === 'setting' ? others.origin : undefined
  const lan = others?.by === 'network' ? others.origin : undefined
  const local = set === undefined && isLocalHost(location.hostname)
  const link = linkAt(set ?? location.origin, torrent)
  return (
    <div class="send">
      <div class="send-link stack">
        <label for="link">Send this link</label>
        <div class="field">
          <input
            id="link"
            ref={input}
            type="text"
            readOnly
            value={link}
            onClick={event => event.currentTarget.select()}
          />
          <CopyButton input={input} />
        </div>
        {typeof navigator.share === 'function' && (
          <Button onClick={() => void sendWithSheet(torrent.name, link)}>Send with an app</Button>
        )}
        {local && (
          <p class="hint">
            This link opens on this computer only: its address is “{location.host}”.{' '}
            {lan ? 'For others on your network, scan the code or send this one:' : NO_NETWORK}
            {lan && <span class="lan-link">{linkAt(lan, torrent)}</span>}
          </p>
        )}
      </div>
      <Qr link={shortLink(others?.origin ?? location.origin, torrent.magnet)} />
    </div>
  )
}

const linkAt = (origin: string, torrent: Torrent) => shareLink(origin, torrent.magnetAt(origin))

const NO_NETWORK = 'This computer seems to be on no network that others could reach it by.'

function CopyButton({ input }: { input: { current: HTMLInputElement | null } }) {
  const outcome = useSignal<'copied' | 'refused' | undefined>(undefined)
  const copy = async () => {
    if (!input.current) return
    outcome.value = (await copyText(input.current)) ? 'copied' : 'refused'
    setTimeout(() => {
      outcome.value = undefined
    }, COPIED_MS)
  }
  return (
    <>
      <Button class="main" onClick={() => void copy()}>
        {outcome.value === 'copied' ? 'Copied' : 'Copy'}
      </Button>
      <span class={outcome.value === 'refused' ? 'hint' : 'visually-hidden'} role="status">
        {outcome.value === 'copied' && 'The link is copied.'}
        {outcome.value === 'refused' && 'Press Ctrl+C (or Command+C) to copy the selected link.'}
      </span>
    </>
  )
}

async function sendWithSheet(title: string, url: string): Promise<void> {
  try {
    await navigator.share({ title, url })
  } catch (error) {
    // The person closed the system's share sheet.
    if (!(error instanceof DOMException && error.name === 'AbortError')) console.warn(error)
  }
}
