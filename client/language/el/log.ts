import type { LogTexts } from '../en/log.ts'
import { number, plural } from '../format.ts'

const texts: LogTexts = {
  kinds: {
    swarm: 'Σμήνος και tracker',
    links: 'Συνδέσεις',
    choking: 'Choking και ενδιαφέρον',
    requests: 'Αιτήσεις και μπλοκ',
    pieces: 'Κομμάτια',
    gossip: 'Gossip',
  },
  joined: 'Είσοδος στο σμήνος',
  announced: ({ seeders, leechers }) =>
    `Αναγγελία: ${number(seeders)} seeders, ${number(leechers)} leechers`,
  announceFailed: ({ reason }) => `Η αναγγελία απορρίφθηκε: ${reason}`,
  trackerDown: ({ reason }) => `Ο tracker δεν είναι προσβάσιμος: ${reason}`,
  dialled: ({ remote }) => `Σύνδεση με ${remote}`,
  dialledVia: ({ remote, via }) => `Σύνδεση με ${remote} μέσω ${via}`,
  dialFailed: ({ remote, reason }) => `Δεν έγινε σύνδεση με ${remote}: ${reason}`,
  linked: ({ remote }) => `Συνδέθηκε: ${remote}`,
  reached: ({ remote, reach }) => `${remote}: ${reach}`,
  ways: { 'same-network': 'ίδιο δίκτυο', direct: 'απευθείας', relayed: 'με αναμετάδοση' },
  unlinked: ({ remote, reason }) => `Έφυγε: ${remote} (${reason})`,
  banned: ({ remote, minutes, reason }) =>
    `${remote}: αποκλείστηκε για ${number(minutes)} λεπτά (${reason})`,
  bannedForGood: ({ remote, reason }) => `${remote}: αποκλείστηκε οριστικά (${reason})`,
  metadataReceived: ({ remote }) => `Ελήφθησαν ονόματα και μεγέθη από ${remote}`,
  metadataFailed: ({ remote }) =>
    `${remote}: έστειλε ονόματα και μεγέθη που δεν ταιριάζουν με τον σύνδεσμο`,
  opened: ({ held, pieces }) =>
    plural(pieces, {
      one: `Η αποθήκη άνοιξε: ${number(held)} από # κομμάτι`,
      other: `Η αποθήκη άνοιξε: ${number(held)} από # κομμάτια`,
    }),
  requested: ({ remote, block, pick }) => `Ζητήθηκε ${block} από ${remote} (${pick})`,
  snubbed: ({ remote, released }) =>
    plural(released, {
      one: `${remote} δεν απαντά: # αίτηση δόθηκε σε άλλους`,
      other: `${remote} δεν απαντά: # αιτήσεις δόθηκαν σε άλλους`,
    }),
  pieceFailed: ({ piece }) => `Το κομμάτι ${piece} ήταν κατεστραμμένο: λαμβάνεται ξανά`,
  verifyFailed: ({ piece, reason }) => `Το κομμάτι ${piece} δεν ελέγχθηκε: ${reason}`,
  metadataNotChecked: ({ reason }) => `Ονόματα και μεγέθη δεν ελέγχθηκαν: ${reason}`,
  pieceHeld: ({ piece }) => `Το κομμάτι ${piece} ελέγχθηκε και φυλάχτηκε`,
  writeFailed: ({ piece, reason }) => `Το κομμάτι ${piece} δεν φυλάχτηκε: ${reason}`,
  readFailed: ({ piece, reason }) => `Το κομμάτι ${piece} δεν διαβάστηκε: ${reason}`,
  finished: 'Τέλος: ό,τι ζητήθηκε έχει ελεγχθεί',
  broken: ({ reason }) => `Τερματίστηκε από σφάλμα του προγράμματος: ${reason}`,
  sent: ({ remote, what }) => `Προς ${remote}: ${what}`,
  received: ({ remote, what }) => `Από ${remote}: ${what}`,
  block: ({ piece, begin }) => `${piece} από ${begin}`,
  piece: ({ piece }) => `κομμάτι ${piece}`,
  gossipRound: ({ round, useful, redundant, sent }) =>
    plural(useful, {
      one: `Γύρος ${round}: ελήφθη # κομμάτι, ${redundant} μάταια, ${sent} στάλθηκαν`,
      other: `Γύρος ${round}: ελήφθησαν # κομμάτια, ${redundant} μάταια, ${sent} στάλθηκαν`,
    }),
  stalled: ({ remote, piece }) => `Το κομμάτι ${piece}, που υποσχέθηκε ${remote}, δεν έρχεται`,
  silent: ({ remote }) => `Τίποτα από ${remote} εδώ και ώρα`,
  heardAgain: ({ remote }) => `${remote} ακούγεται ξανά`,
}
export default texts
