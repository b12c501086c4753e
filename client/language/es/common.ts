import type { CommonTexts } from '../en/common.ts'
import { number } from '../format.ts'

const texts: CommonTexts = {
  language: {
    label: 'Idioma',
    notLoaded:
      'No se ha podido cargar este idioma: el servidor no está o tiene una versión más nueva. Inténtalo de nuevo cuando vuelva; si no ayuda, recarga la página.',
  },
  fault: {
    inTab:
      'Algo ha fallado en esta pestaña. Recarga la página para seguir; lo guardado se conserva.',
    reload: 'Recargar',
  },
  showAll: count => `Mostrar los ${number(count)}`,
  qrCode: 'Código QR del enlace, para un móvil',
}
export default texts
