import type { LogTexts } from '../en/log.ts'
import { number, plural } from '../format.ts'

const texts: LogTexts = {
  kinds: {
    swarm: 'Schwarm und Tracker',
    links: 'Verbindungen',
    choking: 'Choking und Interesse',
    requests: 'Anfragen und Blöcke',
    pieces: 'Stücke',
    gossip: 'Gossip',
  },
  joined: 'Dem Schwarm beigetreten',
  announced: ({ seeders, leechers }) =>
    `Angemeldet: ${number(seeders)} Seeder, ${number(leechers)} Leecher`,
  announceFailed: ({ reason }) => `Anmeldung abgelehnt: ${reason}`,
  trackerDown: ({ reason }) => `Tracker nicht erreicht: ${reason}`,
  dialled: ({ remote }) => `Verbindung zu ${remote} wird hergestellt`,
  dialledVia: ({ remote, via }) => `Verbindung zu ${remote} wird über ${via} hergestellt`,
  dialFailed: ({ remote, reason }) => `Keine Verbindung zu ${remote}: ${reason}`,
  linked: ({ remote }) => `Verbunden mit ${remote}`,
  reached: ({ remote, reach }) => `${remote}: ${reach}`,
  ways: { 'same-network': 'gleiches Netz', direct: 'direkt', relayed: 'über ein Relais' },
  unlinked: ({ remote, reason }) => `${remote} ist weg: ${reason}`,
  banned: ({ remote, minutes, reason }) =>
    `${remote} ist für ${number(minutes)}\u00a0min ausgesperrt: ${reason}`,
  bannedForGood: ({ remote, reason }) => `${remote} ist für immer ausgesperrt: ${reason}`,
  metadataReceived: ({ remote }) => `Namen und Größen von ${remote} empfangen`,
  metadataFailed: ({ remote }) =>
    `${remote} hat Namen und Größen gesendet, die nicht zum Link passen`,
  opened: ({ held, pieces }) =>
    plural(pieces, {
      one: `Speicher geöffnet: ${number(held)} von # Stück vorhanden`,
      other: `Speicher geöffnet: ${number(held)} von # Stücken vorhanden`,
    }),
  requested: ({ remote, block, pick }) => `${block} von ${remote} angefordert (${pick})`,
  snubbed: ({ remote, released }) =>
    plural(released, {
      one: `${remote} antwortet nicht: # Anfrage geht an andere`,
      other: `${remote} antwortet nicht: # Anfragen gehen an andere`,
    }),
  pieceFailed: ({ piece }) => `Stück ${piece} war beschädigt und wird neu geholt`,
  verifyFailed: ({ piece, reason }) => `Stück ${piece} konnte nicht geprüft werden: ${reason}`,
  metadataNotChecked: ({ reason }) => `Namen und Größen konnten nicht geprüft werden: ${reason}`,
  pieceHeld: ({ piece }) => `Stück ${piece} geprüft und gespeichert`,
  writeFailed: ({ piece, reason }) => `Stück ${piece} konnte nicht gespeichert werden: ${reason}`,
  readFailed: ({ piece, reason }) => `Stück ${piece} konnte nicht gelesen werden: ${reason}`,
  finished: 'Fertig: Alles Gewünschte ist geprüft',
  broken: ({ reason }) => `Durch einen Fehler dieses Programms beendet: ${reason}`,
  sent: ({ remote, what }) => `An ${remote}: ${what}`,
  received: ({ remote, what }) => `Von ${remote}: ${what}`,
  block: ({ piece, begin }) => `${piece} ab ${begin}`,
  piece: ({ piece }) => `Stück ${piece}`,
  gossipRound: ({ round, useful, redundant, sent }) =>
    plural(useful, {
      one: `Runde ${round}: # Stück empfangen, ${redundant} vergeblich, ${sent} gesendet`,
      other: `Runde ${round}: # Stücke empfangen, ${redundant} vergeblich, ${sent} gesendet`,
    }),
  stalled: ({ remote, piece }) => `Stück ${piece}, von ${remote} versprochen, ist nicht gekommen`,
  silent: ({ remote }) => `Seit einiger Zeit nichts von ${remote} gehört`,
  heardAgain: ({ remote }) => `${remote} meldet sich wieder`,
}
export default texts
