/** The form of the lab: what is set up for the next run. Names of the scenario's file stay as they are. */
import type { LabSetupTexts } from '../en/lab-setup.ts'
import { number, plural } from '../format.ts'
import faults from './lab-faults.ts'
import files from './lab-files.ts'

const texts: LabSetupTexts = {
  form: {
    title: 'Aufbau',
    scenario: 'Szenario',
    own: 'dein eigenes',
    changed: 'Geändert.',
    asItWas: 'Zurücksetzen',
    run: 'Starten',
    runAgain: 'Noch einmal starten',
    stop: 'Abbrechen',
    close: 'Schließen',
  },

  scenarios: {
    asymmetric:
      'Haushalte mit Kabelanschluss: fünfmal so viel Empfang wie Senden, also warten alle auf das, was der Schwarm senden kann.',
    backbone:
      'Schnelle Leitungen hinter einem Baum von Routern: Es entscheiden die gemeinsamen Strecken, und jedes Paket reist für sich.',
    churn:
      'Peers kommen zufällig, im Mittel alle zwei Sekunden einer, und gehen fünf Sekunden, nachdem sie fertig sind.',
    'far-apart':
      'Ein Seeder und drei Leecher, 100\u00a0ms voneinander entfernt, wo eines von 200 Paketen verloren geht: Überlastfenster wie in Browsern und Links aus mehreren Verbindungen, die das ausgleichen.',
    'free-riders':
      'Haushalte mit Kabelanschluss; drei von zehn nehmen und geben nie: Tit for Tat lässt sie warten.',
    'half-duplex':
      'Die Abschlussarbeit beim Wort genommen: Senden und Empfang jedes Peers teilen sich einen Kanal.',
    'one-flow':
      'Ein Seeder, ein Leecher und ein Router dazwischen: wie nahe ein einzelner Download an die Rate seiner Leitung kommt.',
    report:
      'Der Schwarm des Gossip-Berichts, wie ihn sein Code hat: 5 Peers und 1 Seeder, 9 Stücke, jede Sekunde zufällige Stücke an und von 3 zufälligen Teilnehmern.',
    'ten-thousand':
      '10.000 Peers in einem zufälligen Netz von Routern, 50 Stücke: Das braucht Geduld und 6\u00a0GB Speicher.',
    'thesis-20':
      'Das kleinste Netz der Abschlussarbeit: 20 Peers an 17 Routern, einer davon der Seeder, 25 Stücke zu 5 Blöcken.',
    'thesis-30':
      'Das mittlere Netz der Abschlussarbeit: 30 Peers an 17 Routern, einer davon der Seeder, 25 Stücke zu 5 Blöcken.',
    'thesis-46':
      'Der Beispiellauf der Abschlussarbeit: 46 Peers an 17 Routern, einer davon der Seeder, 25 Stücke zu 5 Blöcken.',
    'thesis-46-100':
      'Das größte Netz der Abschlussarbeit mit einer viermal so langen Datei: 100 Stücke zu 5 Blöcken.',
    thousand:
      '1.000 Peers in einem zufälligen Netz von Routern, 100 Stücke: was ein großer Schwarm tut.',
  },

  network: {
    title: 'Netz',
    now: ({ network, peers }) =>
      plural(peers, { one: `${network}, # Peer`, other: `${network}, # Peers` }),
    topology: 'Topologie',
    peers: 'Peers',
    access: 'Leitungen der Peers',
    accessRate: 'Rate der Leitung jedes Peers',
    seed: 'Seed des Netzes',
    halfDuplex: 'Senden und Empfang teilen sich einen Kanal',
    change: 'Von Hand ändern',
    changed: 'Ändern beenden',
    open: 'Topologie öffnen',
    drop: 'Oder zieh sie auf die Seite: unsere, NED von OMNeT++ oder GraphML.',
    saveAs: format => `Als ${format} speichern`,
  },

  torrent: {
    title: 'Torrent',
    now: ({ size, pieces }) =>
      plural(pieces, { one: `${size} in # Stück`, other: `${size} in # Stücken` }),
    describedBy: 'Beschrieben durch',
    ways: { blocks: 'Stücke aus Blöcken', bytes: 'seine Größe' },
    pieces: 'Stücke',
    blocksPerPiece: 'Blöcke in jedem',
    length: 'Größe',
    pieceLength: 'Größe eines Stücks',
    blockBytes: 'Byte eines Blocks',
    joinWith: 'Wer dazukommt, hat',
    joiners: { torrent: 'die .torrent-Datei', link: 'nur den Link' },
    asLargeAs: 'So groß wie eine Datei',
  },

  exchange: {
    title: 'Austausch',
    travelBy: 'Stücke reisen per',
    kinds: { bittorrent: 'BitTorrent', gossip: 'Gossip' },
    questions: {
      fidelity: 'Wessen Client',
      askBy: 'Wen er fragt',
      seeding: 'Wer alles hat',
      slotRule: 'Wie viele Uploads gleichzeitig',
      picking: 'Welches Stück als Nächstes',
      mode: 'Wer beginnt',
      gossipFidelity: 'Wie getreu',
    },
    names: {
      fidelity: { standard: 'üblich', literal: 'wörtlich' },
      askBy: { piece: 'je Stück', block: 'je Block' },
      seeding: {
        'fastest-upload': 'schnellster Upload',
        'round-robin': 'reihum',
        'anti-leech': 'Anti-Leech',
      },
      slotRule: {
        'by-line': 'nach der Leitung',
        fixed: 'feste Anzahl',
        'by-rate': 'nach der Rate',
      },
      picking: {
        'random-first': 'erst zufällig',
        'rarest-first': 'das seltenste zuerst',
        random: 'zufällig',
        sequential: 'der Reihe nach',
        deadline: 'nach Frist',
      },
      mode: { push: 'push', pull: 'pull', 'push-pull': 'push-pull' },
      gossipFidelity: { literal: 'literal', intended: 'intended', informed: 'informed' },
    },
    modes: {
      push: 'In jeder Runde einigen Teilnehmern ein Stück geben.',
      pull: 'In jeder Runde einige Teilnehmer nach einem Stück fragen.',
      'push-pull': 'In jeder Runde beides, mit denselben Teilnehmern.',
    },
    gossipFidelities: {
      literal: 'Wie sich der Code des Gossip-Berichts verhält, mit seinen Eigenheiten.',
      intended: 'Wie es sein Text sagt.',
      informed: 'Peers wissen, was die anderen haben, und einigen sich, bevor etwas gesendet wird.',
    },
    maxLinks: 'Verbindungen eines Peers, höchstens',
    randomFirst: 'Zufällig gewählte Stücke',
    playRate: 'Abgespielt mit',
    uploadSlots: 'Upload-Slots',
    allowedFast: 'Neue dürfen ein wenig holen, solange sie choked sind',
    piecesAtOnce: 'Stücke gleichzeitig unterwegs',
    superSeeding: 'Ein einziger Seeder zeigt immer nur ein Stück',
    fanOut: 'In einer Runde angesprochene Teilnehmer (Fan-out)',
    roundMs: 'Dauer einer Runde, in ms',
    servedPerRound: 'Stücke, die ein Peer in einer Runde zu senden beginnt, höchstens',
  },

  churn: {
    title: 'Wer kommt und geht',
    now: ({ seeders, arrivals }) =>
      plural(seeders, { one: `# Seeder, ${arrivals}`, other: `# Seeder, ${arrivals}` }),
    seeders: 'Seeder',
    namedSeeders: names => `Seeder: ${names}.`,
    firstInstead: count =>
      plural(count, { one: 'Stattdessen den ersten', other: 'Stattdessen die ersten #' }),
    freeRiders: 'Leecher, die nie geben, in %',
    leechersCome: 'Leecher kommen',
    arrivals: { together: 'alle zusammen', every: 'nacheinander', poissonPerSec: 'zufällig' },
    asInFile: 'wie in der Datei',
    every: 'Einer alle',
    perSecond: 'In einer Sekunde, im Mittel',
    leaves: 'Wer alles hat, geht',
    leavesAfter: 'Nach weiteren',
    ownTimes: count =>
      plural(count, {
        one: '# geht zu einer eigenen Zeit.',
        other: '# gehen zu eigenen Zeiten.',
      }),
    limit: 'Der Lauf endet nach',
  },

  faults,
  files,

  model: {
    title: 'Modell',
    congestion: 'Überlastkontrolle',
    congestions: { none: 'keine', sctp: 'die von SCTP, wie in Browsern' },
    lanes: 'Links aus mehreren Verbindungen, wo es sich lohnt',
    granularity: 'Leitungen tragen',
    granularities: {
      message: 'ganze Nachrichten, wie in der Abschlussarbeit',
      packet: 'Pakete',
      fluid: 'stetige Flüsse, zu fairen Teilen',
    },
    overhead: 'Header von',
    overheads: { tcp: 'TCP/IP', webrtc: 'WebRTC', none: 'nichts' },
    delays: 'Zeit, die die Tabs selbst brauchen:',
    connect: 'Um eine Verbindung aufzubauen',
    tracker: 'Für den Tracker, jedes Mal',
    hash: 'Für den Hash eines Stücks',
    read: 'Um einen Block zu lesen',
    write: 'Um ein Stück zu schreiben',
  },

  runs: {
    title: 'Läufe',
    oneNow: seed => `Seed ${seed}`,
    severalNow: ({ runs, seed }) => `${number(runs)} ab Seed ${seed}`,
    seed: 'Seed: derselbe Seed, derselbe Lauf',
    repetitions: 'Läufe, jeder mit dem nächsten Seed',
  },

  file: {
    title: 'Als Datei',
    asText: 'Das Szenario als Text',
    noJson:
      'Das ist kein JSON-Objekt: Such nach einem Komma oder einer Klammer, die fehlt oder zu viel ist.',
    trouble: ({ line, why }) => [`Zeile ${line}: `, why],
    save: 'Speichern',
    openAnother: 'Andere öffnen',
  },

  opened: {
    one: 'Das Labor nimmt eine Datei auf einmal: Zieh nur eine hierher.',
    tooLarge: name => `„${name}“ hat mehr als 8\u00a0MiB. Wähl eine kleinere Datei.`,
    unreadable: name => `„${name}“ lässt sich nicht lesen. Wähl die Datei noch einmal aus.`,
    noScenario: 'Diese Datei enthält kein Szenario: Sie ist kein JSON-Objekt. Wähl eine andere.',
    partly: name => `„${name}“ ist geladen, aber nicht alles ließ sich so übernehmen, wie es ist.`,
  },

  link: {
    tooLong: 'Dieser Link ist zu lang, um einer von uns zu sein.',
    noSuchScenario: name =>
      `Dieser Link will ein Szenario namens „${name}“, das es hier nicht gibt. Wähl eines aus der Liste.`,
    noCount: ({ name, min, max }) =>
      `In diesem Link muss „${name}“ eine ganze Zahl von ${number(min)} bis ${number(max)} sein. Berichtige sie, oder wähl ein Szenario.`,
    damaged: 'Dieser Link ist beschädigt. Kopier ihn ganz, oder wähl ein Szenario.',
    tooLarge: 'Das Szenario in diesem Link ist zu groß.',
  },
}

export default texts
