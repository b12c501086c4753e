import type { LabTexts } from '../en/lab.ts'
import { number, plural } from '../format.ts'

const texts: LabTexts = {
  page: {
    title: 'Laboratorio tabswarm',
    room: 'laboratorio',
    shareFile: 'Compartir un archivo',
    heading: 'Laboratorio: forma un enjambre y obsérvalo',
    parts: 'Partes del laboratorio',
    network: 'Red',
    setup: 'Configuración',
    peers: 'Peers',
    charts: 'Gráficos',
    notHere: 'Esto no funciona aquí',
  },

  trouble: {
    tryAgain: 'Volver a intentarlo',
    close: 'Cerrar',
    notLoaded:
      'No se ha podido cargar una parte de esta página: el servidor no está. Recarga la página.',
    noStart:
      'El laboratorio no ha podido empezar. Recarga la página; si no sirve, ábrelo en otro navegador.',
    why: {
      'only-seeders':
        'Todos los peers son seeders, así que nadie tiene nada que bajar. Pon menos seeders o más peers.',
      'too-many-pieces':
        'Tantos peers con tantos trozos son demasiado para una pestaña. Pon menos trozos o más grandes, o ejecuta el escenario con «npm run sim».',
      'too-few-places':
        'Un enjambre necesita al menos dos peers. Abre pestañas o añade peers en esta.',
      'virtual-time-only':
        'Los fallos, los free riders, los otros trackers y los peers que se van sin despedirse existen solo en tiempo virtual.',
      'lanes-virtual-time-only':
        'Los enlaces de varias conexiones solo existen en tiempo virtual: desactívalos en la configuración.',
      'classes-virtual-time-only':
        'Las clases de peers con políticas o free riders propios existen solo en tiempo virtual.',
      'log-too-large':
        'El registro de esta ejecución pasa de 1 GiB, demasiado para una pestaña. «npm run sim» lo escribe con --log.',
      'out-of-memory':
        'La pestaña no tiene memoria suficiente para esta ejecución. Pon menos peers o un torrent más pequeño, o ejecútala con «npm run sim».',
      unloaded: 'No se ha podido cargar el simulador: el servidor no está.',
      'tab-left': 'Una pestaña se ha ido antes de empezar. Pulsa otra vez «Ejecutar».',
    },
    torrentTooLarge: ({ size, most }) =>
      `Un torrent de ${size} es demasiado para una pestaña. Pon ${most} como mucho, o ejecuta el escenario con «npm run sim».`,
    limitTooShort: ({ least, limit }) =>
      `Hasta el mejor de los enjambres necesita ${least}, y la ejecución termina a los ${limit}. Sube el límite o pon un torrent más pequeño.`,
    lastTooLate: ({ last, limit }) =>
      `El último peer llegaría a los ${last}, y la ejecución termina a los ${limit}. Sube el límite o haz que lleguen antes.`,
    tooManyPeers: ({ peers, most }) =>
      `En las pestañas caben ${number(most)} peers como mucho; esta topología tiene ${number(peers)}.`,
    stopped: reason =>
      `La simulación se ha detenido (${reason}). Recarga la página y ejecútala otra vez.`,
  },

  join: {
    looking: 'Buscando el enjambre',
    isPeer: 'Esta pestaña es un peer',
    question: '¿Participar en un enjambre?',
    takePart: 'Participar',
    whatItDoes:
      'Quien te ha dado este enlace hace que esta pestaña envíe trozos inventados a otras pestañas y reciba los suyos, por tu línea.',
    asksFirst: 'Te pregunta antes de participar.',
    begins: 'Empieza sola cuando está la página que ha dado el enlace.',
    nextRun: 'Déjala abierta: participa en la próxima ejecución.',
    takesPart: 'Participa: déjala abierta hasta que termine la ejecución.',
    came: pieces => plural(pieces, { one: 'ha llegado # trozo', other: 'han llegado # trozos' }),
    cameAll: pieces =>
      plural(pieces, {
        one: 'ha llegado # trozo y ya lo tiene todo',
        other: 'han llegado # trozos y ya lo tiene todo',
      }),
    noAnswer:
      'La página que ha dado este enlace no responde. Deja abierta esta pestaña: lo vuelve a intentar.',
    otherVersion: 'La página que coordina es de otra versión. Recarga las dos páginas.',
    gone: 'La página que coordina se ha ido. Deja abierta esta pestaña: lo vuelve a intentar.',
  },
}

export default texts
