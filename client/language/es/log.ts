import type { LogTexts } from '../en/log.ts'
import { number, plural } from '../format.ts'

const texts: LogTexts = {
  kinds: {
    swarm: 'Enjambre y tracker',
    links: 'Conexiones',
    choking: 'Choking e interés',
    requests: 'Peticiones y bloques',
    pieces: 'Trozos',
    gossip: 'Gossip',
  },
  joined: 'Entrada en el enjambre',
  announced: ({ seeders, leechers }) =>
    `Anunciado: ${plural(seeders, { one: '# seeder', other: '# seeders' })}, ${plural(leechers, { one: '# leecher', other: '# leechers' })}`,
  announceFailed: ({ reason }) => `Anuncio rechazado: ${reason}`,
  trackerDown: ({ reason }) => `Tracker inaccesible: ${reason}`,
  dialled: ({ remote }) => `Conectando con ${remote}`,
  dialledVia: ({ remote, via }) => `Conectando con ${remote} a través de ${via}`,
  dialFailed: ({ remote, reason }) => `Sin conexión con ${remote}: ${reason}`,
  linked: ({ remote }) => `Conectado con ${remote}`,
  reached: ({ remote, reach }) => `${remote}: ${reach}`,
  ways: { 'same-network': 'misma red', direct: 'directo', relayed: 'por retransmisión' },
  unlinked: ({ remote, reason }) => `${remote} se ha ido: ${reason}`,
  banned: ({ remote, minutes, reason }) =>
    `${remote} queda fuera durante ${number(minutes)}\u00a0min: ${reason}`,
  bannedForGood: ({ remote, reason }) => `${remote} queda fuera para siempre: ${reason}`,
  metadataReceived: ({ remote }) => `Nombres y tamaños recibidos de ${remote}`,
  metadataFailed: ({ remote }) =>
    `${remote} ha enviado nombres y tamaños que no corresponden al enlace`,
  opened: ({ held, pieces }) =>
    plural(pieces, {
      one: `Almacén abierto: ${number(held)} de # trozo`,
      other: `Almacén abierto: ${number(held)} de # trozos`,
    }),
  requested: ({ remote, block, pick }) => `Pedido ${block} a ${remote} (${pick})`,
  snubbed: ({ remote, released }) =>
    plural(released, {
      one: `${remote} no responde: # petición pasa a otros`,
      other: `${remote} no responde: # peticiones pasan a otros`,
    }),
  pieceFailed: ({ piece }) => `El trozo ${piece} estaba dañado: se pide otra vez`,
  verifyFailed: ({ piece, reason }) => `No se ha podido comprobar el trozo ${piece}: ${reason}`,
  metadataNotChecked: ({ reason }) => `No se han podido comprobar los nombres y tamaños: ${reason}`,
  pieceHeld: ({ piece }) => `Trozo ${piece} comprobado y guardado`,
  writeFailed: ({ piece, reason }) => `No se ha podido guardar el trozo ${piece}: ${reason}`,
  readFailed: ({ piece, reason }) => `No se ha podido leer el trozo ${piece}: ${reason}`,
  finished: 'Terminado: todo lo pedido está comprobado',
  broken: ({ reason }) => `Terminado por un fallo de este programa: ${reason}`,
  sent: ({ remote, what }) => `A ${remote}: ${what}`,
  received: ({ remote, what }) => `De ${remote}: ${what}`,
  block: ({ piece, begin }) => `${piece} desde ${begin}`,
  piece: ({ piece }) => `trozo ${piece}`,
  gossipRound: ({ round, useful, redundant, sent }) =>
    plural(useful, {
      one: `Ronda ${round}: # trozo recibido, en vano: ${redundant}, enviados: ${sent}`,
      other: `Ronda ${round}: # trozos recibidos, en vano: ${redundant}, enviados: ${sent}`,
    }),
  stalled: ({ remote, piece }) => `El trozo ${piece}, prometido por ${remote}, no ha llegado`,
  silent: ({ remote }) => `Sin noticias de ${remote} desde hace un rato`,
  heardAgain: ({ remote }) => `${remote} vuelve a dar señales`,
}
export default texts
