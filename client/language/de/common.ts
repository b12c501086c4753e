import type { CommonTexts } from '../en/common.ts'
import { number } from '../format.ts'

const texts: CommonTexts = {
  language: {
    label: 'Sprache',
    notLoaded:
      'Diese Sprache konnte nicht geladen werden: Der Server ist nicht da oder hat eine neuere Version. Versuch es noch einmal, wenn er wieder da ist; hilft das nicht, lade die Seite neu.',
  },
  fault: {
    inTab:
      'In diesem Tab ist etwas schiefgegangen. Lade die Seite neu, um weiterzumachen; was gespeichert ist, bleibt erhalten.',
    reload: 'Neu laden',
  },
  showAll: count => `Alle ${number(count)} zeigen`,
  qrCode: 'QR-Code des Links, für ein Handy',
}
export default texts
