import type { SentenceTexts } from '../en/share-sentences.ts'
import { percent } from '../format.ts'

const keepOpen = 'Lass diesen Tab offen: Es geht von selbst weiter.'
const helpUdp =
  'Eine Einstellung, eine Erweiterung oder ein VPN des Browsers verbietet es, oder das Gerät ist in keinem Netz: Ändere das oder nimm einen anderen Browser.'
const unreached = (why: string) =>
  `Jemand mit diesem Link ist online, aber keine Verbindung zwischen euch kommt durch: ${why}`
const offered =
  'Lass diesen Tab offen: Es wird dir hier angeboten, sobald jemand kommt, und der Titel des Tabs sagt es.'

const texts: SentenceTexts = {
  peer: {
    exchanges: 'sendet dir und bekommt von dir',
    gives: 'sendet dir',
    takes: 'bekommt von dir',
    slow: 'antwortet langsam',
    arrived: 'gerade gekommen',
    willSend: 'sendet, wenn du dran bist',
    waits: 'ist noch nicht dran',
    hasAll: 'hat alles',
    hasChosen: 'hat die eigene Auswahl',
    opened: 'hat den Link geöffnet',
    idle: 'gerade nichts zu tauschen',
  },

  unreached: {
    udpOff: unreached(
      `Dieser Browser lässt eine Seite keine direkte Verbindung herstellen. ${helpUdp}`,
    ),
    theirUdpOff: unreached(
      `Der andere Browser lässt eine Seite keine direkte Verbindung herstellen. Dort muss etwas geschehen: ${helpUdp}`,
    ),
    networkClosed: unreached(
      'Dieses Netz lässt keine direkte Verbindung hinaus. Versuch es in einem anderen Netz, zum Beispiel dem eines Handys.',
    ),
    onlyOwnNetwork: unreached(
      'Dieser Tab kennt nur sein eigenes Netz. Beide müssen darin sein, oder der Server muss unter einer Adresse geöffnet werden, die andere erreichen, und den Tabs ihre eigene nennen (STUN_PORT).',
    ),
    bothClosed: unreached('Eure Netze lassen niemanden herein. Im selben Netz geht es.'),
    relay: {
      none: 'Auch ein Relais hilft: Wer diesen Server betreibt, kann eines hinzufügen (TURN_URLS).',
      unknown: 'Das Relais hat noch nicht geantwortet.',
      unreached:
        'Das Relais dieses Servers antwortet nicht: Wer ihn betreibt, sollte nachsehen, ob es läuft und seine Ports offen sind.',
      reached:
        'Das Relais dieses Servers antwortet, führt aber zu niemandem: Vielleicht erreichen die anderen es nicht.',
    },
    triesAgain: 'Lass diesen Tab offen: Er versucht es weiter.',
  },

  alone: {
    connecting: 'Jemand anderes hat diesen Link offen. Die Verbindung wird hergestellt.',
    notOpened:
      'Noch hat niemand den Link geöffnet. Lass diesen Tab offen: Die anderen bekommen alles von dir.',
    nobodyElse: 'Sonst ist gerade niemand da.',
    nobodyYet: 'Noch ist sonst niemand da.',
  },

  waiting: {
    askingNames: 'Jemand ist da. Namen und Größen werden erfragt.',
    nothingArrives: `Es sind andere da, die es haben, aber gerade kommt nichts an. ${keepOpen}`,
    missingHere: `Es sind andere da, aber niemand hat gerade die fehlenden Stücke. ${keepOpen}`,
    connecting: 'Verbindung zu jemandem, der diesen Link geöffnet hat, wird hergestellt.',
    private:
      'Das ist privat: Nur die Server, die darin stehen, dürfen Leute zusammenbringen, und keiner von ihnen antwortet dieser Seite.',
    serverAway:
      'Der Server, der Tabs miteinander bekannt macht, ist nicht erreichbar. Lass diesen Tab offen: Er versucht es von selbst weiter.',
    refused: reason => `Der Server lehnt diesen Link ab: ${reason}.`,
    looking: 'Andere mit diesem Link werden gesucht.',
    connectingToFile: 'Jemand mit dieser Datei ist online. Die Verbindung wird hergestellt.',
    othersLack: `Andere haben diesen Link offen, aber niemand hat die fehlenden Stücke. ${keepOpen}`,
    othersLackOffered: `Andere haben diesen Link offen, aber niemand hat die fehlenden Stücke. ${offered}`,
    allLeft:
      'Alle, die die fehlenden Stücke haben, sind gegangen. Lass diesen Tab offen: Es geht weiter, wenn jemand zurückkommt.',
    nobody:
      'Noch ist niemand mit dieser Datei online. Lass diesen Tab offen: Es beginnt von selbst.',
    nobodyOffered: `Noch ist niemand mit dieser Datei online. ${offered}`,
  },

  shortage: {
    memory: ({ needed, room }) =>
      `Das passt nicht: Es braucht ${needed}, und ohne Datenträger kann diese Seite noch ${room} halten. Öffne den Link in einem normalen (nicht privaten) Fenster.`,
    memoryMany: ({ needed, room }) =>
      `Das passt nicht: Es braucht ${needed}, und ohne Datenträger kann diese Seite noch ${room} halten. Öffne den Link in einem normalen (nicht privaten) Fenster, oder wähle weniger Dateien aus.`,
    disk: ({ needed, room }) =>
      `Das passt vielleicht nicht: Es braucht ${needed}, und dieser Browser kann nach eigener Angabe noch ${room} speichern. Schaff Platz auf diesem Datenträger, oder lösche, was dieser Browser aufbewahrt.`,
    diskMany: ({ needed, room }) =>
      `Das passt vielleicht nicht: Es braucht ${needed}, und dieser Browser kann nach eigener Angabe noch ${room} speichern. Schaff Platz auf diesem Datenträger, lösche, was dieser Browser aufbewahrt, oder wähle weniger Dateien aus.`,
  },

  spoken: {
    downloading: ({ name, share }) => `${name} wird heruntergeladen: ${share} Prozent`,
    percent: share => `${share} Prozent`,
    done: name => `${name}: 100 Prozent. Jedes Stück ist geprüft.`,
    sharing: name => `Der Link zu ${name} ist fertig.`,
    offered: name => `${name} kann heruntergeladen werden.`,
    waiting: name => `${name}: wartet auf jemanden, der es hat.`,
    stuck: name => `${name}: Der Download ist stehen geblieben.`,
    broken: name => `${name}: durch einen Fehler dieser Seite beendet.`,
    promised: name => `${name} wird von selbst heruntergeladen, sobald es da ist.`,
    notPromised: name => `${name} wird nicht von selbst heruntergeladen.`,
  },

  title: {
    waiting: ({ share, name }) => `${percent(share)}, wartet: ${name}`,
    paused: ({ share, name }) => `${percent(share)}, angehalten: ${name}`,
    joining: name => `Wartet: ${name}`,
    ready: name => `Bereit: ${name}`,
  },

  names: {
    quoted: name => `„${name}“`,
    more: count => `${count} weitere`,
  },

  news: {
    andMore: ({ name, more }) => `${name} und ${more} weitere`,
    opened: ({ who, count, name }) =>
      `${who} ${count === 1 ? 'hat' : 'haben'} den Link zu ${name} geöffnet.`,
    hasAll: ({ who, count, name }) => `${who} ${count === 1 ? 'hat' : 'haben'} alles von ${name}.`,
    hasChosen: ({ who, count, name }) =>
      `${who} ${count === 1 ? 'hat' : 'haben'} die eigene Auswahl aus ${name}.`,
    leftWithAll: ({ who, count, name }) =>
      `${who} ${count === 1 ? 'ist' : 'sind'} mit allem von ${name} gegangen.`,
    leftWithChosen: ({ who, count, name }) =>
      `${who} ${count === 1 ? 'ist' : 'sind'} mit der eigenen Auswahl aus ${name} gegangen.`,
    leftWithout: ({ who, count, name }) =>
      `${who} ${count === 1 ? 'ist' : 'sind'} gegangen und ${count === 1 ? 'hat' : 'haben'} nicht alles von ${name}.`,
  },
}
export default texts
