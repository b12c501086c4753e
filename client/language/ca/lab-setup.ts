/** The form of the lab: what is set up for the next run. Names of the scenario's file stay as they are. */
import type { LabSetupTexts } from '../en/lab-setup.ts'
import { number, plural } from '../format.ts'
import faults from './lab-faults.ts'
import files from './lab-files.ts'

const texts: LabSetupTexts = {
  form: {
    title: 'Configuració',
    scenario: 'Escenari',
    own: 'el teu',
    changed: 'Modificat.',
    asItWas: 'Restableix',
    run: 'Executa',
    runAgain: 'Torna a executar',
    stop: 'Atura',
    close: 'Tanca',
  },

  scenarios: {
    asymmetric:
      'Cases amb cable: cinc vegades més baixada que pujada, de manera que tothom espera el que l’eixam pot enviar.',
    backbone:
      'Línies ràpides darrere d’un arbre d’encaminadors: decideixen els enllaços que comparteixen, i cada paquet va pel seu compte.',
    churn:
      'Els peers arriben a l’atzar, un cada dos segons de mitjana, i se’n van cinc segons després d’haver acabat.',
    'far-apart':
      'Un seeder i tres leechers, a 100\u00a0ms els uns dels altres, on es perd un paquet de cada 200: finestres de congestió com les dels navegadors, i enllaços de diverses connexions que ho compensen.',
    'free-riders':
      'Cases amb cable; tres de cada deu agafen i no donen mai: el tit for tat els fa esperar.',
    'half-duplex':
      'La tesi al peu de la lletra: la pujada i la baixada de cada peer comparteixen un sol canal.',
    'one-flow':
      'Un seeder, un leecher i un encaminador entremig: fins on una sola baixada s’acosta a la velocitat de la línia.',
    report:
      'L’eixam de l’informe sobre gossip tal com el té el seu codi: 5 peers i 1 seeder, 9 trossos, cada segon trossos a l’atzar cap a 3 membres a l’atzar i des d’ells.',
    'ten-thousand':
      '10.000 peers en una xarxa d’encaminadors a l’atzar, 50 trossos: calen paciència i 6\u00a0GB de memòria.',
    'thesis-20':
      'La xarxa més petita de la tesi: 20 peers en 17 encaminadors, un dels quals és el seeder, 25 trossos de 5 blocs.',
    'thesis-30':
      'La xarxa mitjana de la tesi: 30 peers en 17 encaminadors, un dels quals és el seeder, 25 trossos de 5 blocs.',
    'thesis-46':
      'L’execució d’exemple de la tesi: 46 peers en 17 encaminadors, un dels quals és el seeder, 25 trossos de 5 blocs.',
    'thesis-46-100':
      'La xarxa més gran de la tesi amb un fitxer quatre vegades més llarg: 100 trossos de 5 blocs.',
    thousand:
      '1.000 peers en una xarxa d’encaminadors a l’atzar, 100 trossos: què fa un eixam gran.',
  },

  network: {
    title: 'Xarxa',
    now: ({ network, peers }) =>
      plural(peers, { one: `${network}, # peer`, other: `${network}, # peers` }),
    topology: 'Topologia',
    peers: 'Peers',
    access: 'Línies dels peers',
    accessRate: 'Velocitat de la línia de cada peer',
    seed: 'Llavor de la xarxa',
    halfDuplex: 'Pujada i baixada comparteixen un canal',
    change: 'Canvia-la a mà',
    changed: 'Acaba els canvis',
    open: 'Obre una topologia',
    drop: 'O deixa-la anar damunt la pàgina: nostra, NED d’OMNeT++ o GraphML.',
    saveAs: format => `Desa com a ${format}`,
  },

  torrent: {
    title: 'Torrent',
    now: ({ size, pieces }) =>
      plural(pieces, { one: `${size} en # tros`, other: `${size} en # trossos` }),
    describedBy: 'Descrit per',
    ways: { blocks: 'trossos de blocs', bytes: 'la mida' },
    pieces: 'Trossos',
    blocksPerPiece: 'Blocs a cadascun',
    length: 'Mida',
    pieceLength: 'Mida d’un tros',
    blockBytes: 'Bytes d’un bloc',
    joinWith: 'Qui entra té',
    joiners: { torrent: 'el fitxer .torrent', link: 'només l’enllaç' },
    asLargeAs: 'Tan gran com un fitxer',
  },

  exchange: {
    title: 'Intercanvi',
    travelBy: 'Els trossos viatgen per',
    kinds: { bittorrent: 'BitTorrent', gossip: 'Gossip' },
    questions: {
      fidelity: 'Client de qui',
      askBy: 'A qui demana',
      seeding: 'Els que ho tenen tot',
      slotRule: 'Quants enviaments alhora',
      picking: 'Quin tros ve ara',
      mode: 'Qui comença',
      gossipFidelity: 'Fidelitat',
    },
    names: {
      fidelity: { standard: 'estàndard', literal: 'literal' },
      askBy: { piece: 'per trossos', block: 'per blocs' },
      seeding: {
        'fastest-upload': 'l’enviament més ràpid',
        'round-robin': 'per torns',
        'anti-leech': 'anti-leech',
      },
      slotRule: {
        'by-line': 'segons la línia',
        fixed: 'nombre fix',
        'by-rate': 'segons la velocitat',
      },
      picking: {
        'random-first': 'primer a l’atzar',
        'rarest-first': 'el més rar primer',
        random: 'a l’atzar',
        sequential: 'en ordre',
        deadline: 'amb termini',
      },
      mode: { push: 'push', pull: 'pull', 'push-pull': 'push-pull' },
      gossipFidelity: { literal: 'literal', intended: 'intended', informed: 'informed' },
    },
    modes: {
      push: 'A cada ronda, dona un tros a alguns membres.',
      pull: 'A cada ronda, demana un tros a alguns membres.',
      'push-pull': 'A cada ronda totes dues coses, amb els mateixos membres.',
    },
    gossipFidelities: {
      literal: 'Com es comporta el codi de l’informe sobre gossip, rareses incloses.',
      intended: 'Com diu el text de l’informe.',
      informed: 'Els peers saben què tenen els altres i es posen d’acord abans d’enviar res.',
    },
    maxLinks: 'Enllaços d’un peer, com a màxim',
    randomFirst: 'Trossos triats a l’atzar',
    playRate: 'Es reprodueix a',
    uploadSlots: 'Slots de pujada',
    allowedFast: 'Els nouvinguts poden baixar una mica tot i el choking',
    piecesAtOnce: 'Trossos en curs alhora',
    superSeeding: 'Un seeder únic ensenya un sol tros cada vegada',
    fanOut: 'Membres amb qui parla en una ronda (fan-out)',
    roundMs: 'Durada d’una ronda, en ms',
    servedPerRound: 'Trossos que un peer comença a enviar en una ronda, com a màxim',
  },

  churn: {
    title: 'Qui ve i qui se’n va',
    now: ({ seeders, arrivals }) =>
      plural(seeders, { one: `# seeder, ${arrivals}`, other: `# seeders, ${arrivals}` }),
    seeders: 'Seeders',
    namedSeeders: names => `Seeders: ${names}.`,
    firstInstead: count =>
      plural(count, {
        one: 'El primer, en lloc d’aquest',
        other: 'Els # primers, en lloc d’aquests',
      }),
    freeRiders: 'Leechers que no donen mai, en %',
    leechersCome: 'Els leechers arriben',
    arrivals: { together: 'tots alhora', every: 'un rere l’altre', poissonPerSec: 'a l’atzar' },
    asInFile: 'com al fitxer',
    every: 'Un cada',
    perSecond: 'Per segon, de mitjana',
    leaves: 'Qui ho té tot se’n va',
    leavesAfter: 'Al cap de',
    ownTimes: count =>
      plural(count, {
        one: '# se’n va en un moment propi.',
        other: '# se’n van en un moment propi.',
      }),
    limit: 'L’execució s’acaba al cap de',
  },

  faults,
  files,

  model: {
    title: 'Model',
    congestion: 'Control de congestió',
    congestions: { none: 'cap', sctp: 'el d’SCTP, com als navegadors' },
    lanes: 'Enllaços de diverses connexions, on compensi',
    granularity: 'Les línies porten',
    granularities: {
      message: 'missatges sencers, com a la tesi',
      packet: 'paquets',
      fluid: 'fluxos continus, a parts justes',
    },
    overhead: 'Capçaleres de',
    overheads: { tcp: 'TCP/IP', webrtc: 'WebRTC', none: 'cap' },
    delays: 'Temps que necessiten les pestanyes mateixes:',
    connect: 'Per obrir una connexió',
    tracker: 'Del tracker, cada vegada',
    hash: 'Per fer el hash d’un tros',
    read: 'Per llegir un bloc',
    write: 'Per escriure un tros',
  },

  runs: {
    title: 'Execucions',
    oneNow: seed => `llavor ${seed}`,
    severalNow: ({ runs, seed }) => `${number(runs)} des de la llavor ${seed}`,
    seed: 'Llavor: la mateixa llavor, la mateixa execució',
    repetitions: 'Execucions, cadascuna amb la llavor següent',
  },

  file: {
    title: 'Com a fitxer',
    asText: 'L’escenari com a text',
    noJson: 'Això no és un objecte JSON: busca una coma o una clau que hi falti o que hi sobri.',
    trouble: ({ line, why }) => [`Línia ${line}: `, why],
    save: 'Desa’l',
    openAnother: 'Obre’n un altre',
  },

  opened: {
    one: 'El laboratori agafa un fitxer cada vegada: deixa’n anar només un.',
    tooLarge: name => `«${name}» fa més de 8\u00a0MiB. Tria un fitxer més petit.`,
    unreadable: name => `«${name}» no es pot llegir. Torna’l a triar.`,
    noScenario: 'Aquest fitxer no conté cap escenari: no és un objecte JSON. Tria’n un altre.',
    partly: name => `«${name}» ja és a punt, però no tot s’ha pogut agafar tal com és.`,
  },

  link: {
    tooLong: 'Aquest enllaç és massa llarg per ser nostre.',
    noSuchScenario: name =>
      `Aquest enllaç demana un escenari anomenat «${name}», que aquí no existeix. Tria’n un de la llista.`,
    noCount: ({ name, min, max }) =>
      `En aquest enllaç «${name}» ha de ser un nombre enter entre ${number(min)} i ${number(max)}. Corregeix-lo o tria un escenari.`,
    damaged: 'Aquest enllaç està malmès. Copia’l tot sencer o tria un escenari.',
    tooLarge: 'L’escenari d’aquest enllaç és massa gran.',
  },
}

export default texts
