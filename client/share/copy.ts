/** To the clipboard; on plain http (a LAN address) only the old way exists. False: neither worked. */
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
