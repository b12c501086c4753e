/** The form of the lab: what is set up for the next run. Names of the scenario's file stay as they are. */
import type { LabSetupTexts } from '../en/lab-setup.ts'
import { number, plural } from '../format.ts'
import faults from './lab-faults.ts'
import files from './lab-files.ts'

const texts: LabSetupTexts = {
  form: {
    title: 'Configuración',
    scenario: 'Escenario',
    own: 'el tuyo',
    changed: 'Modificado.',
    asItWas: 'Restablecer',
    run: 'Ejecutar',
    runAgain: 'Ejecutar otra vez',
    stop: 'Detener',
    close: 'Cerrar',
  },

  scenarios: {
    asymmetric:
      'Hogares con cable: cinco veces más bajada que subida, así que todos esperan lo que el enjambre puede enviar.',
    backbone:
      'Líneas rápidas detrás de un árbol de routers: deciden los enlaces que comparten, y cada paquete va por su cuenta.',
    churn:
      'Los peers llegan al azar, uno cada dos segundos de media, y se van cinco segundos después de acabar.',
    'far-apart':
      'Un seeder y tres leechers, a 100\u00a0ms unos de otros, donde se pierde un paquete de cada 200: ventanas de congestión como las de los navegadores, y enlaces de varias conexiones que lo compensan.',
    'free-riders':
      'Hogares con cable; tres de cada diez toman y nunca dan: el tit for tat los hace esperar.',
    'half-duplex':
      'La tesis al pie de la letra: la subida y la bajada de cada peer comparten un solo canal.',
    'one-flow':
      'Un seeder, un leecher y un router entre ambos: cuánto se acerca una sola descarga a la velocidad de su línea.',
    report:
      'El enjambre del informe sobre gossip tal como lo tiene su código: 5 peers y 1 seeder, 9 trozos, cada segundo trozos al azar hacia 3 miembros al azar y desde ellos.',
    'ten-thousand':
      '10.000 peers en una red de routers al azar, 50 trozos: hacen falta paciencia y 6\u00a0GB de memoria.',
    'thesis-20':
      'La red más pequeña de la tesis: 20 peers en 17 routers, uno de ellos el seeder, 25 trozos de 5 bloques.',
    'thesis-30':
      'La red mediana de la tesis: 30 peers en 17 routers, uno de ellos el seeder, 25 trozos de 5 bloques.',
    'thesis-46':
      'La ejecución de ejemplo de la tesis: 46 peers en 17 routers, uno de ellos el seeder, 25 trozos de 5 bloques.',
    'thesis-46-100':
      'La red más grande de la tesis con un archivo cuatro veces más largo: 100 trozos de 5 bloques.',
    thousand: '1.000 peers en una red de routers al azar, 100 trozos: qué hace un enjambre grande.',
  },

  network: {
    title: 'Red',
    now: ({ network, peers }) =>
      plural(peers, { one: `${network}, # peer`, other: `${network}, # peers` }),
    topology: 'Topología',
    peers: 'Peers',
    access: 'Líneas de los peers',
    accessRate: 'Velocidad de la línea de cada peer',
    seed: 'Semilla de la red',
    halfDuplex: 'Subida y bajada comparten un canal',
    change: 'Cambiarla a mano',
    changed: 'Terminar los cambios',
    open: 'Abrir una topología',
    drop: 'O suéltala en la página: nuestra, NED de OMNeT++ o GraphML.',
    saveAs: format => `Guardar como ${format}`,
  },

  torrent: {
    title: 'Torrent',
    now: ({ size, pieces }) =>
      plural(pieces, { one: `${size} en # trozo`, other: `${size} en # trozos` }),
    describedBy: 'Descrito por',
    ways: { blocks: 'trozos de bloques', bytes: 'su tamaño' },
    pieces: 'Trozos',
    blocksPerPiece: 'Bloques en cada uno',
    length: 'Tamaño',
    pieceLength: 'Tamaño de un trozo',
    blockBytes: 'Bytes de un bloque',
    joinWith: 'Quien entra tiene',
    joiners: { torrent: 'el archivo .torrent', link: 'solo el enlace' },
    asLargeAs: 'Tan grande como un archivo',
  },

  exchange: {
    title: 'Intercambio',
    travelBy: 'Los trozos viajan por',
    kinds: { bittorrent: 'BitTorrent', gossip: 'Gossip' },
    questions: {
      fidelity: 'Cliente de quién',
      askBy: 'A quién pide',
      seeding: 'Quienes lo tienen todo',
      slotRule: 'Cuántos envíos a la vez',
      picking: 'Qué trozo va ahora',
      mode: 'Quién empieza',
      gossipFidelity: 'Fidelidad',
    },
    names: {
      fidelity: { standard: 'estándar', literal: 'literal' },
      askBy: { piece: 'por trozos', block: 'por bloques' },
      seeding: {
        'fastest-upload': 'el envío más rápido',
        'round-robin': 'por turnos',
        'anti-leech': 'anti-leech',
      },
      slotRule: {
        'by-line': 'según la línea',
        fixed: 'número fijo',
        'by-rate': 'según la velocidad',
      },
      picking: {
        'random-first': 'primero al azar',
        'rarest-first': 'el más raro primero',
        random: 'al azar',
        sequential: 'en orden',
        deadline: 'con plazo',
      },
      mode: { push: 'push', pull: 'pull', 'push-pull': 'push-pull' },
      gossipFidelity: { literal: 'literal', intended: 'intended', informed: 'informed' },
    },
    modes: {
      push: 'En cada ronda, da un trozo a algunos miembros.',
      pull: 'En cada ronda, pide un trozo a algunos miembros.',
      'push-pull': 'En cada ronda ambas cosas, con los mismos miembros.',
    },
    gossipFidelities: {
      literal: 'Como se comporta el código del informe sobre gossip, rarezas incluidas.',
      intended: 'Como dice el texto del informe.',
      informed: 'Los peers saben qué tienen los demás y se ponen de acuerdo antes de enviar nada.',
    },
    maxLinks: 'Enlaces de un peer, como máximo',
    randomFirst: 'Trozos elegidos al azar',
    playRate: 'Se reproduce a',
    uploadSlots: 'Slots de subida',
    allowedFast: 'Los recién llegados pueden bajar un poco pese al choking',
    piecesAtOnce: 'Trozos en curso a la vez',
    superSeeding: 'Un seeder único enseña un solo trozo cada vez',
    fanOut: 'Miembros con quienes habla en una ronda (fan-out)',
    roundMs: 'Duración de una ronda, en ms',
    servedPerRound: 'Trozos que un peer empieza a enviar en una ronda, como máximo',
  },

  churn: {
    title: 'Quién viene y quién se va',
    now: ({ seeders, arrivals }) =>
      plural(seeders, { one: `# seeder, ${arrivals}`, other: `# seeders, ${arrivals}` }),
    seeders: 'Seeders',
    namedSeeders: names => `Seeders: ${names}.`,
    firstInstead: count =>
      plural(count, {
        one: 'El primero, en vez de este',
        other: 'Los # primeros, en vez de estos',
      }),
    freeRiders: 'Leechers que nunca dan, en %',
    leechersCome: 'Los leechers llegan',
    arrivals: { together: 'todos a la vez', every: 'uno tras otro', poissonPerSec: 'al azar' },
    asInFile: 'como en el archivo',
    every: 'Uno cada',
    perSecond: 'Por segundo, de media',
    leaves: 'Quien lo tiene todo se va',
    leavesAfter: 'Al cabo de',
    ownTimes: count =>
      plural(count, {
        one: '# se va en su propio momento.',
        other: '# se van en su propio momento.',
      }),
    limit: 'La ejecución acaba al cabo de',
  },

  faults,
  files,

  model: {
    title: 'Modelo',
    congestion: 'Control de congestión',
    congestions: { none: 'ninguno', sctp: 'el de SCTP, como en los navegadores' },
    lanes: 'Enlaces de varias conexiones, donde compense',
    granularity: 'Las líneas llevan',
    granularities: {
      message: 'mensajes enteros, como en la tesis',
      packet: 'paquetes',
      fluid: 'flujos continuos, a partes justas',
    },
    overhead: 'Cabeceras de',
    overheads: { tcp: 'TCP/IP', webrtc: 'WebRTC', none: 'ninguna' },
    delays: 'Tiempo que necesitan las propias pestañas:',
    connect: 'Para abrir una conexión',
    tracker: 'Del tracker, cada vez',
    hash: 'Para el hash de un trozo',
    read: 'Para leer un bloque',
    write: 'Para escribir un trozo',
  },

  runs: {
    title: 'Ejecuciones',
    oneNow: seed => `semilla ${seed}`,
    severalNow: ({ runs, seed }) => `${number(runs)} desde la semilla ${seed}`,
    seed: 'Semilla: la misma semilla, la misma ejecución',
    repetitions: 'Ejecuciones, cada una con la semilla siguiente',
  },

  file: {
    title: 'Como archivo',
    asText: 'El escenario como texto',
    noJson: 'Esto no es un objeto JSON: busca una coma o una llave que falte o que sobre.',
    trouble: ({ line, why }) => [`Línea ${line}: `, why],
    save: 'Guardarlo',
    openAnother: 'Abrir otro',
  },

  opened: {
    one: 'El laboratorio toma un archivo cada vez: suelta solo uno.',
    tooLarge: name => `«${name}» pasa de 8\u00a0MiB. Elige un archivo más pequeño.`,
    unreadable: name => `«${name}» no se puede leer. Vuelve a elegirlo.`,
    noScenario: 'Este archivo no contiene ningún escenario: no es un objeto JSON. Elige otro.',
    partly: name => `«${name}» está listo, pero no todo se pudo tomar tal como es.`,
  },

  link: {
    tooLong: 'Este enlace es demasiado largo para ser nuestro.',
    noSuchScenario: name =>
      `Este enlace pide un escenario llamado «${name}», que aquí no existe. Elige uno de la lista.`,
    noCount: ({ name, min, max }) =>
      `En este enlace «${name}» tiene que ser un número entero entre ${number(min)} y ${number(max)}. Corrígelo o elige un escenario.`,
    damaged: 'Este enlace está dañado. Cópialo entero o elige un escenario.',
    tooLarge: 'El escenario de este enlace es demasiado grande.',
  },
}

export default texts
