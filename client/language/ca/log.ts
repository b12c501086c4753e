import type { LogTexts } from '../en/log.ts'
import { number, plural } from '../format.ts'

const texts: LogTexts = {
  kinds: {
    swarm: 'Eixam i tracker',
    links: 'Connexions',
    choking: 'Choking i interès',
    requests: 'Peticions i blocs',
    pieces: 'Trossos',
    gossip: 'Gossip',
  },
  joined: 'Entrada a l’eixam',
  announced: ({ seeders, leechers }) =>
    `Anunciat: ${plural(seeders, { one: '# seeder', other: '# seeders' })}, ${plural(leechers, { one: '# leecher', other: '# leechers' })}`,
  announceFailed: ({ reason }) => `Anunci rebutjat: ${reason}`,
  trackerDown: ({ reason }) => `Tracker inaccessible: ${reason}`,
  dialled: ({ remote }) => `S’està connectant amb ${remote}`,
  dialledVia: ({ remote, via }) => `S’està connectant amb ${remote} a través de ${via}`,
  dialFailed: ({ remote, reason }) => `Sense connexió amb ${remote}: ${reason}`,
  linked: ({ remote }) => `Connectat amb ${remote}`,
  reached: ({ remote, reach }) => `${remote}: ${reach}`,
  ways: { 'same-network': 'mateixa xarxa', direct: 'directe', relayed: 'per retransmissió' },
  unlinked: ({ remote, reason }) => `${remote} se n’ha anat: ${reason}`,
  banned: ({ remote, minutes, reason }) =>
    `${remote} queda fora durant ${number(minutes)}\u00a0min: ${reason}`,
  bannedForGood: ({ remote, reason }) => `${remote} queda fora per sempre: ${reason}`,
  metadataReceived: ({ remote }) => `Noms i mides rebuts de ${remote}`,
  metadataFailed: ({ remote }) => `${remote} ha enviat noms i mides que no corresponen a l’enllaç`,
  opened: ({ held, pieces }) =>
    plural(pieces, {
      one: `Magatzem obert: ${number(held)} de # tros`,
      other: `Magatzem obert: ${number(held)} de # trossos`,
    }),
  requested: ({ remote, block, pick }) => `Demanat ${block} a ${remote} (${pick})`,
  snubbed: ({ remote, released }) =>
    plural(released, {
      one: `${remote} no respon: # petició passa a altres`,
      other: `${remote} no respon: # peticions passen a altres`,
    }),
  pieceFailed: ({ piece }) => `El tros ${piece} estava malmès: es torna a demanar`,
  verifyFailed: ({ piece, reason }) => `No s’ha pogut comprovar el tros ${piece}: ${reason}`,
  metadataNotChecked: ({ reason }) => `No s’han pogut comprovar els noms i les mides: ${reason}`,
  pieceHeld: ({ piece }) => `Tros ${piece} comprovat i desat`,
  writeFailed: ({ piece, reason }) => `No s’ha pogut desar el tros ${piece}: ${reason}`,
  readFailed: ({ piece, reason }) => `No s’ha pogut llegir el tros ${piece}: ${reason}`,
  finished: 'Acabat: tot el que s’ha demanat està comprovat',
  broken: ({ reason }) => `Acabat per una fallada d’aquest programa: ${reason}`,
  sent: ({ remote, what }) => `A ${remote}: ${what}`,
  received: ({ remote, what }) => `De ${remote}: ${what}`,
  block: ({ piece, begin }) => `${piece} des de ${begin}`,
  piece: ({ piece }) => `tros ${piece}`,
  gossipRound: ({ round, useful, redundant, sent }) =>
    plural(useful, {
      one: `Ronda ${round}: # tros rebut, en va: ${redundant}, enviats: ${sent}`,
      other: `Ronda ${round}: # trossos rebuts, en va: ${redundant}, enviats: ${sent}`,
    }),
  stalled: ({ remote, piece }) => `El tros ${piece}, promès per ${remote}, no ha arribat`,
  silent: ({ remote }) => `Sense notícies de ${remote} des de fa una estona`,
  heardAgain: ({ remote }) => `${remote} torna a donar senyals`,
}
export default texts
