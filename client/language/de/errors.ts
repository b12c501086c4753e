import type { ErrorsTexts } from '../en/errors.ts'
import { number } from '../format.ts'

const copyAgain = 'Kopiere den ganzen Link noch einmal.'

const texts: ErrorsTexts = {
  codes: {
    'unsupported-browser':
      'Dieser Browser kann sich nicht mit anderen verbinden (WebRTC fehlt oder ist abgeschaltet). Nimm einen aktuellen Firefox, Chrome, Edge oder Safari.',
    'not-loaded':
      'Dafür braucht es einen Teil der Seite, der nicht geladen werden konnte: Der Server ist nicht da oder hat eine neuere Version. Versuch es noch einmal, wenn er wieder da ist; hilft das nicht, lade die Seite neu.',
    'no-files': 'Wähle mindestens eine Datei zum Teilen aus.',
    'empty-files': 'Diese Dateien sind leer. Wähle andere zum Teilen aus.',
    'too-large': 'Das ist zu groß, um es auf einmal zu teilen. Teile es in mehreren Schritten.',
  },
  others: {
    'not-together': 'Diese Dateien können nicht zusammen geteilt werden. Teile weniger auf einmal.',
    changing: 'Diese Dateien ändern sich, während sie gelesen werden. Teile sie noch einmal.',
    'torrent-file-too-large':
      'Das ist zu groß für eine .torrent-Datei (höchstens 10\u00a0MB). Um sie so zu senden, wie sie ist, teile sie in einem Ordner oder einer ZIP-Datei.',
    'torrent-file-unreadable':
      'Die .torrent-Datei konnte nicht gelesen werden. Sieh nach, ob sie noch da ist, und öffne sie dann noch einmal.',
    goal: 'Wähle ein Verhältnis oder eine Zeit über 0, oder keines von beiden.',
    'random-first': 'Wähle, wie viele Stücke zufällig kommen: 0 oder mehr.',
    'play-rate': 'Wähle, wie schnell es abgespielt wird: über 0.',
    'unknown-way': 'Wähle eine der angebotenen Möglichkeiten.',
  },
  unreadableOne: name =>
    `${name} kann nicht gelesen werden. Sieh nach, ob die Datei noch da ist und geöffnet werden darf, und teile dann noch einmal.`,
  unreadable: names =>
    `${names} können nicht gelesen werden. Sieh nach, ob sie noch da sind und geöffnet werden dürfen, und teile dann noch einmal.`,
  unusable: why =>
    `Dieser Torrent kann nicht verwendet werden: ${why}. Bitte den um einen neuen, der ihn gemacht hat.`,
  torrentFaults: {
    damaged: 'Er ist beschädigt',
    'file-too-large': 'Die .torrent-Datei ist größer als 10\u00a0MB',
    'info-too-large': 'Seine Beschreibung ist größer als 10\u00a0MB',
    'no-info': 'Er hat keine Beschreibung',
    'v2-only': 'Er ist nur für BitTorrent Version 2, nicht für 1 oder beide',
    empty: 'Er ist leer',
    'too-many-files': 'Er hat mehr als 100.000 Dateien',
    'no-list': 'Seine Dateien stehen nicht in einer Liste',
    'no-files': 'Er hat weder eine Länge noch eine Dateiliste',
    'bad-file': 'Eine Datei ist nicht beschrieben',
    symlink: 'Er enthält nur einen Verweis auf einen anderen Ort des Datenträgers',
    'bad-length': 'Eine Datei hat keine gültige Länge',
    'too-long': 'Seine Dateien sind unmöglich lang',
    'long-padding': 'Seine Auffüllung ist länger als ein Stück',
    'too-deep': 'Er hat mehr als 100 Ordner ineinander',
    'bad-name': 'Der Name einer Datei oder eines Ordners darin führt in einen anderen Ordner',
    'bad-piece-length': 'Die Länge seiner Stücke liegt nicht zwischen 1\u00a0Byte und 64\u00a0MiB',
    'no-hashes': 'Seine Prüfsummen fehlen',
    'bad-hashes': 'Seine Prüfsummen passen nicht zu seiner Länge',
  },
  link: {
    'not-a-magnet':
      'In diesem Text ist kein Link. In einem Link steht „urn:btih:“: Kopiere ihn ganz.',
    'too-long': `Das ist zu lang für einen Link zum Teilen. ${copyAgain}`,
    'no-hash': `Dieser Link ist nicht vollständig: Er sagt nicht, zu welchem Inhalt er gehört. ${copyAgain}`,
    'bad-hash': `Dieser Link ist beschädigt. ${copyAgain}`,
    'v2-only':
      'Dieser Link ist nur für BitTorrent Version 2, was hier nicht geöffnet werden kann. Bitte um einen Link der Version 1 oder für beide.',
    'bad-encoding': `Dieser Link ist an einem %-Zeichen beschädigt. ${copyAgain}`,
    'bad-gossip':
      'Dieser Link verlangt eine Art des Teilens, die diese Seite nicht kennt. Lade die Seite neu.',
  },
  storage: {
    usedUp:
      'Der Speicherplatz, den dieser Browser erlaubt, ist aufgebraucht. Schaff Platz und versuch es dann noch einmal.',
    refused:
      'Der Browser hat sich geweigert, den Download zu speichern. Versuch es noch einmal; hilft das nicht, lade die Seite neu.',
    tooLargeForMemory:
      'Dieser Browser lässt die Seite keine Dateien speichern, und der Download ist zu groß für den Arbeitsspeicher. Öffne den Link in einem normalen (nicht privaten) Fenster.',
  },
  server: {
    'not yours':
      'Diese Peer-ID gehört zu einer anderen Verbindung. Warte eine halbe Minute oder lade die Seite neu.',
    'another id': 'Diese Verbindung ist im Schwarm unter einer anderen Peer-ID. Beende erst jene.',
    'too many swarms':
      'In diesem Tab sind zu viele Torrents offen. Entferne einen, um einen anderen zu öffnen.',
    'own share taken':
      'In deinem Netz sind so viele Torrents offen, wie der Server erlaubt. Schließe einen, um einen anderen zu öffnen.',
    'all taken':
      'Der Server hat keinen Platz für einen weiteren Torrent. Versuch es später noch einmal.',
    'place given away':
      'Der Server ist voll, und dein Netz hat dort mehr Torrents als jedes andere. Versuch es später noch einmal.',
    'connection given away':
      'Der Server ist voll, und dein Netz hat mehr Verbindungen zu ihm als jedes andere. Versuch es später noch einmal.',
    'too many connections':
      'Dein Netz hat mehr Verbindungen zu diesen Servern, als eines haben darf. Versuch es später noch einmal.',
    'too often': 'Dieser Tab meldet sich zu oft. In ein paar Sekunden darf er es wieder.',
    'no proof':
      'Diese Peer-ID muss nachgewiesen werden, und es kam kein Nachweis. Lade die Seite neu.',
    'too many proofs':
      'Zu viele Nachweise von Peer-IDs auf einmal. Versuch es in einer Minute noch einmal.',
    'bad proof':
      'Der Nachweis dieser Peer-ID gilt hier nicht. Lade die Seite neu; hilft das nicht, ändert ein Proxy vor dem Server den Host, den er weitergibt.',
    unreachable: 'Der Server ist nicht erreichbar. Es wird weiter versucht, bis er wieder da ist.',
    'no answer': 'Der Server hat nicht geantwortet. Es wird noch einmal versucht.',
    'strange answer':
      'Der Server hat eine Antwort gegeben, die diese Seite nicht kennt. Lade die Seite neu.',
    'taken over':
      'Eine andere Verbindung hat nachgewiesen, dass sie dieser Tab ist. Lade die Seite neu, um wieder mitzumachen.',
  },
  limit: least =>
    `Wähle eine Grenze von mindestens ${number(least)}\u00a0Byte pro Sekunde, oder keine.`,
  lineRate: ({ least, most }) => `Wähle eine Grenze von ${least} bis ${most}, oder keine.`,
  lineDelay: mostMs => `Wähle eine Verzögerung von 0 bis ${number(mostMs)}\u00a0ms.`,
  lineLoss: mostPercent => `Wähle einen Verlust von 0 bis ${number(mostPercent)}\u00a0%.`,
  uploadSlots: most => `Bediene 1 bis ${number(most)} andere gleichzeitig.`,
  blockBytes: ({ least, most }) =>
    `Wähle Blöcke von ${number(least)} bis ${number(most)}\u00a0Byte.`,
  piecesAtOnce: most => `Hole 1 bis ${number(most)} Stücke gleichzeitig.`,
}
export default texts
