import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { Torrent } from '../../host/api.ts'
import { sharing } from '../../language/sharing.ts'
import { isOriginKnown, othersOrigin } from '../others-origin.ts'
import { isLocalHost, shareLink, shortLink } from '../share-link.ts'
import { copyText, Qr } from './link-tools.tsx'
import { Button } from './parts.tsx'

/** After this time the button says "Copy" again. */
const COPIED_MS = 2500

export function SendLink({ torrent }: { torrent: Torrent }) {
  const input = useRef<HTMLInputElement>(null)
  const others = othersOrigin()
  const origin = others?.origin ?? location.origin
  const isLan = others?.by === 'network'
  // What PUBLIC_URL says is for whoever runs the server to know.
  const isLocal = isOriginKnown.value && others === undefined && isLocalHost(location.hostname)
  const texts = sharing.texts.sendLink
  const link = shareLink(origin, torrent.magnetAt(origin))
  return (
    <div class="send">
      <div class="send-link stack">
        <label for="link">{texts.label}</label>
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
          <Button onClick={() => void sendWithSheet(torrent.name, link)}>{texts.withApp}</Button>
        )}
        {isLan && <p class="hint">{texts.onNetwork(location.host)}</p>}
        {isLocal && <p class="hint">{texts.onlyHere}</p>}
      </div>
      <Qr link={shortLink(origin, torrent.magnet)} />
    </div>
  )
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
  const texts = sharing.texts.sendLink
  return (
    <>
      <Button class="main" disabled={!isOriginKnown.value} onClick={() => void copy()}>
        {outcome.value === 'copied' ? texts.copied : texts.copy}
      </Button>
      <span class={outcome.value === 'refused' ? 'hint' : 'visually-hidden'} role="status">
        {outcome.value === 'copied' && texts.isCopied}
        {outcome.value === 'refused' && texts.copyByKeys}
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
