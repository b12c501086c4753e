import type { TechnicalTexts } from '../en/technical.ts'
import { number, plural } from '../format.ts'

const texts: TechnicalTexts = {
  details: {
    infoHash: 'Info hash',
    pieces: 'Trozos',
    piecesOf: ({ count, size }) =>
      plural(count, { one: `# trozo de ${size}`, other: `# trozos de ${size}` }),
    private: 'privado: sus miembros llegan solo por sus trackers',
    exchange: 'Intercambio',
    gossip: mode => `gossip, ${mode}`,
    bitTorrent: 'como en BitTorrent',
    comment: 'Comentario',
    tracker: 'Tracker',
    trackerUp: ({ seeders, leechers }) => `accesible; indica ${seeders} y ${leechers}`,
    seeders: count => plural(count, { one: '# seeder', other: '# seeders' }),
    leechers: count => plural(count, { one: '# leecher', other: '# leechers' }),
    trackerDown: 'inaccesible; se reintenta automáticamente',
    trackerUnknown: 'aún sin consultar',
    itsTrackers: 'Sus trackers',
    kept: 'Guardado',
    keptOn: {
      disk: 'en disco, en este navegador: al recargar sigue donde estaba',
      memory: 'solo en memoria: se pierde al cerrar o recargar esta pestaña',
      files: 'leído directamente de tus propios archivos',
    },
    received: 'Recibido',
    wasted: ({ size, wasted }) => `${size}, y ${wasted} desechados`,
    sent: 'Enviado',
    sharedFor: ({ size, time }) => `${size}, compartiendo desde hace ${time}`,
    connections: 'Conexiones',
    connectionCount: ({ up, connecting }) =>
      `${number(up)} activas, ${number(connecting)} en curso`,
    otherPrograms: 'Para otros programas',
    saveTorrentFile: 'Guardar el archivo .torrent',
    stored: 'Lo guardado',
    verifyAgain: 'Comprobar otra vez cada trozo',
    protocol: 'Los peers en palabras del protocolo',
    peer: 'Peer',
    they: 'Él',
    you: 'Tú',
    requests: 'Peticiones',
    requestCount: ({ out, into }) => `${number(out)} salientes, ${number(into)} entrantes`,
    snubbed: 'snubbed',
    choking: 'choking',
    notChoking: 'sin choking',
    interested: 'interesado',
    notInterested: 'no interesado',
  },

  own: {
    title: 'Solo para este torrent',
    goal: 'Su propio fin de compartir, no el de los ajustes',
  },

  logTools: {
    title: 'Registro',
    with: 'Con',
    everybody: 'todos',
    about: 'Sobre',
    everything: 'todo',
    export: 'Exportar',
    events: count => plural(count, { one: '# evento', other: '# eventos' }),
    lines: 'Eventos, los más nuevos primero',
    newest: ({ shown, all }) =>
      `Los ${number(shown)} más nuevos de ${all}; la exportación los tiene todos.`,
  },

  settings: {
    title: 'Ajustes',
    done: 'Hecho',
    downloads: 'Descargas',
    autoStart: 'Empezar solas al abrir un enlace',
    autoStartMeans:
      'Entonces cualquier página que abra aquí un enlace hace que este navegador descargue lo que nombra y lo pase a otros.',
    stopAfter: 'Dejar de compartir tras',
    stopAfterMeans: 'Lo que ocurra antes. En sus detalles, cada transferencia puede tener lo suyo.',
    line: 'La línea de esta pestaña',
    behavesLike: 'Se comporta como',
    ownLine: 'mi propia línea',
    figuresBelow: 'las cifras de abajo',
    lines: {
      thesis: 'Tesis (6\u00a0Mbps)',
      fibre: 'Fibra',
      cable: 'Cable',
      dsl: 'DSL',
      vdsl: 'VDSL',
      '4g': 'Móvil 4G',
      '5g': 'Móvil 5G',
    },
    delay: 'Retardo añadido',
    delayUnit: 'ms por sentido',
    loss: 'Paquetes perdidos',
    none: 'ninguno',
    lineMeans:
      'Además de tu línea real, para todo lo de esta pestaña. Los paquetes perdidos se envían otra vez.',
    down: '↓ Bajada, como máximo',
    up: '↑ Subida, como máximo',
    noLimit: 'sin límite',
    copiesSent: 'Copias enviadas',
    timesItsSize: 'veces su tamaño',
    timeShared: 'Tiempo compartiendo',
    hours: 'horas',
    noEnd: 'sin fin',
  },

  protocol: {
    title: 'Protocolo',
    questions: {
      fidelity: 'A la manera de quién',
      askBy: 'A quién pedir',
      seeding: 'A quién servir al estar completo',
      slotRule: 'A cuántos a la vez',
      picking: 'Qué trozo después',
    },
    answers: {
      fidelity: {
        standard:
          'Como los programas de BitTorrent: hoy por ti, mañana por mí, con una cola de peticiones por conexión.',
        literal: 'Como el programa de la tesis: se sirve a todos, y cada trozo se pide entero.',
      },
      askBy: {
        piece: 'Todos los bloques de un trozo vienen de uno de los que lo tienen, por sorteo.',
        block: 'Cada bloque viene de uno de los que tienen su trozo, por sorteo.',
      },
      seeding: {
        'fastest-upload': 'Al terminar, a los que reciben más rápido.',
        'round-robin': 'Al terminar, a todos por turno, veinte trozos a cada uno.',
        'anti-leech': 'Al terminar, a los que acaban de empezar o casi han acabado.',
      },
      slotRule: {
        'by-line': 'Tantos envíos a la vez como llenen la línea.',
        fixed: 'Un número fijo de envíos a la vez.',
        'by-rate': 'Tantos envíos a la vez como valga la línea.',
      },
      picking: {
        'random-first':
          'Los primeros trozos al azar, para tener algo que dar; después, los más raros primero.',
        'rarest-first': 'Siempre los más raros primero.',
        random: 'Siempre cualquier trozo, al azar.',
        sequential: 'Uno tras otro, desde el principio.',
        deadline:
          'Lo siguiente que necesita un reproductor, en orden; el resto, los más raros primero.',
      },
    },
    piecesAtOnce: 'Trozos a la vez',
    servedAtOnce: 'Servidos a la vez',
    others: 'otros',
    blocksOf: 'Bloques de',
    bytes: 'bytes',
    randomFirst: 'Primeros trozos al azar',
    thenRarest: 'después los más raros',
    playedAt: 'Se reproduce a',
    superSeeding:
      'Mostrar a cada uno un solo trozo mientras nadie más los tenga todos (super-seeding)',
    allowedFast: 'Dar a los recién llegados unos trozos fuera de turno (allowed fast)',
    means: 'Los torrents en marcha se conectan de nuevo con lo que cambie aquí.',
  },

  shareOptions: {
    comment: 'Comentario en su archivo .torrent',
    private: 'Privado: otros programas buscan miembros solo en sus trackers',
    how: 'Cómo viajan los trozos',
    bitTorrent: 'BitTorrent: cada uno pide a quienes los tienen.',
    modes: {
      push: 'Gossip, push: en cada ronda cada uno da un trozo a algunos otros.',
      pull: 'Gossip, pull: en cada ronda cada uno pide un trozo a algunos otros.',
      'push-pull': 'Gossip, push-pull: ambas cosas en cada ronda.',
    },
    knowledge: 'Qué saben los peers unos de otros',
    fidelities: {
      informed: 'Informed: dicen lo que tienen y acuerdan antes de enviar.',
      intended: 'Intended: a ciegas, como lo describe el informe sobre gossip.',
      literal: 'Literal: como se comporta el código de ese informe, rarezas incluidas.',
    },
    roundEvery: 'Una ronda cada',
    spokenTo: 'Con cuántos se habla en una ronda',
    others: 'otros',
    gossipMeans:
      'El enlace se lo dice a cada pestaña que lo abre. Otros programas de BitTorrent no pueden participar.',
  },

  gossip: {
    title: 'Gossip',
    style: ({ mode, fidelity, time, count }) =>
      plural(count, {
        one: `Por ${mode}, ${fidelity}: una ronda cada ${time}, y en cada una se habla con # más.`,
        other: `Por ${mode}, ${fidelity}: una ronda cada ${time}, y en cada una se habla con # más.`,
      }),
    fidelities: { informed: 'informed', intended: 'intended', literal: 'literal' },
    nobodyYet: 'El gráfico de quién tiene qué empieza cuando haya alguien más.',
    you: 'Tú',
    round: 'Ronda',
    piecesReceived: 'Trozos recibidos',
    inVain: 'En vano',
    piecesSent: 'Trozos enviados',
    talkSent: 'Coordinación enviada',
    eachHolds: count =>
      plural(count, { one: 'De # trozo, cada uno tiene', other: 'De # trozos, cada uno tiene' }),
    peer: 'Peer',
    pieces: 'Trozos',
    allAfter: 'Todos tras',
    hasLeft: 'se ha ido',
    hadIt: 'ya lo tenía',
    chart:
      'Trozos que tiene cada uno desde que llegaron otros; de los otros, según lo último que dijeron',
    chartInWords: ({ pieces, peers }) =>
      `Gráfico: cuántos de ${pieces} tuvo con el tiempo cada uno (${peers}). La tabla dice lo mismo en cifras.`,
    pieceCount: count => plural(count, { one: '# trozo', other: '# trozos' }),
    peerCount: count => plural(count, { one: '# peer', other: '# peers' }),
  },
}
export default texts
