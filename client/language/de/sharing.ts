import type { SharingTexts } from '../en/sharing.ts'
import { number, percent, plural } from '../format.ts'

const texts: SharingTexts = {
  sharing: {
    pausedAtGoal:
      'Es hat so viel geteilt, wie du eingestellt hast, und aufgehört. Von hier bekommt es jetzt niemand.',
    paused: 'Das Teilen ist angehalten: Niemand bekommt es von hier, bis du wieder teilst.',
    pause: 'Teilen anhalten',
    resume: 'Wieder teilen',
    stop: 'Nicht mehr teilen',
    stopAndRemove: 'Nicht mehr teilen und entfernen',
    goesOnNeeded: count =>
      plural(count, {
        one: 'Dieser Tab teilt weiter. Noch # Person braucht es: Lass ihn offen, wenn du kannst.',
        other:
          'Dieser Tab teilt weiter. Noch # andere brauchen es: Lass ihn offen, wenn du kannst.',
      }),
    goesOnAllHave: 'Dieser Tab teilt weiter. Alle hier haben alles.',
    goesOnIdle: 'Dieser Tab teilt weiter. Gerade braucht hier niemand mehr davon.',
    goesOnAlone: 'Dieser Tab teilt weiter, solange er offen ist. Gerade braucht es niemand.',
    here: 'Da',
    others: count => plural(count, { one: '# Person', other: '# Personen' }),
    up: '↑ Senden',
    sent: 'Gesendet',
    copiesSent: 'Kopien gesendet',
  },

  complete: {
    all: 'Vollständig. Jedes Stück ist geprüft.',
    chosen: 'Deine Auswahl ist ganz da. Jedes Stück ist geprüft.',
    cameFrom: count =>
      plural(count, {
        one: 'Es kam von # anderen Person.',
        other: 'Es kam von # anderen, von jedem ein Teil.',
      }),
    save: 'Speichern',
    saveAll: 'Alles speichern',
    saveFiles: count => plural(count, { one: '# Datei speichern', other: '# Dateien speichern' }),
    open: 'Öffnen',
    saved: 'Gespeichert.',
    savedBar: 'Gespeichert',
    saving: share => `Wird gespeichert: ${percent(share)}`,
    sendOn: 'Link weitergeben',
    toAnApp: 'An eine App senden',
    ready: 'Bereit: an eine App senden',
    appRefused:
      'Dieser Browser gibt diese Dateien nicht an eine App: Es sind zu viele, sie sind zu groß oder von einer Art, die er zurückhält. Speichere sie stattdessen, oder gib sie einzeln weiter.',
  },

  sendLink: {
    label: 'Sende diesen Link',
    withApp: 'Mit einer App senden',
    copy: 'Kopieren',
    copied: 'Kopiert',
    isCopied: 'Der Link ist kopiert.',
    copyByKeys: 'Drücke Strg+C (oder Cmd+C), um den markierten Link zu kopieren.',
    onNetwork: host =>
      `Dieser Link öffnet sich in deinem Netz: Er enthält die Adresse dieses Computers darin, denn „${host}“ öffnet sich nur auf diesem Computer.`,
    onlyHere:
      'Dieser Link öffnet sich nur auf diesem Computer: Er scheint in keinem Netz zu sein, in dem andere ihn erreichen.',
  },

  receivers: {
    keepOpen: 'Lass diesen Tab offen: Die anderen bekommen alles von hier.',
    keepOpenFor: ({ have, count }) =>
      plural(count, {
        one: `Lass diesen Tab offen: ${have}, und # Person braucht es noch.`,
        other: `Lass diesen Tab offen: ${have}, und # andere brauchen es noch.`,
      }),
    mayClose: have => `${have}. Du kannst diesen Tab schließen.`,
    mayCloseUnless: have =>
      `${have}. Du kannst diesen Tab schließen, wenn es sonst niemand bekommen soll.`,
    haveEverything: count =>
      plural(count, { one: '# Person hat alles', other: '# Personen haben alles' }),
    haveChosen: count =>
      plural(count, {
        one: '# Person hat die eigene Auswahl',
        other: '# Personen haben die eigene Auswahl',
      }),
    haveBoth: ({ everything, count }) =>
      plural(count, {
        one: `${everything} und # hat die eigene Auswahl`,
        other: `${everything} und # haben die eigene Auswahl`,
      }),
    title: 'Wer da war',
    left: time => `gegangen um ${time}`,
    lastSeen: time => `zuletzt gesehen um ${time}`,
    hasEverything: when => `hat alles, ${when}`,
    hasChosen: when => `hat die eigene Auswahl, ${when}`,
    gotNothing: when => `hat den Link geöffnet und nichts bekommen, ${when}`,
    hasPart: ({ share, when }) => `hat ${percent(share)}, ${when}`,
  },

  files: {
    title: 'Dateien',
    find: 'Nach Name oder Ordner suchen',
    all: 'Alle',
    none: 'Keine',
    first: 'Zuerst',
    showFolder: name => `${name}: Dateien zeigen`,
    hideFolder: name => `${name}: Dateien verbergen`,
    nothingFound: 'Keine Datei hat das in ihrem Namen oder Ordner. Ein Komma heißt „oder“: 12, 45.',
    anyKind: 'Alle Arten',
    kinds: {
      pictures: 'Bilder',
      films: 'Filme',
      sound: 'Ton',
      documents: 'Dokumente',
      others: 'Andere',
    },
    chooseFound: count => plural(count, { one: 'Diese auswählen', other: 'Diese # auswählen' }),
    onlyFound: count => plural(count, { one: 'Nur diese', other: 'Nur diese #' }),
    dropFound: count => plural(count, { one: 'Diese auslassen', other: 'Diese # auslassen' }),
    found: ({ found, all }) =>
      plural(all, {
        one: `${number(found)} von # Datei gefunden.`,
        other: `${number(found)} von # Dateien gefunden.`,
      }),
    noneChosen: all => plural(all, { one: 'Keine von # Datei', other: 'Keine von # Dateien' }),
    allChosen: ({ all, size }) =>
      plural(all, { one: `# Datei, ${size}`, other: `Alle # Dateien, ${size}` }),
    someChosen: ({ chosen, all, size }) =>
      plural(all, {
        one: `${number(chosen)} von # Datei, ${size}`,
        other: `${number(chosen)} von # Dateien, ${size}`,
      }),
    count: ({ all, size }) => plural(all, { one: `# Datei, ${size}`, other: `# Dateien, ${size}` }),
    partOf: ({ share, size }) => `${percent(share)} von ${size}`,
    download: name => `${name} herunterladen`,
    pick: name => `${name} auswählen`,
    pickToShare: 'Nimm einige heraus, um einen Link nur zu den anderen zu bekommen.',
    pickToSave:
      'Nimm einige heraus, um die anderen zu speichern oder einen Link nur zu ihnen zu bekommen.',
    nothingPicked: 'Wähle mindestens eine Datei aus.',
    linkOfPicked: 'Link nur zu diesen machen',
    otherLinkStays: name =>
      `Der Link zu allem von ${name} gilt weiter, solange es in diesem Tab geteilt wird. Teile es nicht mehr, wenn niemand den Rest bekommen soll.`,
  },

  lost: {
    all: 'Dieser Tab hat nicht mehr, was du geteilt hast. Wähle es noch einmal aus: Dann können die anderen es von hier bekommen.',
    one: name =>
      `${name} wurde verschoben, geändert oder gelöscht, nachdem du die Datei geteilt hast. Wähle sie noch einmal aus: Dann können die anderen sie bekommen.`,
    some: ({ count, names }) =>
      plural(count, {
        other: `# Dateien wurden verschoben, geändert oder gelöscht, nachdem du sie geteilt hast: ${names}. Wähle sie noch einmal aus: Dann können die anderen sie bekommen.`,
      }),
    chooseAgain: 'Noch einmal auswählen',
    files: 'Die Dateien zum erneuten Auswählen',
    checking: 'Es wird geprüft, ob das die Dateien sind, die du geteilt hast.',
    isBack: name => `${name} ist wieder da, und die anderen können die Datei bekommen.`,
    areBack: count =>
      plural(count, { other: '# Dateien sind wieder da, und die anderen können sie bekommen.' }),
    isAnother: name => `${name} ist nicht die Datei, die du geteilt hast`,
    isAnotherMeans:
      'Ihr Inhalt ist ein anderer, deshalb passt sie nicht zu dem Link, den du gesendet hast. Neu geteilt, bekommt sie einen eigenen Link.',
    notNow: 'Jetzt nicht',
    shareAsNew: 'Neu teilen',
  },

  leftBehind: {
    busy: 'Einen Moment: Die Dateien davor werden noch vorbereitet.',
    tooMany: most =>
      `Das sind mehr als ${number(most)} Dateien. Pack sie in ein Archiv (eine ZIP-Datei) und teile das.`,
    emptyFolder: names =>
      `In ${names} ist keine Datei, und ein Ordner ohne Dateien kann nicht geteilt werden. Wähle einen anderen aus.`,
    unreadable: ({ names, count }) =>
      plural(count, {
        one: `${names} kann nicht gelesen werden`,
        other: `${names} können nicht gelesen werden`,
      }),
    unreadableOnly: ({ names, count }) =>
      plural(count, {
        one: `${names} kann nicht gelesen werden. Sieh nach, ob du die Datei öffnen darfst, und teile dann noch einmal.`,
        other: `${names} können nicht gelesen werden. Sieh nach, ob du sie öffnen darfst, und teile dann noch einmal.`,
      }),
    checkOne: 'Sieh nach, ob die Datei noch da ist und ob du sie öffnen darfst.',
    checkSome: 'Sieh nach, ob sie noch da sind und ob du sie öffnen darfst.',
    restWithoutOne: count =>
      plural(count, {
        one: '# andere Datei kann ohne sie geteilt werden.',
        other: '# andere Dateien können ohne sie geteilt werden.',
      }),
    restWithoutSome: count =>
      plural(count, {
        one: '# andere Datei kann ohne sie geteilt werden.',
        other: '# andere Dateien können ohne sie geteilt werden.',
      }),
    shareRest: 'Den Rest teilen',
    emptyLeftOut: ({ names, count }) =>
      plural(count, {
        one: `Ein Ordner ohne Dateien kann nicht geteilt werden: ${names} wurde ausgelassen.`,
        other: `Ordner ohne Dateien können nicht geteilt werden: ${names} wurden ausgelassen.`,
      }),
    leftOut: ({ names, count }) =>
      plural(count, { one: `${names} wurde ausgelassen.`, other: `${names} wurden ausgelassen.` }),
  },

  saving: {
    renamedPair: ({ name, savedAs }) => `„${name}“ als „${savedAs}“`,
    renamed: pairs =>
      `Unter einem ähnlichen Namen gespeichert, weil dieser Browser oder ein anderes System den eigenen nicht annimmt: ${pairs}.`,
    several: ({ count, names }) =>
      plural(count, { one: `# Datei (${names})`, other: `# Dateien (${names})` }),
    diskFull: what =>
      `Der Datenträger ist voll: ${what} konnte nicht gespeichert werden. Schaff Platz und speichere dann noch einmal: Nichts muss zweimal heruntergeladen werden.`,
    failed: ({ what, why }) => `Nicht gespeichert: ${what} (${why}).`,
    restSaved: 'Alles andere ist gespeichert.',
    reload: 'Lade die Seite neu: Was fehlt, wird noch einmal geholt. Speichere es dann.',
    allow:
      'Speichere noch einmal, und erlaube es, wenn der Browser fragt: Nichts muss zweimal heruntergeladen werden.',
    elsewhere:
      'Speichere noch einmal, in einen anderen Ordner oder auf einen anderen Datenträger: Nichts muss zweimal heruntergeladen werden.',
  },

  link: {
    parts: {
      dn: 'Der Name',
      tr: 'Die Adresse eines Servers',
      ws: 'Die Adresse eines Webservers',
      so: 'Die Auswahl der Dateien',
      xl: 'Die Größe',
      other: 'Ein Teil',
    },
    several: count =>
      plural(count, {
        other: 'Dieser Text hat # Links: Jeder wird geöffnet, der letzte wird gezeigt.',
      }),
    tooMany: count =>
      plural(count, {
        one: '# weiterer Link darin wurde nicht geöffnet: Füge den Rest einzeln ein.',
        other: '# weitere Links darin wurden nicht geöffnet: Füge den Rest einzeln ein.',
      }),
    bareCode:
      'Dieser Text hat nur einen Code, keinen ganzen Link: Der Name, und wo andere zu finden sind, ist nicht bekannt.',
    damaged: part => `${part} in diesem Link ist beschädigt und wurde so gut wie möglich gelesen.`,
    leftOut: part => `${part} in diesem Link ist beschädigt und wurde ausgelassen.`,
    refused: why => `Ein anderer Link in diesem Text wurde nicht geöffnet. ${why}`,
    symlinks: count =>
      plural(count, {
        one: '# symbolischer Link wurde ausgelassen: Er führt zu einer anderen Stelle auf einem Datenträger.',
        other:
          '# symbolische Links wurden ausgelassen: Sie führen zu anderen Stellen auf einem Datenträger.',
      }),
    noSuchFiles: 'Der Link verlangt Dateien, die es nicht gibt, deshalb sind alle ausgewählt.',
    someNoSuchFiles: count =>
      plural(count, {
        one: 'Der Link verlangt # Datei, die es nicht gibt. Die anderen sind ausgewählt.',
        other: 'Der Link verlangt # Dateien, die es nicht gibt. Die anderen sind ausgewählt.',
      }),
  },

  webServers: {
    caption: 'Webserver, und was sie gesendet haben',
    title: 'Webserver',
    sent: 'Gesendet',
    rate: 'Tempo',
    gives: 'sendet dir',
    idle: 'wird gefragt, wenn etwas fehlt',
    paused: why => `${why}; wird von selbst wieder gefragt`,
    never: why => `wird nicht gefragt: ${why}`,
    noMore: why => `wird nicht mehr gefragt: ${why}`,
    troubles: {
      network:
        'er ist nicht erreichbar oder erlaubt Seiten anderer Herkunft nicht, ihn zu lesen (CORS)',
      short: 'er hat mitten in einer Antwort aufgehört',
      redirect: 'er verweist auf eine andere Adresse, die eine Seite nicht prüfen kann',
      'no-ranges': 'er sendet nur ganze Dateien, keine Teile davon',
      'wrong-range': 'er hat einen anderen Teil gesendet als verlangt oder hat eine andere Datei',
      packed: 'er sendet die Datei komprimiert',
      'not-http': 'seine Adresse ist keine des Webs',
      credentials: 'seine Adresse enthält einen Namen oder ein Passwort',
      'private-address': 'seine Adresse gehört zu diesem Computer oder einem privaten Netz',
      insecure: 'seine Adresse ist http, und diese Seite kam über https',
      'too-many': 'es werden schon genug andere gefragt',
    },
    status: code => `er hat ${code} geantwortet`,
    wrongPieces: count =>
      plural(count, {
        one: 'er hat # falsches Stück gesendet',
        other: 'er hat # falsche Stücke gesendet',
      }),
  },
}
export default texts
