import type { LabViewTexts } from '../en/lab-view.ts'
import { number, plural } from '../format.ts'
import tabs from './lab-tabs.ts'

const texts: LabViewTexts = {
  ...tabs,

  playback: {
    title: 'Reproducción',
    play: 'Reproducir',
    pause: 'Pausa',
    next: 'Al siguiente trozo',
    back: 'Un trozo atrás',
    of: end => `de ${end}`,
    ofSoFar: end => `de ${end} hasta ahora`,
    speed: 'Velocidad',
    moment: 'Momento mostrado',
  },

  copy: { link: 'Copiar enlace', copied: 'Enlace copiado' },

  units: {
    pieces: count => plural(count, { one: '# trozo', other: '# trozos' }),
    copies: count => plural(count, { one: '# copia', other: '# copias' }),
  },

  roles: { router: 'router', tracker: 'tracker', seeder: 'seeder', leecher: 'leecher' },

  network: {
    title: 'Red',
    none: 'Ninguna red',
    run: 'Ejecutar',
    closer: 'Más cerca',
    farther: 'Más lejos',
    all: 'Toda la red',
    putBack: 'Devolver todos los nodos a su sitio',
    moveByKeys: name => `Mover ${name} con las flechas`,
    changed: ({ network, peers, routers, pieces }) =>
      `Modificado: ${network}${plural(peers, { one: '# peer', other: '# peers' })} en ${plural(routers, { one: '# router', other: '# routers' })}, ${plural(pieces, { one: '# trozo', other: '# trozos' })}.`,
    described: ({ routers, seeders, leechers }) =>
      `Red de ${plural(routers, { one: '# router', other: '# routers' })} con ${plural(seeders, { one: '# seeder', other: '# seeders' })} y ${plural(leechers, { one: '# leecher', other: '# leechers' })}. La tabla de peers dice quién tiene qué.`,
    haveAll: ({ finished, all }) => `${number(finished)} de ${number(all)} lo tienen todo`,
    whyLast: name => `¿Por qué fue ${name} el último?`,
    invalid: 'Esta máquina no ha dado abasto: la ejecución no es válida.',
    again: times => `Otra vez, ${number(times)} veces más lento`,
    notBefore: time => `Ningún enjambre puede terminar antes de los ${time}`,
    stopped: 'Detenido antes del final.',
    notEveryone: 'No todos han terminado.',
    done: ({ time, times }) => [`Terminado en ${time}: `, times, ' veces el mejor tiempo posible'],
    toTabs: 'Se ejecutará en pestañas reales',
    toSimulate: 'Se simulará en tiempo virtual',
    shown: ({ kind, speed, stride }) =>
      stride > 1
        ? `${kind}. Se muestra a velocidad ${speed}. Se dibuja un bloque de cada ${number(stride)}`
        : `${kind}. Se muestra a velocidad ${speed}`,
  },

  kind: {
    simulated: 'simulado en tiempo virtual',
    inTabs: ({ dilation, isInvalid }) =>
      `en pestañas reales sobre líneas emuladas, ${dilation === 1 ? 'en tiempo real' : `${number(dilation)} veces más lento que el real`}${isInvalid ? ': no válido' : ''}`,
  },

  legend: {
    title: 'Qué es qué',
    peer: 'Un peer. Su anillo se llena con los trozos que tiene, y se aclara cuando llega uno.',
    seeder: 'Un seeder, que lo tiene todo desde el principio.',
    router: 'Un router. Reenvía lo que le llega.',
    tracker: 'El tracker, que pone en contacto a los peers.',
    line: 'Una línea y, al lado, a la derecha de cada sentido, lo llena que va: cuanto más gruesa, más llena.',
    block: 'Un bloque de camino.',
    rare: 'En «Quién tiene qué»: un trozo del que hay como mucho una copia.',
    hint: 'Pulsa cualquier cosa para ver qué es, de dónde a dónde va y desde cuándo. Arrastra un nodo para moverlo.',
  },

  looked: {
    allPeers: 'Todos los peers',
    line: 'línea',
    lineBetween: ({ from, to }) => `La línea entre ${from} y ${to}.`,
    eventOf: name => `Un evento de ${name}.`,
    blockFrom: ({ piece, from, to }) => `Un bloque del trozo ${piece}, de ${from} a ${to}.`,
    oneChannel: 'Un solo canal, compartido por los dos sentidos.',
    towards: 'Hacia',
    carries: 'Lleva como mucho',
    fullNow: 'Ocupación ahora',
    noBlock: 'En este momento no pasa ningún bloque.',
    pieceFrom: ({ piece, from, to }) => `trozo ${piece}, de ${from} a ${to}`,
    more: count => `y ${number(count)} más`,
    piece: piece => `Trozo ${piece}`,
    block: 'un bloque suyo',
    from: 'De',
    to: 'A',
    left: 'Salió',
    came: 'Llegó',
    comes: 'Llega',
    byWayOf: 'Pasando por',
    event: 'un evento',
    at: 'Cuándo',
    goThere: 'Ir a este momento',
    show: name => `Mostrar ${name}`,
    routerDoes: 'Reenvía lo que le llega, por el camino más corto.',
    trackerDoes: 'Pone en contacto a los peers. Por él no pasa ningún trozo.',
  },

  edit: {
    title: 'Modificar la red',
    hint: 'Pulsa un router, un peer o una línea del dibujo, o elige uno aquí.',
    done: 'Listo',
    undo: 'Deshacer',
    save: 'Guardar como archivo',
    choose: 'Router o peer',
    none: 'ninguno',
    remove: 'Quitarlo',
    pressOther: 'Ahora pulsa el otro router.',
    addPeer: 'Añadir un peer aquí',
    addRouter: 'Añadir un router al lado',
    link: 'Enlazarlo con otro',
    removeRouter: 'Quitarlo con sus peers',
    seeder: 'Seeder',
    rate: 'Velocidad',
    rateBack: 'Velocidad de vuelta',
    delay: 'Retardo',
    queue: 'Cola',
    loss: 'Pérdida',
    theSame: 'la misma',
    unlimited: 'sin límite',
    line: ({ from, to }) => `Línea de ${from} a ${to}`,
    oneChannel: 'Un solo canal para los dos sentidos',
    removeLine: 'Quitar esta línea',
  },

  peers: {
    title: 'Peers',
    caption: 'Los peers, qué tienen y a qué velocidad les llega',
    peer: 'Peer',
    holds: 'Tiene',
    receives: 'Recibe',
    sends: 'Envía',
    notYet: 'aún no está',
    gone: 'se ha ido',
    done: time => `listo ${time}`,
    neverCame: 'No llegó nunca.',
    runFirst: 'Ejecuta el escenario para ver qué hace.',
    soFar: amount => `${amount} hasta ahora`,
    comesAt: time => `Llega a los ${time}.`,
    leftAt: time => `Se fue a los ${time}.`,
    alwaysAll: 'Lo tiene todo desde el principio.',
    allSince: time => `Lo tiene todo desde los ${time}.`,
    hereSince: time => `Está aquí desde los ${time}.`,
    alwaysHere: 'Está aquí desde el principio.',
    noLinks: 'Sin enlaces con nadie.',
    links: count => plural(count, { one: '# enlace', other: '# enlaces' }),
    withWhom: 'Con',
    gets: 'Recibe de él',
    gives: 'Le da',
    noInterest: 'sin interés',
    choked: 'choked',
    unchoked: 'unchoked',
    asked: count => plural(count, { one: '# pedido', other: '# pedidos' }),
    blocks: count => plural(count, { one: '# bloque', other: '# bloques' }),
    line: ({ router, up, down }) =>
      `Su línea lleva a ${router}: ${up} de subida, ${down} de bajada.`,
    sharedLine: ({ router, up, down }) =>
      `Su línea lleva a ${router}: ${up} de subida, ${down} de bajada, un solo canal para ambas.`,
    heldOf: ({ held, pieces }) =>
      plural(pieces, {
        one: `Tiene ${number(held)} de # trozo`,
        other: `Tiene ${number(held)} de # trozos`,
      }),
    holdsOf: ({ held, pieces, arriving }) => [
      'Tiene ',
      held,
      ` de ${number(pieces)}${arriving > 0 ? `, ${number(arriving)} de camino` : ''}`,
    ],
  },

  late: {
    last: all => `Fue el último de ${number(all)}.`,
    place: ({ place, all }) => `Fue el número ${number(place)} de ${number(all)}.`,
    line: own => `Mientras bajaba, su línea iba llena de trozos al ${own}.`,
    lineBeside: ({ own, others }) =>
      `Mientras bajaba, su línea iba llena de trozos al ${own}, y las de los demás al ${others}.`,
    idle: time => `Durante ${time} de ese tiempo no le llegaba nada.`,
    lastPiece: ({ piece, time }) => `El último en llegar fue el trozo ${piece}, a los ${time}.`,
    lastPieceFrom: ({ piece, time, from }) =>
      `El último en llegar fue el trozo ${piece}, de ${from} a los ${time}.`,
    firstAt: ({ time, holders }) =>
      plural(holders, {
        one: `Para entonces ya lo tenía # peer; otro leecher lo tenía desde los ${time}.`,
        other: `Para entonces ya lo tenían # peers; otro leecher lo tenía desde los ${time}.`,
      }),
    nobodyBefore: holders =>
      plural(holders, {
        one: 'Ningún otro leecher lo tenía antes; entonces lo tenía # peer.',
        other: 'Ningún otro leecher lo tenía antes; entonces lo tenían # peers.',
      }),
  },

  matrix: {
    title: 'Quién tiene qué',
    about:
      'Una fila para cada peer, una columna para cada trozo; arriba, las copias de cada uno, en rojo donde hay como mucho una.',
    described:
      'Mapa de los trozos de todos los peers. La tabla de peers dice cuántos tiene cada uno.',
  },

  sequence: {
    title: 'Mensajes entre dos',
    about:
      'Sus últimos mensajes hasta el momento mostrado; el tiempo va hacia abajo. Una flecha que acaba en el medio aún está de camino.',
    one: 'Un peer',
    other: 'El otro',
    haves: 'También cada trozo que anuncian (have)',
    nothing: 'Hasta este momento no ha pasado nada entre ellos.',
    described: ({ count, one, other }) =>
      `Los últimos ${number(count)} mensajes entre ${one} y ${other}. El registro los enumera.`,
    fromByte: ({ what, begin }) => `${what} desde el byte ${begin}`,
  },

  log: {
    title: 'Registro',
    of: 'De',
    everybody: 'todos',
    about: 'Sobre',
    everything: 'todo',
    lines: 'Eventos hasta el momento mostrado, los más nuevos primero',
    endsAt: time =>
      `A partir de los ${time} no se guarda aquí cada evento; el registro exportado los tiene todos.`,
  },
}

export default texts
