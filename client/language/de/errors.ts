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
      'Das ist zu groß für eine .torrent-Datei (höchstens 10 MB). Um sie so zu senden, wie sie ist, teile sie in einem Ordner oder einer ZIP-Datei.',
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
    `Dieser Torrent kann nicht verwendet werden: ${why}. Lass dir einen neuen geben, von dem, der ihn gemacht hat.`,
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
  limit: least => `Wähle eine Grenze von mindestens ${number(least)} Byte pro Sekunde, oder keine.`,
  lineRate: ({ least, most }) => `Wähle eine Grenze von ${least} bis ${most}, oder keine.`,
  lineDelay: mostMs => `Wähle eine Verzögerung von 0 bis ${number(mostMs)} ms.`,
  lineLoss: mostPercent => `Wähle einen Verlust von 0 bis ${number(mostPercent)} %.`,
  uploadSlots: most => `Bediene 1 bis ${number(most)} andere gleichzeitig.`,
  blockBytes: ({ least, most }) => `Wähle Blöcke von ${number(least)} bis ${number(most)} Byte.`,
  piecesAtOnce: most => `Hole 1 bis ${number(most)} Stücke gleichzeitig.`,
}
export default texts
