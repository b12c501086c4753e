import type { LabTexts } from '../en/lab.ts'
import { number, plural } from '../format.ts'

const texts: LabTexts = {
  page: {
    title: 'Labor von tabswarm',
    room: 'Labor',
    shareFile: 'Eine Datei teilen',
    heading: 'Labor: einen Schwarm bilden und ihm zusehen',
    parts: 'Teile des Labors',
    network: 'Netz',
    setup: 'Aufbau',
    peers: 'Peers',
    charts: 'Diagramme',
    notHere: 'Hier geht das nicht',
  },

  trouble: {
    tryAgain: 'Noch einmal versuchen',
    close: 'Schließen',
    notLoaded:
      'Ein Teil dieser Seite konnte nicht geladen werden: Der Server ist weg. Lade die Seite neu.',
    noStart:
      'Das Labor konnte nicht starten. Lade die Seite neu; hilft das nicht, öffne es in einem anderen Browser.',
    why: {
      'only-seeders':
        'Alle Peers sind Seeder, also hat niemand etwas zu holen. Nimm weniger Seeder oder mehr Peers.',
      'too-many-pieces':
        'So viele Peers mit so vielen Stücken sind zu viel für einen Tab. Nimm weniger oder größere Stücke, oder rechne das Szenario mit „npm run sim“.',
      'too-few-places':
        'Ein Schwarm braucht mindestens zwei Peers. Öffne Tabs, oder füge in diesem Tab Peers hinzu.',
      'virtual-time-only':
        'Störungen, Free Rider, andere Tracker und Peers, die ohne Abschied gehen, gibt es nur in virtueller Zeit.',
      'lanes-virtual-time-only':
        'Links aus mehreren Verbindungen gibt es nur in virtueller Zeit: Schalte sie im Versuchsaufbau ab.',
      'classes-virtual-time-only':
        'Klassen von Peers mit eigenen Regeln oder eigenen Free Ridern gibt es nur in virtueller Zeit.',
      'log-too-large':
        'Das Protokoll dieses Laufs hat mehr als 1 GiB, zu viel für einen Tab. „npm run sim“ schreibt es mit --log.',
      'out-of-memory':
        'Der Tab hat nicht genug Speicher für diesen Lauf. Nimm weniger Peers oder einen kleineren Torrent, oder rechne ihn mit „npm run sim“.',
      unloaded: 'Der Simulator konnte nicht geladen werden: Der Server ist weg.',
      'tab-left': 'Ein Tab ist gegangen, bevor es losging. Drücke noch einmal „Starten“.',
    },
    torrentTooLarge: ({ size, most }) =>
      `Ein Torrent von ${size} ist zu viel für einen Tab. Nimm höchstens ${most}, oder rechne das Szenario mit „npm run sim“.`,
    limitTooShort: ({ least, limit }) =>
      `Selbst der beste Schwarm braucht ${least}, und der Lauf endet nach ${limit}. Erhöhe die Grenze, oder nimm einen kleineren Torrent.`,
    lastTooLate: ({ last, limit }) =>
      `Der letzte Peer käme erst nach ${last}, und der Lauf endet nach ${limit}. Erhöhe die Grenze, oder lass sie früher kommen.`,
    tooManyPeers: ({ peers, most }) =>
      `Tabs fassen höchstens ${number(most)} Peers; diese Topologie hat ${number(peers)}.`,
    stopped: reason =>
      `Die Simulation ist stehen geblieben (${reason}). Lade die Seite neu, und starte sie noch einmal.`,
  },

  join: {
    looking: 'Der Schwarm wird gesucht',
    isPeer: 'Dieser Tab ist ein Peer',
    question: 'Bei einem Schwarm mitmachen?',
    takePart: 'Mitmachen',
    whatItDoes:
      'Wer dir diesen Link gegeben hat, lässt diesen Tab erfundene Stücke an andere Tabs senden und deren Stücke holen, über deine Leitung.',
    asksFirst: 'Er fragt dich, bevor er mitmacht.',
    begins: 'Er beginnt von selbst, wenn die Seite da ist, von der der Link kommt.',
    nextRun: 'Lass ihn offen: Er macht beim nächsten Lauf mit.',
    takesPart: 'Er macht mit: Lass ihn offen, bis der Lauf vorbei ist.',
    came: pieces =>
      plural(pieces, { one: '# Stück ist gekommen', other: '# Stücke sind gekommen' }),
    cameAll: pieces =>
      plural(pieces, {
        one: '# Stück ist gekommen, und er hat alles',
        other: '# Stücke sind gekommen, und er hat alles',
      }),
    noAnswer:
      'Die Seite, von der dieser Link kommt, antwortet nicht. Lass diesen Tab offen: Er versucht es weiter.',
    otherVersion: 'Die leitende Seite hat eine andere Version. Lade beide Seiten neu.',
    gone: 'Die leitende Seite ist weg. Lass diesen Tab offen: Er versucht es weiter.',
  },
}

export default texts
