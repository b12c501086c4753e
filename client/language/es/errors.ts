import type { ErrorsTexts } from '../en/errors.ts'
import { number } from '../format.ts'

const copyAgain = 'Copia otra vez el enlace entero.'

const texts: ErrorsTexts = {
  codes: {
    'unsupported-browser':
      'Este navegador no puede conectar con otros (falta WebRTC o está desactivado). Usa un Firefox, Chrome, Edge o Safari actual.',
    'not-loaded':
      'Para esto hace falta una parte de la página que no se ha podido cargar: el servidor no está o tiene una versión más nueva. Inténtalo de nuevo cuando vuelva; si no ayuda, recarga la página.',
    'no-files': 'Elige al menos un archivo para compartir.',
    'empty-files': 'Estos archivos están vacíos. Elige otros para compartir.',
    'too-large': 'Es demasiado grande para compartirlo de una vez. Compártelo por partes.',
  },
  others: {
    'not-together': 'Estos archivos no se pueden compartir juntos. Comparte menos a la vez.',
    changing: 'Estos archivos cambian mientras se leen. Compártelos otra vez.',
    'torrent-file-too-large':
      'Es demasiado grande para ser un archivo .torrent (10\u00a0MB como máximo). Para enviarlo tal cual, compártelo dentro de una carpeta o de un archivo ZIP.',
    'torrent-file-unreadable':
      'No se ha podido leer el archivo .torrent. Mira si sigue ahí y ábrelo de nuevo.',
    goal: 'Elige una proporción o un tiempo mayor que 0, o ninguno.',
    'random-first': 'Elige cuántos trozos llegan al azar: 0 o más.',
    'play-rate': 'Elige a qué velocidad se reproduce: más de 0.',
    'unknown-way': 'Elige una de las maneras que se ofrecen.',
  },
  unreadableOne: name =>
    `No se puede leer ${name}. Mira si sigue ahí y si se puede abrir, y compártelo de nuevo.`,
  unreadable: names =>
    `No se pueden leer ${names}. Mira si siguen ahí y si se pueden abrir, y compártelos de nuevo.`,
  unusable: why => `Este torrent no se puede usar: ${why}. Pide uno nuevo a quien lo hizo.`,
  torrentFaults: {
    damaged: 'está dañado',
    'file-too-large': 'el archivo .torrent ocupa más de 10\u00a0MB',
    'info-too-large': 'su descripción ocupa más de 10\u00a0MB',
    'no-info': 'no tiene descripción',
    'v2-only': 'es solo para la versión 2 de BitTorrent, no para la 1 o para ambas',
    empty: 'está vacío',
    'too-many-files': 'tiene más de 100.000 archivos',
    'no-list': 'sus archivos no forman una lista',
    'no-files': 'no tiene ni tamaño ni lista de archivos',
    'bad-file': 'un archivo está sin describir',
    symlink: 'solo contiene un enlace a otro lugar del disco',
    'bad-length': 'un archivo no tiene un tamaño válido',
    'too-long': 'el tamaño de sus archivos es imposible',
    'long-padding': 'su relleno es más largo que un trozo',
    'too-deep': 'tiene más de 100 carpetas una dentro de otra',
    'bad-name': 'el nombre de un archivo o carpeta lleva a otra carpeta',
    'bad-piece-length': 'el tamaño de sus trozos no está entre 1\u00a0byte y 64\u00a0MiB',
    'no-hashes': 'faltan sus sumas de comprobación',
    'bad-hashes': 'sus sumas de comprobación no corresponden a su tamaño',
  },
  link: {
    'not-a-magnet':
      'En este texto no hay ningún enlace. Un enlace contiene «urn:btih:»: cópialo entero.',
    'too-long': `Es demasiado largo para ser un enlace para compartir. ${copyAgain}`,
    'no-hash': `Este enlace no está completo: no dice de qué contenido es. ${copyAgain}`,
    'bad-hash': `Este enlace está dañado. ${copyAgain}`,
    'v2-only':
      'Este enlace es solo para la versión 2 de BitTorrent, que aquí no se puede abrir. Pide un enlace de la versión 1 o para ambas.',
    'bad-encoding': `Este enlace está dañado en un signo %. ${copyAgain}`,
    'bad-gossip':
      'Este enlace pide una manera de compartir que esta página no conoce. Recarga la página.',
  },
  storage: {
    usedUp:
      'Se ha agotado el espacio que permite este navegador. Libera espacio e inténtalo de nuevo.',
    refused:
      'El navegador se ha negado a guardar la descarga. Inténtalo de nuevo; si no ayuda, recarga la página.',
    tooLargeForMemory:
      'Este navegador no deja que la página guarde archivos, y la descarga es demasiado grande para la memoria. Abre el enlace en una ventana normal (no privada).',
  },
  server: {
    'not yours':
      'Este identificador pertenece a otra conexión. Espera medio minuto o recarga la página.',
    'another id': 'Esta conexión está en el enjambre con otro identificador. Detén antes ese.',
    'too many swarms':
      'Esta pestaña tiene demasiados torrents abiertos. Quita uno para abrir otro.',
    'own share taken':
      'Tu red tiene abiertos tantos torrents como permite el servidor. Cierra uno para abrir otro.',
    'all taken': 'El servidor no tiene sitio para otro torrent. Inténtalo más tarde.',
    'place given away':
      'El servidor está lleno y tu red tiene en él más torrents que ninguna otra. Inténtalo más tarde.',
    'connection given away':
      'El servidor está lleno y tu red tiene con él más conexiones que ninguna otra. Inténtalo más tarde.',
    'too many connections':
      'Tu red tiene con estos servidores más conexiones de las permitidas. Inténtalo más tarde.',
    'too often':
      'Esta pestaña se anuncia demasiado a menudo. Podrá hacerlo de nuevo en unos segundos.',
    'no proof': 'Este identificador exige una prueba y no ha llegado ninguna. Recarga la página.',
    'too many proofs':
      'Demasiadas pruebas de identificadores a la vez. Inténtalo dentro de un minuto.',
    'bad proof':
      'La prueba de este identificador no vale aquí. Recarga la página; si no ayuda, un proxy delante del servidor cambia el Host que transmite.',
    unreachable: 'No se puede llegar al servidor. Se seguirá intentando hasta que vuelva.',
    'no answer': 'El servidor no ha respondido. Se intenta otra vez.',
    'strange answer':
      'El servidor ha dado una respuesta que esta página no conoce. Recarga la página.',
    'taken over':
      'Otra conexión ha demostrado que es esta pestaña. Recarga la página para volver a participar.',
  },
  limit: least => `Elige un límite de al menos ${number(least)}\u00a0bytes por segundo, o ninguno.`,
  lineRate: ({ least, most }) => `Elige un límite de ${least} a ${most}, o ninguno.`,
  lineDelay: mostMs => `Elige un retardo de 0 a ${number(mostMs)}\u00a0ms.`,
  lineLoss: mostPercent => `Elige una pérdida de 0 a ${number(mostPercent)}\u00a0%.`,
  uploadSlots: most => `Sirve de 1 a ${number(most)} a la vez.`,
  blockBytes: ({ least, most }) =>
    `Elige bloques de ${number(least)} a ${number(most)}\u00a0bytes.`,
  piecesAtOnce: most => `Pide de 1 a ${number(most)} trozos a la vez.`,
}
export default texts
