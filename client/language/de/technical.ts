import type { TechnicalTexts } from '../en/technical.ts'
import { number, plural } from '../format.ts'

const texts: TechnicalTexts = {
  details: {
    infoHash: 'Info-Hash',
    pieces: 'Stücke',
    piecesOf: ({ count, size }) =>
      plural(count, { one: `# Stück zu ${size}`, other: `# Stücke zu ${size}` }),
    private: 'privat: Teilnehmer kommen nur über seine Tracker',
    exchange: 'Austausch',
    gossip: mode => `Gossip, ${mode}`,
    bitTorrent: 'wie bei BitTorrent',
    comment: 'Kommentar',
    tracker: 'Tracker',
    trackerUp: ({ seeders, leechers }) => `erreicht; er nennt ${seeders} und ${leechers}`,
    seeders: count => plural(count, { one: '# Seeder', other: '# Seeder' }),
    leechers: count => plural(count, { one: '# Leecher', other: '# Leecher' }),
    trackerDown: 'nicht erreicht; wird von selbst wieder versucht',
    trackerUnknown: 'noch nicht gefragt',
    itsTrackers: 'Seine Tracker',
    kept: 'Aufbewahrt',
    keptOn: {
      disk: 'auf dem Datenträger, in diesem Browser: Nach dem Neuladen geht es dort weiter',
      memory: 'nur im Arbeitsspeicher: verloren, wenn dieser Tab geschlossen oder neu geladen wird',
      files: 'direkt aus deinen eigenen Dateien gelesen',
    },
    received: 'Empfangen',
    wasted: ({ size, wasted }) => `${size}, und ${wasted} weggeworfen`,
    sent: 'Gesendet',
    sharedFor: ({ size, time }) => `${size}, geteilt seit ${time}`,
    connections: 'Verbindungen',
    connectionCount: ({ up, connecting }) =>
      `${number(up)} stehen, ${number(connecting)} entstehen`,
    otherPrograms: 'Für andere Programme',
    saveTorrentFile: '.torrent-Datei speichern',
    stored: 'Gespeichertes',
    verifyAgain: 'Jedes Stück noch einmal prüfen',
    protocol: 'Peers in den Worten des Protokolls',
    peer: 'Peer',
    they: 'Er',
    you: 'Du',
    requests: 'Anfragen',
    requestCount: ({ out, into }) => `${number(out)} hin, ${number(into)} her`,
    snubbed: 'snubbed',
    choking: 'choking',
    notChoking: 'nicht choking',
    interested: 'interessiert',
    notInterested: 'nicht interessiert',
  },

  own: {
    title: 'Nur für diesen Torrent',
    goal: 'Eigenes Ende des Teilens, nicht das der Einstellungen',
  },

  logTools: {
    title: 'Ereignisprotokoll',
    with: 'Mit',
    everybody: 'allen',
    about: 'Über',
    everything: 'alles',
    export: 'Exportieren',
    events: count => plural(count, { one: '# Ereignis', other: '# Ereignisse' }),
    lines: 'Ereignisse, die neuesten zuerst',
    newest: ({ shown, all }) =>
      `Die neuesten ${number(shown)}, insgesamt ${all}. Der Export enthält alle.`,
  },

  settings: {
    title: 'Einstellungen',
    done: 'Fertig',
    downloads: 'Downloads',
    autoStart: 'Von selbst beginnen, wenn ein Link geöffnet wird',
    autoStartMeans:
      'Dann bringt jede Seite, die hier einen Link öffnet, diesen Browser dazu, herunterzuladen und weiterzugeben, was darin steht.',
    stopAfter: 'Nicht mehr teilen nach',
    stopAfterMeans:
      'Was zuerst erreicht ist. In den Details kann jede Übertragung ihr eigenes Ende haben.',
    line: 'Die Leitung dieses Tabs',
    behavesLike: 'Verhält sich wie',
    ownLine: 'meine eigene Leitung',
    figuresBelow: 'die Zahlen unten',
    lines: {
      thesis: 'Abschlussarbeit (6\u00a0Mbps)',
      fibre: 'Glasfaser',
      cable: 'Kabel',
      dsl: 'DSL',
      vdsl: 'VDSL',
      '4g': 'Mobilfunk 4G',
      '5g': 'Mobilfunk 5G',
    },
    delay: 'Zusätzliche Verzögerung',
    delayUnit: 'ms je Richtung',
    loss: 'Verlorene Pakete',
    none: 'keine',
    lineMeans:
      'Zusätzlich zu deiner wirklichen Leitung, für alles in diesem Tab zusammen. Verlorene Pakete werden noch einmal gesendet.',
    down: '↓ Empfang, höchstens',
    up: '↑ Senden, höchstens',
    noLimit: 'keine Grenze',
    copiesSent: 'Gesendete Kopien',
    timesItsSize: 'mal die Größe',
    timeShared: 'Dauer des Teilens',
    hours: 'Stunden',
    noEnd: 'kein Ende',
  },

  protocol: {
    title: 'Protokoll',
    questions: {
      fidelity: 'Nach wessen Art',
      askBy: 'Wer gefragt wird',
      seeding: 'Wer bedient wird, wenn alles da ist',
      slotRule: 'Wie viele auf einmal',
      picking: 'Welches Stück als Nächstes',
    },
    answers: {
      fidelity: {
        standard:
          'Wie BitTorrent-Programme es machen: wie du mir, so ich dir, mit einer Warteschlange von Anfragen je Verbindung.',
        literal:
          'Wie das Programm der Abschlussarbeit es macht: Alle werden bedient, ein Stück wird ganz verlangt.',
      },
      askBy: {
        piece: 'Alle Blöcke eines Stücks kommen von einem, der es hat, durch Los bestimmt.',
        block: 'Jeder Block kommt von einem, der sein Stück hat, durch Los bestimmt.',
      },
      seeding: {
        'fastest-upload': 'Wenn fertig: an die, die am schnellsten nehmen.',
        'round-robin': 'Wenn fertig: an alle reihum, je zwanzig Stücke.',
        'anti-leech': 'Wenn fertig: an die, die gerade begonnen haben oder fast fertig sind.',
      },
      slotRule: {
        'by-line': 'So viele gleichzeitig, wie die Leitung füllen.',
        fixed: 'Eine feste Anzahl gleichzeitig.',
        'by-rate': 'So viele gleichzeitig, wie die Leitung wert ist.',
      },
      picking: {
        'random-first':
          'Die ersten Stücke zufällig, um etwas zu geben zu haben; dann die seltensten zuerst.',
        'rarest-first': 'Immer die seltensten zuerst.',
        random: 'Immer irgendein Stück, zufällig.',
        sequential: 'Eins nach dem anderen, von Anfang an.',
        deadline: 'Was ein Abspielprogramm als Nächstes braucht, der Rest: die seltensten zuerst.',
      },
    },
    piecesAtOnce: 'Stücke auf einmal',
    servedAtOnce: 'Bedient auf einmal',
    others: 'andere',
    blocksOf: 'Blöcke von',
    bytes: 'Byte',
    randomFirst: 'Erste Stücke zufällig',
    thenRarest: 'dann die seltensten',
    playedAt: 'Abgespielt mit',
    superSeeding:
      'Jedem nur ein Stück auf einmal zeigen, solange sonst niemand alle hat (Super-Seeding)',
    allowedFast: 'Neuen ein paar Stücke außer der Reihe geben (allowed fast)',
    means: 'Laufende Torrents verbinden sich mit den neuen Einstellungen neu.',
  },

  shareOptions: {
    comment: 'Kommentar in der .torrent-Datei',
    private: 'Privat: Andere Programme suchen Teilnehmer nur über seine Tracker',
    how: 'Wie Stücke reisen',
    bitTorrent: 'BitTorrent: Jeder fragt die, die sie haben.',
    modes: {
      push: 'Gossip, push: In jeder Runde gibt jeder einigen anderen ein Stück.',
      pull: 'Gossip, pull: In jeder Runde fragt jeder einige andere nach einem Stück.',
      'push-pull': 'Gossip, push-pull: in jeder Runde beides.',
    },
    knowledge: 'Was Peers voneinander wissen',
    fidelities: {
      informed: 'Informed: Sie sagen, was sie haben, und einigen sich, bevor sie senden.',
      intended: 'Intended: blind, wie es der Gossip-Bericht beschreibt.',
      literal: 'Literal: wie sich der Code jenes Berichts verhält, mit seinen Eigenheiten.',
    },
    roundEvery: 'Eine Runde alle',
    spokenTo: 'Angesprochen in einer Runde',
    others: 'andere',
    gossipMeans:
      'Der Link sagt es jedem Tab, der ihn öffnet. Andere BitTorrent-Programme können nicht mitmachen.',
  },

  gossip: {
    title: 'Gossip',
    style: ({ mode, fidelity, time, count }) =>
      plural(count, {
        one: `Per ${mode}, ${fidelity}: eine Runde alle ${time}, in jeder wird # anderer angesprochen.`,
        other: `Per ${mode}, ${fidelity}: eine Runde alle ${time}, in jeder werden # andere angesprochen.`,
      }),
    fidelities: { informed: 'informed', intended: 'intended', literal: 'literal' },
    nobodyYet: 'Das Diagramm, wer was hat, beginnt, wenn jemand anderes da ist.',
    you: 'Du',
    round: 'Runde',
    piecesReceived: 'Stücke empfangen',
    inVain: 'Vergeblich',
    piecesSent: 'Stücke gesendet',
    talkSent: 'Absprachen gesendet',
    eachHolds: count =>
      plural(count, { one: 'Von # Stück hat jeder', other: 'Von # Stücken hat jeder' }),
    peer: 'Peer',
    pieces: 'Stücke',
    allAfter: 'Alle nach',
    hasLeft: 'ist gegangen',
    hadIt: 'hatte es',
    chart: 'Stücke, die jeder hat, seit andere gekommen sind; bei anderen, wie zuletzt gesagt',
    chartInWords: ({ pieces, peers }) =>
      `Diagramm: wie viele von ${pieces} im Lauf der Zeit jeder hatte (${peers}). Die Tabelle sagt dasselbe in Zahlen.`,
    pieceCount: count => plural(count, { one: '# Stück', other: '# Stücken' }),
    peerCount: count => plural(count, { one: '# Peer', other: '# Peers' }),
  },
}
export default texts
