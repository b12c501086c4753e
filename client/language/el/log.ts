import type { LogTexts } from '../en/log.ts'
import { number, plural } from '../format.ts'

const texts: LogTexts = {
  kinds: {
    swarm: 'Σμήνος και tracker',
    links: 'Συνδέσεις',
    choking: 'Choking και ενδιαφέρον',
    requests: 'Αιτήματα και μπλοκ',
    pieces: 'Κομμάτια',
    gossip: 'Gossip',
  },
  joined: 'Είσοδος στο σμήνος',
  announced: ({ seeders, leechers }) =>
    `Αναγγελία: ${plural(seeders, { one: '# seeder', other: '# seeders' })}, ${plural(leechers, { one: '# leecher', other: '# leechers' })}`,
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
    `${remote}: αποκλείστηκε για ${plural(minutes, { one: '# λεπτό', other: '# λεπτά' })} (${reason})`,
  bannedForGood: ({ remote, reason }) => `${remote}: αποκλείστηκε οριστικά (${reason})`,
  metadataReceived: ({ remote }) => `Ελήφθησαν ονόματα και μεγέθη από ${remote}`,
  metadataFailed: ({ remote }) =>
    `${remote}: έστειλε ονόματα και μεγέθη που δεν ταιριάζουν με τον σύνδεσμο`,
  opened: ({ held, pieces }) =>
    plural(pieces, {
      one: `Ο χώρος αποθήκευσης άνοιξε: ${number(held)} από # κομμάτι`,
      other: `Ο χώρος αποθήκευσης άνοιξε: ${number(held)} από # κομμάτια`,
    }),
  requested: ({ remote, block, pick }) => `Ζητήθηκε από ${remote}: ${block} (${pick})`,
  snubbed: ({ remote, released }) =>
    plural(released, {
      one: `${remote} δεν απαντά: # αίτημα δόθηκε σε άλλους`,
      other: `${remote} δεν απαντά: # αιτήματα δόθηκαν σε άλλους`,
    }),
  pieceFailed: ({ piece }) => `Το κομμάτι ${piece} ήταν κατεστραμμένο: λαμβάνεται ξανά`,
  verifyFailed: ({ piece, reason }) => `Το κομμάτι ${piece} δεν ελέγχθηκε: ${reason}`,
  metadataNotChecked: ({ reason }) => `Ονόματα και μεγέθη δεν ελέγχθηκαν: ${reason}`,
  pieceHeld: ({ piece }) => `Το κομμάτι ${piece} ελέγχθηκε και αποθηκεύτηκε`,
  writeFailed: ({ piece, reason }) => `Το κομμάτι ${piece} δεν αποθηκεύτηκε: ${reason}`,
  readFailed: ({ piece, reason }) => `Το κομμάτι ${piece} δεν διαβάστηκε: ${reason}`,
  finished: 'Τέλος: ό,τι ζητήθηκε έχει ελεγχθεί',
  broken: ({ reason }) => `Τερματίστηκε από σφάλμα του προγράμματος: ${reason}`,
  sent: ({ remote, what }) => `Προς ${remote}: ${what}`,
  received: ({ remote, what }) => `Από ${remote}: ${what}`,
  block: ({ piece, begin }) => `${piece} από το ${begin}`,
  piece: ({ piece }) => `κομμάτι ${piece}`,
  gossipRound: ({ round, useful, redundant, sent }) =>
    plural(useful, {
      one: `Γύρος ${round}: ελήφθη # κομμάτι, ${redundant} μάταια, ${sent} προς άλλους`,
      other: `Γύρος ${round}: ελήφθησαν # κομμάτια, ${redundant} μάταια, ${sent} προς άλλους`,
    }),
  stalled: ({ remote, piece }) => `Το κομμάτι ${piece}, που υποσχέθηκε ${remote}, δεν έχει έρθει`,
  silent: ({ remote }) => `Τίποτα από ${remote} εδώ και ώρα`,
  heardAgain: ({ remote }) => `${remote} ακούγεται ξανά`,
}
export default texts
