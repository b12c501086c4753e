import type { CommonTexts } from '../en/common.ts'
import { number } from '../format.ts'

const texts: CommonTexts = {
  language: {
    label: 'Llengua',
    notLoaded:
      'No s’ha pogut carregar aquesta llengua: el servidor no hi és o té una versió més nova. Torna-ho a provar quan torni; si no ajuda, recarrega la pàgina.',
  },
  fault: {
    inTab:
      'Alguna cosa ha fallat en aquesta pestanya. Recarrega la pàgina per continuar; el que està desat es conserva.',
    reload: 'Recarrega',
  },
  showAll: count => `Mostra’ls tots (${number(count)})`,
  qrCode: 'Codi QR de l’enllaç, per a un mòbil',
}
export default texts
