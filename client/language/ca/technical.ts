import type { TechnicalTexts } from '../en/technical.ts'
import { number, plural } from '../format.ts'

const texts: TechnicalTexts = {
  details: {
    infoHash: 'Info hash',
    pieces: 'Trossos',
    piecesOf: ({ count, size }) =>
      plural(count, { one: `# tros de ${size}`, other: `# trossos de ${size}` }),
    private: 'privat: els membres arriben només pels seus trackers',
    exchange: 'Intercanvi',
    gossip: mode => `gossip, ${mode}`,
    bitTorrent: 'com a BitTorrent',
    comment: 'Comentari',
    tracker: 'Tracker',
    trackerUp: ({ seeders, leechers }) => `accessible; indica ${seeders} i ${leechers}`,
    seeders: count => plural(count, { one: '# seeder', other: '# seeders' }),
    leechers: count => plural(count, { one: '# leecher', other: '# leechers' }),
    trackerDown: 'inaccessible; es reintenta automàticament',
    trackerUnknown: 'encara sense consultar',
    itsTrackers: 'Els seus trackers',
    kept: 'Desat',
    keptOn: {
      disk: 'al disc, en aquest navegador: en recarregar continua on era',
      memory: 'només a la memòria: es perd en tancar o recarregar aquesta pestanya',
      files: 'llegit directament dels teus propis fitxers',
    },
    received: 'Rebut',
    wasted: ({ size, wasted }) => `${size}, i ${wasted} llençats`,
    sent: 'Enviat',
    sharedFor: ({ size, time }) => `${size}, compartint des de fa ${time}`,
    connections: 'Connexions',
    connectionCount: ({ up, connecting }) => `${number(up)} actives, ${number(connecting)} en curs`,
    otherPrograms: 'Per a altres programes',
    saveTorrentFile: 'Desa el fitxer .torrent',
    stored: 'El que està desat',
    verifyAgain: 'Torna a comprovar cada tros',
    protocol: 'Els peers en paraules del protocol',
    peer: 'Peer',
    they: 'Ell',
    you: 'Tu',
    requests: 'Peticions',
    requestCount: ({ out, into }) => `${number(out)} de sortida, ${number(into)} d’entrada`,
    snubbed: 'snubbed',
    choking: 'choking',
    notChoking: 'sense choking',
    interested: 'interessat',
    notInterested: 'no interessat',
  },

  own: {
    title: 'Només per a aquest torrent',
    goal: 'El seu propi final de compartir, no el de la configuració',
  },

  logTools: {
    title: 'Registre',
    with: 'Amb',
    everybody: 'tothom',
    about: 'Sobre',
    everything: 'tot',
    export: 'Exporta',
    events: count => plural(count, { one: '# esdeveniment', other: '# esdeveniments' }),
    lines: 'Esdeveniments, els més nous primer',
    newest: ({ shown, all }) =>
      `Els ${number(shown)} més nous de ${all}; l’exportació els té tots.`,
  },

  settings: {
    title: 'Configuració',
    done: 'Fet',
    downloads: 'Baixades',
    autoStart: 'Comencen soles quan s’obre un enllaç',
    autoStartMeans:
      'Aleshores qualsevol pàgina que obri aquí un enllaç fa que aquest navegador baixi el que anomena i ho passi a altres.',
    stopAfter: 'Deixa de compartir després de',
    stopAfterMeans: 'El que passi primer. Als seus detalls, cada transferència pot tenir el seu.',
    line: 'La línia d’aquesta pestanya',
    behavesLike: 'Es comporta com',
    ownLine: 'la meva pròpia línia',
    figuresBelow: 'les xifres de sota',
    lines: {
      thesis: 'Tesi (6\u00a0Mbps)',
      fibre: 'Fibra',
      cable: 'Cable',
      dsl: 'DSL',
      vdsl: 'VDSL',
      '4g': 'Mòbil 4G',
      '5g': 'Mòbil 5G',
    },
    delay: 'Retard afegit',
    delayUnit: 'ms per sentit',
    loss: 'Paquets perduts',
    none: 'cap',
    lineMeans:
      'A més de la teva línia real, per a tot el d’aquesta pestanya. Els paquets perduts es tornen a enviar.',
    down: '↓ Baixada, com a màxim',
    up: '↑ Pujada, com a màxim',
    noLimit: 'sense límit',
    copiesSent: 'Còpies enviades',
    timesItsSize: 'vegades la mida',
    timeShared: 'Temps compartint',
    hours: 'hores',
    noEnd: 'sense final',
  },

  protocol: {
    title: 'Protocol',
    questions: {
      fidelity: 'A la manera de qui',
      askBy: 'A qui demanar',
      seeding: 'A qui servir quan és complet',
      slotRule: 'A quants alhora',
      picking: 'Quin tros després',
    },
    answers: {
      fidelity: {
        standard:
          'Com els programes de BitTorrent: avui per tu, demà per mi, amb una cua de peticions per connexió.',
        literal: 'Com el programa de la tesi: se serveix a tothom, i cada tros es demana sencer.',
      },
      askBy: {
        piece: 'Tots els blocs d’un tros venen d’un dels que el tenen, per sorteig.',
        block: 'Cada bloc ve d’un dels que tenen el seu tros, per sorteig.',
      },
      seeding: {
        'fastest-upload': 'En acabar, als que reben més de pressa.',
        'round-robin': 'En acabar, a tots per torn, vint trossos a cadascun.',
        'anti-leech': 'En acabar, als que tot just comencen o gairebé han acabat.',
      },
      slotRule: {
        'by-line': 'Tants enviaments alhora com omplin la línia.',
        fixed: 'Un nombre fix d’enviaments alhora.',
        'by-rate': 'Tants enviaments alhora com valgui la línia.',
      },
      picking: {
        'random-first':
          'Els primers trossos a l’atzar, per tenir alguna cosa per donar; després, els més rars primer.',
        'rarest-first': 'Sempre els més rars primer.',
        random: 'Sempre qualsevol tros, a l’atzar.',
        sequential: 'Un rere l’altre, des del començament.',
        deadline:
          'El que un reproductor necessita a continuació, en ordre; la resta, els més rars primer.',
      },
    },
    piecesAtOnce: 'Trossos alhora',
    servedAtOnce: 'Servits alhora',
    others: 'altres',
    blocksOf: 'Blocs de',
    bytes: 'bytes',
    randomFirst: 'Primers trossos a l’atzar',
    thenRarest: 'després els més rars',
    playedAt: 'Es reprodueix a',
    superSeeding:
      'Mostra a cadascú un sol tros mentre ningú més no els tingui tots (super-seeding)',
    allowedFast: 'Dona als nouvinguts uns trossos fora de torn (allowed fast)',
    means: 'Els torrents en marxa es tornen a connectar amb el que canviï aquí.',
  },

  shareOptions: {
    comment: 'Comentari al seu fitxer .torrent',
    private: 'Privat: altres programes busquen membres només als seus trackers',
    how: 'Com viatgen els trossos',
    bitTorrent: 'BitTorrent: cadascú demana als que els tenen.',
    modes: {
      push: 'Gossip, push: a cada ronda cadascú dona un tros a alguns altres.',
      pull: 'Gossip, pull: a cada ronda cadascú demana un tros a alguns altres.',
      'push-pull': 'Gossip, push-pull: totes dues coses a cada ronda.',
    },
    knowledge: 'Què saben els peers els uns dels altres',
    fidelities: {
      informed: 'Informed: diuen què tenen i es posen d’acord abans d’enviar.',
      intended: 'Intended: a cegues, com ho descriu l’informe sobre gossip.',
      literal: 'Literal: com es comporta el codi d’aquell informe, rareses incloses.',
    },
    roundEvery: 'Una ronda cada',
    spokenTo: 'Amb quants es parla en una ronda',
    others: 'altres',
    gossipMeans:
      'L’enllaç ho diu a cada pestanya que l’obre. Altres programes de BitTorrent no hi poden participar.',
  },

  gossip: {
    title: 'Gossip',
    style: ({ mode, fidelity, time, count }) =>
      plural(count, {
        one: `Per ${mode}, ${fidelity}: una ronda cada ${time}, i en cadascuna es parla amb # més.`,
        other: `Per ${mode}, ${fidelity}: una ronda cada ${time}, i en cadascuna es parla amb # més.`,
      }),
    fidelities: { informed: 'informed', intended: 'intended', literal: 'literal' },
    nobodyYet: 'El gràfic de qui té què comença quan hi hagi algú més.',
    you: 'Tu',
    round: 'Ronda',
    piecesReceived: 'Trossos rebuts',
    inVain: 'En va',
    piecesSent: 'Trossos enviats',
    talkSent: 'Coordinació enviada',
    eachHolds: count =>
      plural(count, { one: 'De # tros, cadascú té', other: 'De # trossos, cadascú té' }),
    peer: 'Peer',
    pieces: 'Trossos',
    allAfter: 'Tots després de',
    hasLeft: 'se n’ha anat',
    hadIt: 'ja el tenia',
    chart:
      'Trossos que té cadascú des que han arribat altres; dels altres, segons l’última cosa que han dit',
    chartInWords: ({ pieces, peers }) =>
      `Gràfic: quants de ${pieces} ha tingut amb el temps cadascú (${peers}). La taula diu el mateix en xifres.`,
    pieceCount: count => plural(count, { one: '# tros', other: '# trossos' }),
    peerCount: count => plural(count, { one: '# peer', other: '# peers' }),
  },
}
export default texts
