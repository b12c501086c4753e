import type { SentenceTexts } from '../en/share-sentences.ts'
import { percent } from '../format.ts'

const keepOpen = 'Deja esta pestaña abierta: sigue sola.'
const helpUdp =
  'Lo impide un ajuste, una extensión o una VPN del navegador, o su dispositivo no está en ninguna red: cámbialo o usa otro navegador.'
const unreached = (why: string) =>
  `Alguien con este enlace está en línea, pero ninguna conexión entre vosotros funciona: ${why}`
const offered =
  'Deja esta pestaña abierta: se te ofrecerá aquí en cuanto llegue alguien que lo tenga, y lo dirá el título de la pestaña.'

const texts: SentenceTexts = {
  peer: {
    exchanges: 'te envía y recibe de ti',
    gives: 'te envía',
    takes: 'recibe de ti',
    slow: 'tarda en responder',
    arrived: 'acaba de llegar',
    willSend: 'enviará cuando te toque',
    waits: 'espera su turno',
    hasAll: 'lo tiene todo',
    hasChosen: 'tiene lo que eligió',
    opened: 'ha abierto el enlace',
    idle: 'nada que intercambiar ahora',
  },

  unreached: {
    udpOff: unreached(`este navegador no deja que una página se conecte directamente. ${helpUdp}`),
    theirUdpOff: unreached(
      `su navegador no deja que una página se conecte directamente. Son ellos quienes deben actuar. ${helpUdp}`,
    ),
    networkClosed: unreached(
      'esta red no deja salir conexiones directas. Prueba otra red, como la de un móvil.',
    ),
    onlyOwnNetwork: unreached(
      'esta pestaña solo conoce su propia red. Los dos tenéis que estar en ella, o el servidor debe abrirse con una dirección a la que lleguen otros y decir a las pestañas la suya (STUN_PORT).',
    ),
    bothClosed: unreached(
      'vuestras redes no dejan entrar a nadie. Funciona cuando ambos estáis en la misma red.',
    ),
    relay: {
      none: 'También ayuda un retransmisor: quien gestiona este servidor puede añadir uno (TURN_URLS).',
      unknown: 'El retransmisor aún no ha respondido.',
      unreached:
        'El retransmisor de este servidor no responde: quien lo gestiona debería ver si funciona y si sus puertos están abiertos.',
      reached:
        'El retransmisor de este servidor responde, pero no lleva a nadie: quizá los demás no llegan a él.',
    },
    triesAgain: 'Deja esta pestaña abierta: lo vuelve a intentar.',
  },

  alone: {
    connecting: 'Otra persona tiene abierto este enlace. Conectando.',
    notOpened: 'Nadie ha abierto aún el enlace. Deja esta pestaña abierta: lo reciben todo de ti.',
    nobodyElse: 'No hay nadie más aquí ahora.',
    nobodyYet: 'Todavía no hay nadie más.',
  },

  waiting: {
    askingNames: 'Hay alguien aquí. Pidiendo los nombres y tamaños.',
    nothingArrives: `Hay otros que lo tienen, pero ahora no llega nada. ${keepOpen}`,
    missingHere: `Hay otros aquí, pero nadie tiene ahora los trozos que faltan. ${keepOpen}`,
    connecting: 'Conectando con alguien que ha abierto este enlace.',
    private:
      'Es privado: solo los servidores que nombra pueden poner a la gente en contacto, y ninguno responde a esta página.',
    serverAway:
      'No se puede acceder al servidor que pone en contacto a las pestañas. Deja esta pestaña abierta: lo vuelve a intentar sola.',
    refused: reason => `El servidor rechaza este enlace: ${reason}.`,
    looking: 'Buscando a otros con este enlace.',
    connectingToFile: 'Alguien con este archivo está en línea. Conectando.',
    othersLack: `Otros tienen abierto este enlace, pero nadie con los trozos que faltan. ${keepOpen}`,
    othersLackOffered: `Otros tienen abierto este enlace, pero nadie con los trozos que faltan. ${offered}`,
    allLeft:
      'Todos los que tienen los trozos que faltan se han ido. Deja esta pestaña abierta: sigue cuando vuelva alguno.',
    nobody: 'Aún no hay nadie en línea con este archivo. Deja esta pestaña abierta: empezará sola.',
    nobodyOffered: `Aún no hay nadie en línea con este archivo. ${offered}`,
  },

  shortage: {
    memory: ({ needed, room }) =>
      `No cabe: necesita ${needed}, y sin el disco esta página puede guardar ${room} más. Abre el enlace en una ventana normal (no privada).`,
    memoryMany: ({ needed, room }) =>
      `No cabe: necesita ${needed}, y sin el disco esta página puede guardar ${room} más. Abre el enlace en una ventana normal (no privada) o elige menos archivos.`,
    disk: ({ needed, room }) =>
      `Puede que no quepa: necesita ${needed}, y este navegador dice que puede guardar ${room} más. Libera espacio en este disco o elimina lo que guarda este navegador.`,
    diskMany: ({ needed, room }) =>
      `Puede que no quepa: necesita ${needed}, y este navegador dice que puede guardar ${room} más. Libera espacio en este disco, elimina lo que guarda este navegador o elige menos archivos.`,
  },

  spoken: {
    downloading: ({ name, share }) => `Descargando ${name}: ${share} por ciento`,
    percent: share => `${share} por ciento`,
    done: name => `${name}: cien por cien. Cada trozo está comprobado.`,
    sharing: name => `El enlace de ${name} está listo.`,
    offered: name => `${name} está listo para descargar.`,
    waiting: name => `${name}: esperando a alguien que lo tenga.`,
    stuck: name => `${name}: la descarga se ha detenido.`,
    broken: name => `${name}: terminado por un fallo de esta página.`,
    promised: name => `${name} se descargará solo en cuanto esté aquí.`,
    notPromised: name => `${name} no se descargará solo.`,
  },

  title: {
    waiting: ({ share, name }) => `${percent(share)}, esperando: ${name}`,
    paused: ({ share, name }) => `${percent(share)}, en pausa: ${name}`,
    joining: name => `Esperando: ${name}`,
    ready: name => `Listo: ${name}`,
  },

  names: {
    quoted: name => `«${name}»`,
    more: count => `${count} más`,
  },

  news: {
    andMore: ({ name, more }) => `${name} y ${more} más`,
    opened: ({ who, count, name }) =>
      `${who} ${count === 1 ? 'ha' : 'han'} abierto el enlace de ${name}.`,
    hasAll: ({ who, count, name }) =>
      `${who} ${count === 1 ? 'tiene' : 'tienen'} ${name} al completo.`,
    hasChosen: ({ who, count, name }) =>
      `${who} ${count === 1 ? 'tiene lo que eligió' : 'tienen lo que eligieron'} de ${name}.`,
    leftWithAll: ({ who, count, name }) =>
      `${who} ${count === 1 ? 'se ha ido' : 'se han ido'} con ${name} al completo.`,
    leftWithChosen: ({ who, count, name }) =>
      `${who} ${count === 1 ? 'se ha ido con lo que eligió' : 'se han ido con lo que eligieron'} de ${name}.`,
    leftWithout: ({ who, count, name }) =>
      `${who} ${count === 1 ? 'se ha ido' : 'se han ido'} sin tener ${name} al completo.`,
  },
}
export default texts
