/** What both pages say. */
import { number } from '../format.ts'

const texts = {
  language: {
    label: 'Language',
    notLoaded:
      'This language could not be loaded: the server is away, or has a newer version. Try again when it is back; if that does not help, reload the page.',
  },
  fault: {
    inTab:
      'Something went wrong inside this tab. Reload the page to go on; what is stored is kept.',
    reload: 'Reload',
  },
  showAll: (count: number) => `Show all ${number(count)}`,
  qrCode: 'QR code of the link, for a phone',
}

export default texts
export type CommonTexts = typeof texts
