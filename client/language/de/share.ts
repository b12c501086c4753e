import type { ShareTexts } from '../en/share.ts'
import { percent, plural } from '../format.ts'
import sentences from './share-sentences.ts'

const texts: ShareTexts = {
  ...sentences,

  page: {
    newShare: 'Neue Freigabe',
    laboratory: 'Labor',
    settings: 'Einstellungen',
    close: 'Schließen',
    cancel: 'Abbrechen',
    tryAgain: 'Noch einmal versuchen',
    footer: 'Dateien gehen direkt von Tab zu Tab. Der Server macht die Tabs miteinander bekannt.',
    serverAway:
      'Der Server ist nicht erreichbar. Laufende Übertragungen gehen weiter; neue beginnen, wenn er wieder da ist. Die Seite versucht es von selbst.',
    notHere: 'Hier geht das nicht',
    openingLink: 'Der Link wird geöffnet',
    details: 'Details',
    noStart:
      'Die Seite konnte nicht starten. Lade sie neu; hilft das nicht, öffne den Link in einem anderen Browser.',
    unexpected: why =>
      `In diesem Tab ist etwas schiefgegangen (${why}). Lade ihn neu: Was gespeichert ist, bleibt erhalten.`,
  },

  server: {
    title: 'Was der Server erfährt',
    told: 'Er erfährt den Fingerabdruck in jedem Link, den du teilst oder öffnest, deine Adresse, wer wann wen trifft und wie viel jedem noch fehlt, wie viel jeder gesendet und empfangen hat. Namen und Inhalte werden ihm nicht gesendet.',
    couldDo:
      'Wer ihn betreibt, kann mehr: mitmachen wie alle, die den Link haben, sich zwischen zwei Tabs stellen, indem er ändert, was sie voneinander erfahren, oder dir eine andere Seite als diese schicken. Überleg also, ob du einem Server vertraust, bevor du sendest, was geheim bleiben muss.',
  },

  start: {
    title: 'Sende eine Datei, indem du einen Link sendest',
    lead: 'Wer den Link öffnet, bekommt die Datei direkt aus deinem Tab und gibt sie an die Nächsten weiter. Kein Konto, kein Hochladen: Die Datei geht nicht über den Server.',
    drop: 'Dateien oder Ordner hier ablegen',
    letGo: 'Loslassen, um zu teilen',
    choose: 'Dateien auswählen',
    orChoose: 'oder Dateien auswählen',
    files: 'Dateien zum Teilen',
    folder: 'Ein Ordner zum Teilen',
    chooseFolder: 'Ordner auswählen',
    options: 'Optionen',
    haveLink: 'Hast du einen Link?',
    pasteHere: 'Hier einfügen',
    open: 'Öffnen',
    opening: 'Wird geöffnet',
    orTorrentFile: 'oder eine .torrent-Datei auswählen',
    torrentFile: 'Eine .torrent-Datei zum Öffnen',
  },

  preparing: {
    looking: 'Dateien werden gesucht',
    found: count =>
      plural(count, { one: '# Datei bisher gefunden.', other: '# Dateien bisher gefunden.' }),
    bar: 'Vorbereitung',
    why: 'Wird vorbereitet: Jedes Stück bekommt einen Fingerabdruck, damit niemand ein beschädigtes empfangen kann. Es wird nichts hochgeladen.',
  },

  transfers: {
    inTab: 'In diesem Tab',
    inTabLong: 'Übertragungen in diesem Tab',
    kept: 'In diesem Browser aufbewahrt',
    downloaded: name => `${name}, heruntergeladen`,
    open: 'Öffnen',
    delete: 'Löschen',
    askToDelete: name => `${name} löschen?`,
    deleting: 'Das gibt den Platz in diesem Browser frei. Was anderswo gespeichert wurde, bleibt.',
    states: {
      joining: 'sucht',
      opening: 'wird geöffnet',
      checking: 'wird geprüft',
      offered: 'bereit',
      paused: 'angehalten',
      waiting: 'wartet',
      downloading: 'wird heruntergeladen',
      sharing: 'wird geteilt',
      done: 'fertig',
      stuck: 'steht still',
      left: 'beendet',
      broken: 'abgebrochen',
    },
    byGossip: state => `${state}, per Gossip`,
    soFar: ({ share, state }) => `${share}, ${state}`,
  },

  torrent: {
    files: count => plural(count, { one: '# Datei', other: '# Dateien' }),
    byGossip: mode => `per Gossip (${mode})`,
    sizeUnknown: 'Größe noch nicht bekannt',
    sizeInLink: size => `${size}, laut Link`,
    unnamed: code => `Link ohne Namen ${code}`,
    left: 'Dieser Tab macht dabei nicht mehr mit. Öffne den Link noch einmal, um zurückzukommen.',
    ended: 'In diesem Tab ist etwas schiefgegangen, und diese Übertragung wurde beendet.',
    endedKept: 'Lade die Seite neu, um weiterzumachen; was gespeichert ist, bleibt erhalten.',
    endedInMemory: 'Lade die Seite neu, um weiterzumachen; sie beginnt dann von vorn.',
    saveLog: 'Protokoll speichern',
    pause: 'Anhalten',
    resume: 'Fortsetzen',
  },

  download: {
    lookingUp: 'Es wird nachgesehen, was dieser Browser schon hat.',
    pausedUnknown: 'Angehalten, bevor jemand gesagt hat, was es ist.',
    noLongerHere:
      'Dieser Tab hat die Datei nicht mehr. Leg sie noch einmal hier ab, um weiter zu teilen, oder warte auf jemanden, der sie hat.',
    waitingFor: time => `Wartet seit ${time}`,
    promised: 'Dann wird es von selbst heruntergeladen, wenn es in diesen Browser passt.',
    whenHere: 'Herunterladen, sobald es da ist',
    askFirst: 'Frag mich erst',
    verifiedAgain: 'Noch einmal geprüft',
    verifying:
      'Jedes gespeicherte Stück wird noch einmal geprüft. Was beschädigt ist, wird neu geholt.',
    verifyingLater: 'Wartet, bis es dran ist: Eins wird nach dem anderen geprüft.',
    download: 'Herunterladen',
    anyway: 'Trotzdem herunterladen',
    no: 'Nein, danke',
    bar: 'Heruntergeladen',
    timeLeft: 'Noch',
    down: '↓ Empfang',
    up: '↑ Senden',
    received: 'Empfangen',
    nothingChosen:
      'Es ist keine Datei ausgewählt, also bewegt sich nichts. Wähle mindestens eine aus: Dann geht es weiter.',
    paused: size =>
      `Angehalten: Nichts bewegt sich. ${size} sind da und geprüft; von dort geht es weiter.`,
    keepAwake:
      'Lass diese Seite offen und den Bildschirm an, bis es fertig ist: Ein Handy, das schläft, hält den Download an.',
    begunByItself:
      'Hat von selbst begonnen, wie es in diesem Browser für jeden geöffneten Link eingestellt ist.',
    askFromNow: 'Ab jetzt erst fragen',
    giveUp: 'Aufgeben',
    noRoom:
      'Der Browser kann nichts mehr speichern. Schaff Platz auf diesem Datenträger und versuch es dann noch einmal.',
    partKept: share =>
      `${percent(share)} sind da und geprüft. Sie bleiben erhalten, und der Rest geht von dort weiter.`,
    memoryOnly:
      'Dieser Browser lässt die Seite nichts auf dem Datenträger speichern, deshalb bleibt alles im Arbeitsspeicher: Es geht verloren, wenn der Tab neu geladen wird, und sehr große Dateien passen vielleicht nicht. Speichere es, sobald es vollständig ist.',
  },

  here: {
    title: 'Wer da ist',
    caption: 'Wer da ist, was sie haben und wie schnell sie tauschen',
    who: 'Wer',
    has: 'Hat',
    rates: 'Tempo',
    gaveYou: share => `gab dir ${percent(share)}`,
    theirChoice: 'Auswahl',
    down: 'Empfang',
    up: 'Senden',
    ways: { 'same-network': 'gleiches Netz', direct: 'direkt', relayed: 'über ein Relais' },
    seenAs: name => ['Andere sehen dich als ', name, '.'],
    picture: count =>
      plural(count, {
        one: 'Du und # andere Person. Die Tabelle darunter sagt dasselbe in Worten.',
        other: 'Du und # andere. Die Tabelle darunter sagt dasselbe in Worten.',
      }),
    you: 'du',
    unknownProgram: 'unbekanntes Programm',
  },

  pieces: {
    arriving: 'kommen an',
    begun: 'begonnen',
    verified: count => plural(count, { one: '# Stück geprüft', other: '# Stücke geprüft' }),
    missing: 'fehlen',
    leftOut: 'ausgelassen',
    map: ({ held, all, count, begun }) =>
      plural(all, {
        one: `Karte der Stücke: ${held} von # Stück da und geprüft, ${count} ${begun}`,
        other: `Karte der Stücke: ${held} von # Stücken da und geprüft, ${count} ${begun}`,
      }),
  },

  questions: {
    keepHere: 'Hier behalten',
    keepSharing: 'Weiter teilen',
    delete: 'Löschen',
    offTheList: 'Von der Liste nehmen',
    offTheListMeans:
      'Von der Liste genommen, bleibt es in diesem Browser, und sein Link macht dort weiter.',
    stopSharing: 'Nicht mehr teilen',
    othersNeedFile: count =>
      plural(count, {
        one: 'Noch # Person braucht diese Datei',
        other: 'Noch # andere brauchen diese Datei',
      }),
    ifYouStop: 'Wenn du jetzt aufhörst, bekommen sie vielleicht nicht alles.',
    remove: 'Nicht mehr teilen und entfernen?',
    notSaved: 'Du hast es noch nicht gespeichert',
    deletingFrees: 'Löschen schafft Platz.',
    deletingKeepsSaved: 'Löschen schafft Platz; was du gespeichert hast, bleibt.',
    othersNeed: count =>
      plural(count, { one: 'Noch # Person braucht es.', other: 'Noch # andere brauchen es.' }),
    giveUp: 'Diesen Download aufgeben?',
    partHere: share => `${percent(share)} davon sind da.`,
  },
}
export default texts
