import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { copyText } from '../../share/copy.ts'

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

/** Dark on white in both schemes: many cameras do not read the reverse. */
function Qr({ link }: { link: string }) {
  const source = useSignal<string | undefined>(undefined)
  useEffect(() => {
    let gone = false
    const draw = async () => {
      const { renderSVG } = await import('uqr')
      const svg = renderSVG(link, { border: 2 })
      if (!gone) source.value = `data:image/svg+xml,${encodeURIComponent(svg)}`
    }
    draw().catch(error => console.warn('No QR code: it could not be loaded.', error))
    return () => {
      gone = true
    }
  }, [link, source])
  if (!source.value) return null
  return (
    <img class="crew-qr" src={source.value} width="160" height="160" alt="QR code of the link" />
  )
}
