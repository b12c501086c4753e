import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Torrent } from '../../host/api.ts'
import { isLocalHost, lanOrigin, shareLink, shortLink } from '../share-link.ts'
import { copyText, Qr } from './link-tools.tsx'
import { Button } from './parts.tsx'

/** After this time the button says "Copy" again. */
const COPIED_MS = 2500

export function SendLink({ torrent }: { torrent: Torrent }) {
  const input = useRef<HTMLInputElement>(null)
  const link = shareLink(location.origin, torrent.magnet)
  const local = isLocalHost(location.hostname)
  const lan = useLanOrigin(local)
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
            {lan && <span class="lan-link">{shareLink(lan, torrent.magnetAt(lan))}</span>}
          </p>
        )}
      </div>
      <Qr link={shortLink(lan ?? location.origin, torrent.magnet)} />
    </div>
  )
}

const NO_NETWORK = 'This computer seems to be on no network that others could reach it by.'

/** The server's address for others on the network; asked only where the page was opened at localhost. */
function useLanOrigin(local: boolean): string | undefined {
  const origin = useSignal<string | undefined>(undefined)
  useEffect(() => {
    if (!local) return
    const ask = async () => {
      const response = await fetch('/lan')
      if (response.ok) origin.value = lanOrigin(await response.json(), location.port)
    }
    ask().catch(error => console.warn('The address for others is not known.', error))
  }, [local, origin])
  return origin.value
}

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
