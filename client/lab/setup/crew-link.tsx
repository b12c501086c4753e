import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { copyText, Qr } from '../../share/view/link-tools.tsx'

/** For other tabs, other browsers, phones: who opens it is a peer. */
export function CrewLink({ link }: { link: string }) {
  const input = useRef<HTMLInputElement>(null)
  const outcome = useSignal<'copied' | 'refused' | undefined>(undefined)
  const copy = async () => {
    if (input.current) outcome.value = (await copyText(input.current)) ? 'copied' : 'refused'
  }
  return (
    <details>
      <summary>Link and QR code</summary>
      <div class="crew-link">
        <p class="hint-line">
          Each tab that opens this link is a peer, on any device that reaches this page. If your
          browser opens fewer tabs than it should, allow pop-ups here.
        </p>
        <input
          ref={input}
          type="text"
          readOnly
          value={link}
          aria-label="Link for other tabs"
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <button type="button" onClick={() => void copy()}>
          {outcome.value === 'copied' ? 'Link copied' : 'Copy the link'}
        </button>
        <Qr link={link} />
      </div>
    </details>
  )
}
