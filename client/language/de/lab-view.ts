import type { LabViewTexts } from '../en/lab-view.ts'
import { number, plural } from '../format.ts'
import tabs from './lab-tabs.ts'

const texts: LabViewTexts = {
  ...tabs,

  playback: {
    title: 'Wiedergabe',
    play: 'Abspielen',
    pause: 'Anhalten',
    next: 'Zum nächsten Stück',
    back: 'Ein Stück zurück',
    of: end => `von ${end}`,
    ofSoFar: end => `von bisher ${end}`,
    speed: 'Tempo',
    moment: 'Gezeigter Zeitpunkt',
  },

  copy: { link: 'Link kopieren', copied: 'Link kopiert' },

  units: {
    pieces: count => plural(count, { one: '# Stück', other: '# Stücke' }),
    copies: count => plural(count, { one: '# Kopie', other: '# Kopien' }),
  },

  roles: { router: 'Router', tracker: 'Tracker', seeder: 'Seeder', leecher: 'Leecher' },

  network: {
    title: 'Netz',
    none: 'Kein Netz',
    run: 'Starten',
    closer: 'Näher',
    farther: 'Weiter weg',
    all: 'Alles',
    putBack: 'Alle Knoten zurück an ihren Platz',
    moveByKeys: name => `${name} mit den Pfeiltasten verschieben`,
    changed: ({ network, peers, routers, pieces }) =>
      `Geändert: ${network}${plural(peers, { one: '# Peer', other: '# Peers' })} an ${plural(routers, { one: '# Router', other: '# Routern' })}, ${plural(pieces, { one: '# Stück', other: '# Stücke' })}.`,
    described: ({ routers, seeders, leechers }) =>
      `Netz aus ${plural(routers, { one: '# Router', other: '# Routern' })} mit ${plural(seeders, { one: '# Seeder', other: '# Seedern' })} und ${plural(leechers, { one: '# Leecher', other: '# Leechern' })}. Die Tabelle der Peers sagt, wer was hat.`,
    haveAll: ({ finished, all }) => `${number(finished)} von ${number(all)} haben alles`,
    whyLast: name => `Warum war ${name} der Letzte?`,
    invalid: 'Dieser Rechner kam nicht mit: Der Lauf ist ungültig.',
    again: times => `Noch einmal, ${number(times)}-mal langsamer`,
    notBefore: time => `Kein Schwarm kann vor ${time} fertig sein`,
    stopped: 'Vor dem Ende angehalten.',
    notEveryone: 'Nicht alle sind fertig geworden.',
    done: ({ time, times }) => [`Fertig nach ${time}: das `, times, '‑Fache des Bestmöglichen'],
    toTabs: 'Läuft in echten Tabs, sobald du startest',
    toSimulate: 'Wird in virtueller Zeit simuliert, sobald du startest',
    shown: ({ kind, speed, stride }) =>
      stride > 1
        ? `${kind}. Gezeigt mit Tempo ${speed}. Gezeichnet ist einer von ${number(stride)} Blöcken`
        : `${kind}. Gezeigt mit Tempo ${speed}`,
  },

  kind: {
    simulated: 'in virtueller Zeit simuliert',
    inTabs: ({ dilation, isInvalid }) =>
      `in echten Tabs über nachgebildete Leitungen, ${dilation === 1 ? 'in Echtzeit' : `${number(dilation)}-mal langsamer als in echt`}${isInvalid ? ': ungültig' : ''}`,
  },

  legend: {
    title: 'Was ist was',
    peer: 'Ein Peer. Sein Ring füllt sich mit den Stücken, die er hat, und wird heller, wenn eines gekommen ist.',
    seeder: 'Ein Seeder, der von Anfang an alles hat.',
    router: 'Ein Router. Er gibt weiter, was kommt.',
    tracker: 'Der Tracker, der die Peers miteinander bekannt macht.',
    line: 'Eine Leitung, und rechts neben jeder Richtung, wie voll diese ist: je dicker, desto voller.',
    block: 'Ein Block unterwegs.',
    rare: 'Unter „Wer was hat“: ein Stück, von dem es höchstens eine Kopie gibt.',
    hint: 'Drücke auf etwas, um zu sehen, was es ist, woher, wohin und seit wann. Ziehe einen Knoten, um ihn zu verschieben.',
  },

  looked: {
    allPeers: 'Alle Peers',
    line: 'Leitung',
    lineBetween: ({ from, to }) => `Die Leitung zwischen ${from} und ${to}.`,
    eventOf: name => `Ein Ereignis von ${name}.`,
    blockFrom: ({ piece, from, to }) => `Ein Block von Stück ${piece}, von ${from} an ${to}.`,
    oneChannel: 'Ein Kanal, den sich beide Richtungen teilen.',
    towards: 'Nach',
    carries: 'Trägt höchstens',
    fullNow: 'Auslastung jetzt',
    noBlock: 'In diesem Augenblick ist kein Block darauf.',
    pieceFrom: ({ piece, from, to }) => `Stück ${piece}, von ${from} an ${to}`,
    more: count => `und ${number(count)} weitere`,
    piece: piece => `Stück ${piece}`,
    block: 'ein Block davon',
    from: 'Von',
    to: 'An',
    left: 'Ging ab',
    came: 'Kam an',
    comes: 'Kommt an',
    byWayOf: 'Über',
    event: 'ein Ereignis',
    at: 'Bei',
    goThere: 'Zu diesem Zeitpunkt',
    show: name => `${name} zeigen`,
    routerDoes: 'Er gibt weiter, was kommt, auf dem kürzesten Weg.',
    trackerDoes: 'Er macht die Peers miteinander bekannt. Kein Stück geht über ihn.',
  },

  edit: {
    title: 'Das Netz ändern',
    hint: 'Drücke in der Zeichnung auf einen Router, einen Peer oder eine Leitung, oder wähle hier.',
    done: 'Fertig',
    undo: 'Rückgängig',
    save: 'Als Datei speichern',
    choose: 'Router oder Peer',
    none: 'keiner',
    remove: 'Entfernen',
    pressOther: 'Drücke jetzt auf den anderen Router.',
    addPeer: 'Hier einen Peer hinzufügen',
    addRouter: 'Daneben einen Router hinzufügen',
    link: 'Mit einem anderen verbinden',
    removeRouter: 'Samt seinen Peers entfernen',
    seeder: 'Seeder',
    rate: 'Rate',
    rateBack: 'Rate zurück',
    delay: 'Verzögerung',
    queue: 'Warteschlange',
    loss: 'Verlust',
    theSame: 'dieselbe',
    unlimited: 'unbegrenzt',
    line: ({ from, to }) => `Leitung von ${from} nach ${to}`,
    oneChannel: 'Ein Kanal für beide Richtungen',
    removeLine: 'Diese Leitung entfernen',
  },

  peers: {
    title: 'Peers',
    caption: 'Peers, was sie haben und wie schnell es kommt',
    peer: 'Peer',
    holds: 'Hat',
    receives: 'Empfängt',
    sends: 'Sendet',
    notYet: 'noch nicht da',
    gone: 'weg',
    done: time => `fertig ${time}`,
    neverCame: 'Er ist nie gekommen.',
    runFirst: 'Starte das Szenario, um zu sehen, was er tut.',
    soFar: amount => `bisher ${amount}`,
    comesAt: time => `Kommt bei ${time}.`,
    leftAt: time => `Ging bei ${time}.`,
    alwaysAll: 'Hat von Anfang an alles.',
    allSince: time => `Hat seit ${time} alles.`,
    hereSince: time => `Da seit ${time}.`,
    alwaysHere: 'Von Anfang an da.',
    noLinks: 'Mit niemandem verbunden.',
    links: count => plural(count, { one: '# Verbindung', other: '# Verbindungen' }),
    withWhom: 'Mit',
    gets: 'Bekommt von ihm',
    gives: 'Gibt ihm',
    noInterest: 'kein Interesse',
    choked: 'choked',
    unchoked: 'unchoked',
    asked: count => `${number(count)} verlangt`,
    blocks: count => plural(count, { one: '# Block', other: '# Blöcke' }),
    line: ({ router, up, down }) =>
      `Seine Leitung führt zu ${router}: ${up} aufwärts, ${down} abwärts.`,
    sharedLine: ({ router, up, down }) =>
      `Seine Leitung führt zu ${router}: ${up} aufwärts, ${down} abwärts, ein Kanal für beides.`,
    heldOf: ({ held, pieces }) =>
      plural(pieces, {
        one: `Hat ${number(held)} von # Stück`,
        other: `Hat ${number(held)} von # Stücken`,
      }),
    holdsOf: ({ held, pieces, arriving }) => [
      'Hat ',
      held,
      ` von ${number(pieces)}${arriving > 0 ? `, ${number(arriving)} unterwegs` : ''}`,
    ],
  },

  late: {
    last: all => `Er war der Letzte von ${number(all)}.`,
    place: ({ place, all }) => `Er war Nummer ${number(place)} von ${number(all)}.`,
    line: own => `Während er holte, war seine Leitung zu ${own} voll mit Stücken.`,
    lineBeside: ({ own, others }) =>
      `Während er holte, war seine Leitung zu ${own} voll mit Stücken, die der anderen zu ${others}.`,
    idle: time => `In dieser Zeit kam ${time} lang nichts.`,
    lastPiece: ({ piece, time }) => `Als letztes kam Stück ${piece}, bei ${time}.`,
    lastPieceFrom: ({ piece, time, from }) =>
      `Als letztes kam Stück ${piece}, von ${from} bei ${time}.`,
    firstAt: ({ time, holders }) =>
      plural(holders, {
        one: `Da hatte es schon # Peer; ein anderer Leecher hatte es seit ${time}.`,
        other: `Da hatten es schon # Peers; ein anderer Leecher hatte es seit ${time}.`,
      }),
    nobodyBefore: holders =>
      plural(holders, {
        one: 'Kein anderer Leecher hatte es vorher; da hatte es # Peer.',
        other: 'Kein anderer Leecher hatte es vorher; da hatten es # Peers.',
      }),
  },

  matrix: {
    title: 'Wer was hat',
    about:
      'Eine Zeile für jeden Peer, eine Spalte für jedes Stück; oben die Kopien eines jeden, rot, wo es höchstens eine gibt.',
    described: 'Karte der Stücke aller Peers. Die Tabelle der Peers sagt, wie viele jeder hat.',
  },

  sequence: {
    title: 'Nachrichten zwischen zweien',
    about:
      'Ihre letzten Nachrichten bis zum gezeigten Zeitpunkt; die Zeit geht nach unten. Ein Pfeil, der in der Mitte endet, ist noch unterwegs.',
    one: 'Ein Peer',
    other: 'Der andere',
    haves: 'Auch jedes Stück, das sie melden (have)',
    nothing: 'Bis zu diesem Zeitpunkt ist nichts zwischen ihnen gegangen.',
    described: ({ count, one, other }) =>
      `Die letzten ${number(count)} Nachrichten zwischen ${one} und ${other}. Das Protokoll führt sie auf.`,
    fromByte: ({ what, begin }) => `${what} ab Byte ${begin}`,
  },

  log: {
    title: 'Protokoll',
    of: 'Von',
    everybody: 'allen',
    about: 'Über',
    everything: 'alles',
    lines: 'Ereignisse bis zum gezeigten Zeitpunkt, die neuesten zuerst',
    endsAt: time =>
      `Ab ${time} ist hier nicht jedes Ereignis aufbewahrt; das exportierte Protokoll hat sie alle.`,
  },
}

export default texts
