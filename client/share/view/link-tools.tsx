/** Ways to pass a link on: to the clipboard, and as a QR code. */

import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { later } from '../../host/later.ts'
import { common } from '../../language/common.ts'

const loadQrCode = later(() => import('./qr-code.ts'))

/** For a phone's camera. Dark on white in both schemes: many cameras do not read the reverse. */
export function Qr({ link }: { link: string }) {
  const source = useSignal<string | undefined>(undefined)
  useEffect(() => {
    let gone = false
    const draw = async () => {
      const { qrCodeOf } = await loadQrCode()
      if (!gone) source.value = qrCodeOf(link)
    }
    draw().catch(error => console.warn('No QR code: it could not be loaded.', error))
    return () => {
      gone = true
    }
  }, [link, source])
  return (
    <div class="qr">
      {source.value && (
        <img src={source.value} width="160" height="160" alt={common.texts.qrCode} />
      )}
    </div>
  )
}

/** Copies the field's text; false if the browser refused. Plain http (a LAN address) has only `execCommand`. */
export async function copyText(input: HTMLInputElement): Promise<boolean> {
  if (window.isSecureContext && navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(input.value)
      return true
    } catch (error) {
      console.warn('The clipboard refused; trying the old way.', error)
    }
  }
  input.select()
  return document.execCommand('copy')
}
