import type { LabViewTexts } from '../en/lab-view.ts'
import { number, plural } from '../format.ts'
import tabs from './lab-tabs.ts'

const texts: LabViewTexts = {
  ...tabs,

  playback: {
    title: 'Reproducció',
    play: 'Reprodueix',
    pause: 'Pausa',
    next: 'Al tros següent',
    back: 'Un tros enrere',
    of: end => `de ${end}`,
    ofSoFar: end => `de ${end} fins ara`,
    speed: 'Velocitat',
    moment: 'Moment que es mostra',
  },

  copy: { link: 'Copia l’enllaç', copied: 'Enllaç copiat' },

  units: {
    pieces: count => plural(count, { one: '# tros', other: '# trossos' }),
    copies: count => plural(count, { one: '# còpia', other: '# còpies' }),
  },

  roles: { router: 'encaminador', tracker: 'tracker', seeder: 'seeder', leecher: 'leecher' },

  network: {
    title: 'Xarxa',
    none: 'Cap xarxa',
    run: 'Executa',
    closer: 'Més a prop',
    farther: 'Més lluny',
    all: 'Tota la xarxa',
    putBack: 'Torna tots els nodes a lloc',
    moveByKeys: name => `Mou ${name} amb les fletxes`,
    changed: ({ network, peers, routers, pieces }) =>
      `Modificat: ${network}${plural(peers, { one: '# peer', other: '# peers' })} en ${plural(routers, { one: '# encaminador', other: '# encaminadors' })}, ${plural(pieces, { one: '# tros', other: '# trossos' })}.`,
    described: ({ routers, seeders, leechers }) =>
      `Xarxa de ${plural(routers, { one: '# encaminador', other: '# encaminadors' })} amb ${plural(seeders, { one: '# seeder', other: '# seeders' })} i ${plural(leechers, { one: '# leecher', other: '# leechers' })}. La taula de peers diu qui té què.`,
    haveAll: ({ finished, all }) => `${number(finished)} de ${number(all)} ho tenen tot`,
    whyLast: name => `Per què ha estat ${name} l’últim?`,
    invalid: 'Aquesta màquina no ha pogut seguir: l’execució no és vàlida.',
    again: times => `Una altra vegada, ${number(times)} cops més lent`,
    notBefore: time => `Cap eixam no pot acabar abans dels ${time}`,
    stopped: 'Aturat abans del final.',
    notEveryone: 'No tots han acabat.',
    done: ({ time, times }) => [
      `Acabat al cap de ${time}: `,
      times,
      ' vegades el millor temps possible',
    ],
    toTabs: 'S’executarà en pestanyes reals',
    toSimulate: 'Se simularà en temps virtual',
    shown: ({ kind, speed, stride }) =>
      stride > 1
        ? `${kind}. Es mostra a velocitat ${speed}. Es dibuixa un bloc de cada ${number(stride)}`
        : `${kind}. Es mostra a velocitat ${speed}`,
  },

  kind: {
    simulated: 'simulat en temps virtual',
    inTabs: ({ dilation, isInvalid }) =>
      `en pestanyes reals sobre línies emulades, ${dilation === 1 ? 'en temps real' : `${number(dilation)} vegades més lent que el real`}${isInvalid ? ': no vàlid' : ''}`,
  },

  legend: {
    title: 'Què és què',
    peer: 'Un peer. El seu anell s’omple amb els trossos que té, i s’aclareix quan n’arriba un.',
    seeder: 'Un seeder, que ho té tot des del principi.',
    router: 'Un encaminador. Reenvia el que li arriba.',
    tracker: 'El tracker, que posa els peers en contacte.',
    line: 'Una línia i, al costat, a la dreta de cada sentit, com en va de plena: com més gruixuda, més plena.',
    block: 'Un bloc de camí.',
    rare: 'A «Qui té què»: un tros del qual hi ha com a màxim una còpia.',
    hint: 'Prem qualsevol cosa per veure què és, d’on va a on i des de quan. Arrossega un node per moure’l.',
  },

  looked: {
    allPeers: 'Tots els peers',
    line: 'línia',
    lineBetween: ({ from, to }) => `La línia entre ${from} i ${to}.`,
    eventOf: name => `Un esdeveniment de ${name}.`,
    blockFrom: ({ piece, from, to }) => `Un bloc del tros ${piece}, de ${from} a ${to}.`,
    oneChannel: 'Un sol canal, compartit pels dos sentits.',
    towards: 'Cap a',
    carries: 'Porta com a màxim',
    fullNow: 'Ocupació ara',
    noBlock: 'Ara mateix no hi passa cap bloc.',
    pieceFrom: ({ piece, from, to }) => `tros ${piece}, de ${from} a ${to}`,
    more: count => `i ${number(count)} més`,
    piece: piece => `Tros ${piece}`,
    block: 'un bloc seu',
    from: 'De',
    to: 'A',
    left: 'Ha sortit',
    came: 'Ha arribat',
    comes: 'Arriba',
    byWayOf: 'Passant per',
    event: 'un esdeveniment',
    at: 'Quan',
    goThere: 'Ves a aquest moment',
    show: name => `Mostra ${name}`,
    routerDoes: 'Reenvia el que li arriba, pel camí més curt.',
    trackerDoes: 'Posa els peers en contacte. No hi passa cap tros.',
  },

  edit: {
    title: 'Modifica la xarxa',
    hint: 'Prem un encaminador, un peer o una línia del dibuix, o tria’n un aquí.',
    done: 'Fet',
    undo: 'Desfés',
    save: 'Desa com a fitxer',
    choose: 'Encaminador o peer',
    none: 'cap',
    remove: 'Treu-lo',
    pressOther: 'Ara prem l’altre encaminador.',
    addPeer: 'Afegeix un peer aquí',
    addRouter: 'Afegeix un encaminador al costat',
    link: 'Enllaça’l amb un altre',
    removeRouter: 'Treu-lo amb els seus peers',
    seeder: 'Seeder',
    rate: 'Velocitat',
    rateBack: 'Velocitat de tornada',
    delay: 'Retard',
    queue: 'Cua',
    loss: 'Pèrdua',
    theSame: 'la mateixa',
    unlimited: 'sense límit',
    line: ({ from, to }) => `Línia de ${from} a ${to}`,
    oneChannel: 'Un sol canal per als dos sentits',
    removeLine: 'Treu aquesta línia',
  },

  peers: {
    title: 'Peers',
    caption: 'Els peers, què tenen i a quina velocitat els arriba',
    peer: 'Peer',
    holds: 'Té',
    receives: 'Rep',
    sends: 'Envia',
    notYet: 'encara no hi és',
    gone: 'se n’ha anat',
    done: time => `acabat ${time}`,
    neverCame: 'No ha arribat mai.',
    runFirst: 'Executa l’escenari per veure què fa.',
    soFar: amount => `${amount} fins ara`,
    comesAt: time => `Arriba als ${time}.`,
    leftAt: time => `Se n’ha anat als ${time}.`,
    alwaysAll: 'Ho té tot des del principi.',
    allSince: time => `Ho té tot des dels ${time}.`,
    hereSince: time => `És aquí des dels ${time}.`,
    alwaysHere: 'És aquí des del principi.',
    noLinks: 'Sense enllaços amb ningú.',
    links: count => plural(count, { one: '# enllaç', other: '# enllaços' }),
    withWhom: 'Amb',
    gets: 'En rep',
    gives: 'Li dona',
    noInterest: 'sense interès',
    choked: 'choked',
    unchoked: 'unchoked',
    asked: count => plural(count, { one: '# demanat', other: '# demanats' }),
    blocks: count => plural(count, { one: '# bloc', other: '# blocs' }),
    line: ({ router, up, down }) =>
      `La seva línia porta a ${router}: ${up} de pujada, ${down} de baixada.`,
    sharedLine: ({ router, up, down }) =>
      `La seva línia porta a ${router}: ${up} de pujada, ${down} de baixada, un sol canal per a totes dues.`,
    heldOf: ({ held, pieces }) =>
      plural(pieces, {
        one: `Té ${number(held)} de # tros`,
        other: `Té ${number(held)} de # trossos`,
      }),
    holdsOf: ({ held, pieces, arriving }) => [
      'En té ',
      held,
      ` de ${number(pieces)}${arriving > 0 ? `, ${number(arriving)} de camí` : ''}`,
    ],
  },

  late: {
    last: all => `Ha estat l’últim de ${number(all)}.`,
    place: ({ place, all }) => `Ha estat el número ${number(place)} de ${number(all)}.`,
    line: own => `Mentre baixava, la seva línia anava plena de trossos al ${own}.`,
    lineBeside: ({ own, others }) =>
      `Mentre baixava, la seva línia anava plena de trossos al ${own}, i les dels altres al ${others}.`,
    idle: time => `Durant ${time} d’aquest temps no li arribava res.`,
    lastPiece: ({ piece, time }) => `L’últim a arribar ha estat el tros ${piece}, als ${time}.`,
    lastPieceFrom: ({ piece, time, from }) =>
      `L’últim a arribar ha estat el tros ${piece}, de ${from} als ${time}.`,
    firstAt: ({ time, holders }) =>
      plural(holders, {
        one: `Llavors ja el tenia # peer; un altre leecher el tenia des dels ${time}.`,
        other: `Llavors ja el tenien # peers; un altre leecher el tenia des dels ${time}.`,
      }),
    nobodyBefore: holders =>
      plural(holders, {
        one: 'Cap altre leecher no el tenia abans; llavors el tenia # peer.',
        other: 'Cap altre leecher no el tenia abans; llavors el tenien # peers.',
      }),
  },

  matrix: {
    title: 'Qui té què',
    about:
      'Una fila per a cada peer, una columna per a cada tros; a dalt, les còpies de cadascun, en vermell on n’hi ha com a màxim una.',
    described: 'Mapa dels trossos de tots els peers. La taula de peers diu quants en té cadascun.',
  },

  sequence: {
    title: 'Missatges entre dos',
    about:
      'Els seus últims missatges fins al moment que es mostra; el temps va cap avall. Una fletxa que s’acaba al mig encara és de camí.',
    one: 'Un peer',
    other: 'L’altre',
    haves: 'També cada tros que anuncien (have)',
    nothing: 'Fins a aquest moment no ha passat res entre ells.',
    described: ({ count, one, other }) =>
      `Els últims ${number(count)} missatges entre ${one} i ${other}. El registre en fa la llista.`,
    fromByte: ({ what, begin }) => `${what} des del byte ${begin}`,
  },

  log: {
    title: 'Registre',
    of: 'De',
    everybody: 'tothom',
    about: 'Sobre',
    everything: 'tot',
    lines: 'Esdeveniments fins al moment que es mostra, els més nous primer',
    endsAt: time =>
      `A partir dels ${time} aquí no es desen tots els esdeveniments; el registre exportat els té tots.`,
  },
}

export default texts
