import type { ShareTexts } from '../en/share.ts'
import { percent, plural } from '../format.ts'
import sentences from './share-sentences.ts'

const texts: ShareTexts = {
  ...sentences,

  page: {
    newShare: 'Nuevo envío',
    laboratory: 'Laboratorio',
    settings: 'Ajustes',
    close: 'Cerrar',
    cancel: 'Cancelar',
    tryAgain: 'Intentar de nuevo',
    footer:
      'Los archivos van directamente de pestaña a pestaña. El servidor pone en contacto a las pestañas.',
    serverAway:
      'No se puede acceder al servidor. Las transferencias en curso siguen; las nuevas empezarán cuando vuelva. Se reintenta automáticamente.',
    notHere: 'Aquí no funciona',
    openingLink: 'Abriendo el enlace',
    details: 'Detalles',
    noStart:
      'La página no ha podido arrancar. Recárgala; si no ayuda, abre el enlace en otro navegador.',
    unexpected: why =>
      `Algo ha fallado en esta pestaña (${why}). Recárgala: lo guardado se conserva.`,
  },

  server: {
    title: 'Qué sabe el servidor',
    told: 'Conoce la huella que hay en cada enlace que compartes o abres, tu dirección, quién se encuentra con quién y cuándo, y cuánto le falta a cada uno, cuánto ha enviado y cuánto ha recibido. No se le envían nombres ni contenidos.',
    couldDo:
      'Quien lo gestiona puede hacer más: participar como cualquiera que tenga el enlace, ponerse entre dos pestañas cambiando lo que saben la una de la otra, o enviarte una página distinta de esta. Así que piensa si confías en un servidor antes de enviar lo que deba quedar en secreto.',
  },

  start: {
    title: 'Envía un archivo enviando un enlace',
    lead: 'Quien abra el enlace recibe el archivo directamente de tu pestaña y se lo pasa al siguiente. Sin cuenta y sin subir nada: el archivo no pasa por el servidor.',
    drop: 'Suelta aquí archivos o carpetas',
    letGo: 'Suelta para compartir',
    choose: 'Elegir archivos',
    orChoose: 'o elige archivos',
    files: 'Archivos para compartir',
    folder: 'Una carpeta para compartir',
    chooseFolder: 'Elegir una carpeta',
    options: 'Opciones',
    haveLink: '¿Tienes un enlace?',
    pasteHere: 'Pégalo aquí',
    open: 'Abrir',
    opening: 'Abriendo',
    orTorrentFile: 'o elige un archivo .torrent',
    torrentFile: 'Un archivo .torrent para abrir',
  },

  preparing: {
    looking: 'Buscando archivos',
    found: count =>
      plural(count, {
        one: '# archivo encontrado hasta ahora.',
        other: '# archivos encontrados hasta ahora.',
      }),
    bar: 'Preparación',
    why: 'Preparando: cada trozo recibe una huella, para que nadie pueda recibir uno dañado. No se sube nada.',
  },

  transfers: {
    inTab: 'En esta pestaña',
    inTabLong: 'Transferencias en esta pestaña',
    kept: 'Guardado en este navegador',
    downloaded: name => `${name}, descargado`,
    open: 'Abrir',
    delete: 'Eliminar',
    askToDelete: name => `¿Eliminar ${name}?`,
    deleting:
      'Así se libera el espacio que ocupa en este navegador. Lo que se guardó en otro sitio sigue ahí.',
    states: {
      joining: 'buscando',
      opening: 'abriendo',
      checking: 'comprobando',
      offered: 'listo',
      paused: 'en pausa',
      waiting: 'esperando',
      downloading: 'descargando',
      sharing: 'compartiendo',
      done: 'completo',
      stuck: 'detenido',
      left: 'terminado',
      broken: 'interrumpido',
    },
    byGossip: state => `${state} por gossip`,
    soFar: ({ share, state }) => `${share}, ${state}`,
  },

  torrent: {
    files: count => plural(count, { one: '# archivo', other: '# archivos' }),
    byGossip: mode => `por gossip (${mode})`,
    sizeUnknown: 'Aún no se conoce el tamaño',
    sizeInLink: size => `${size}, según el enlace`,
    unnamed: code => `Enlace sin nombre ${code}`,
    left: 'Esta pestaña ya no participa. Abre otra vez el enlace para volver.',
    ended: 'Algo ha fallado en esta pestaña y esta transferencia ha terminado.',
    endedKept: 'Recarga la página para seguir; lo guardado se conserva.',
    endedInMemory: 'Recarga la página para seguir; entonces empieza desde cero.',
    saveLog: 'Guardar el registro',
    pause: 'Pausar',
    resume: 'Reanudar',
  },

  download: {
    lookingUp: 'Mirando qué tiene ya este navegador.',
    pausedUnknown: 'En pausa antes de que nadie haya dicho qué es.',
    noLongerHere:
      'Esta pestaña ya no tiene el archivo. Suéltalo aquí otra vez para seguir compartiéndolo, o espera a alguien que lo tenga.',
    waitingFor: time => `Esperando desde hace ${time}`,
    promised: 'Entonces se descargará solo, si cabe en este navegador.',
    whenHere: 'Descargar en cuanto esté aquí',
    askFirst: 'Pregúntame antes',
    verifiedAgain: 'Comprobado de nuevo',
    verifying: 'Se comprueba otra vez cada trozo guardado. Lo dañado se vuelve a descargar.',
    verifyingLater: 'Espera su turno: se comprueban uno tras otro.',
    download: 'Descargar',
    anyway: 'Descargar de todos modos',
    no: 'No, gracias',
    bar: 'Descargado',
    timeLeft: 'Queda',
    down: '↓ Bajada',
    up: '↑ Subida',
    received: 'Recibido',
    nothingChosen:
      'No hay ningún archivo elegido, así que no se mueve nada. Elige al menos uno: entonces sigue.',
    paused: size => `En pausa: no se mueve nada. Hay ${size} aquí y comprobados; desde ahí sigue.`,
    keepAwake:
      'Deja esta página abierta y la pantalla encendida hasta que termine: un móvil dormido detiene la descarga.',
    begunByItself:
      'Ha empezado solo, como está configurado en este navegador para cada enlace que se abre.',
    askFromNow: 'Preguntar antes a partir de ahora',
    giveUp: 'Abandonar',
    noRoom: 'El navegador no puede guardar más. Libera espacio en este disco e inténtalo de nuevo.',
    partKept: share =>
      `El ${percent(share)} está aquí y comprobado. Se conserva, y el resto sigue desde ahí.`,
    memoryOnly:
      'Este navegador no deja que la página use el disco, así que todo queda en memoria: se pierde al recargar la pestaña, y los archivos muy grandes quizá no quepan. Guárdalo en cuanto esté completo.',
  },

  here: {
    title: 'Quién está aquí',
    caption: 'Quién está aquí, qué tiene y a qué ritmo intercambia',
    who: 'Quién',
    has: 'Tiene',
    rates: 'Ritmo',
    gaveYou: share => `te dio el ${percent(share)}`,
    theirChoice: 'su selección',
    down: 'bajada',
    up: 'subida',
    ways: { 'same-network': 'misma red', direct: 'directo', relayed: 'por retransmisión' },
    seenAs: name => ['Los demás te ven como ', name, '.'],
    picture: count =>
      plural(count, {
        one: 'Tú y # más. La tabla de abajo dice lo mismo con palabras.',
        other: 'Tú y # más. La tabla de abajo dice lo mismo con palabras.',
      }),
    you: 'tú',
    unknownProgram: 'programa desconocido',
  },

  pieces: {
    arriving: 'llegando',
    begun: 'empezados',
    verified: count => plural(count, { one: '# pieza comprobada', other: '# piezas comprobadas' }),
    missing: 'faltan',
    leftOut: 'excluidos',
    map: ({ held, all, count, begun }) =>
      plural(all, {
        one: `Mapa de trozos: ${held} de # trozo aquí y comprobado, ${count} ${begun}`,
        other: `Mapa de trozos: ${held} de # trozos aquí y comprobados, ${count} ${begun}`,
      }),
  },

  questions: {
    keepHere: 'Dejarlo aquí',
    keepSharing: 'Seguir compartiendo',
    delete: 'Eliminar',
    offTheList: 'Quitar de la lista',
    offTheListMeans:
      'Si lo quitas de la lista, se queda en este navegador y su enlace sigue desde ahí.',
    stopSharing: 'Dejar de compartir',
    othersNeedFile: count =>
      plural(count, {
        one: '# persona aún necesita este archivo',
        other: '# personas aún necesitan este archivo',
      }),
    ifYouStop: 'Si paras ahora, quizá no lo reciban entero.',
    remove: '¿Dejar de compartir y quitarlo?',
    notSaved: 'Todavía no lo has guardado',
    deletingFrees: 'Eliminarlo libera el espacio.',
    deletingKeepsSaved: 'Eliminarlo libera el espacio; lo que guardaste sigue ahí.',
    othersNeed: count =>
      plural(count, {
        one: '# persona aún lo necesita.',
        other: '# personas aún lo necesitan.',
      }),
    giveUp: '¿Abandonar esta descarga?',
    partHere: share => `El ${percent(share)} está aquí.`,
  },
}
export default texts
