import type { SentenceTexts } from '../en/share-sentences.ts'
import { percent } from '../format.ts'

const keepOpen = 'Deixa aquesta pestanya oberta: continua sola.'
const helpUdp =
  'Ho impedeix una opció, una extensió o una VPN del navegador, o el seu dispositiu no és a cap xarxa: canvia-ho o fes servir un altre navegador.'
const unreached = (why: string) =>
  `Algú amb aquest enllaç està en línia, però cap connexió entre vosaltres no funciona: ${why}`
const offered =
  'Deixa aquesta pestanya oberta: se t’oferirà aquí tan bon punt arribi algú que el tingui, i ho dirà el títol de la pestanya.'

const texts: SentenceTexts = {
  peer: {
    exchanges: 't’envia i rep de tu',
    gives: 't’envia',
    takes: 'rep de tu',
    slow: 'triga a respondre',
    arrived: 'acaba d’arribar',
    willSend: 'enviarà quan et toqui',
    waits: 'espera el seu torn',
    hasAll: 'ho té tot',
    hasChosen: 'té el que ha triat',
    opened: 'ha obert l’enllaç',
    idle: 'res per intercanviar ara',
  },

  unreached: {
    udpOff: unreached(
      `aquest navegador no deixa que una pàgina es connecti directament. ${helpUdp}`,
    ),
    theirUdpOff: unreached(
      `el seu navegador no deixa que una pàgina es connecti directament. Són ells qui han d’actuar. ${helpUdp}`,
    ),
    networkClosed: unreached(
      'aquesta xarxa no deixa sortir connexions directes. Prova una altra xarxa, com la d’un mòbil.',
    ),
    onlyOwnNetwork: unreached(
      'aquesta pestanya només coneix la seva pròpia xarxa. Cal que tots dos hi sigueu, o que el servidor s’obri amb una adreça on arribin altres i digui a les pestanyes la seva (STUN_PORT).',
    ),
    bothClosed: unreached(
      'les vostres xarxes no deixen entrar ningú. Funciona quan tots dos sou a la mateixa xarxa.',
    ),
    relay: {
      none: 'També ajuda un retransmissor: qui gestiona aquest servidor en pot afegir un (TURN_URLS).',
      unknown: 'El retransmissor encara no ha respost.',
      unreached:
        'El retransmissor d’aquest servidor no respon: qui el gestiona hauria de mirar si funciona i si té els ports oberts.',
      reached:
        'El retransmissor d’aquest servidor respon, però no porta a ningú: potser els altres no hi arriben.',
    },
    triesAgain: 'Deixa aquesta pestanya oberta: ho torna a provar.',
  },

  alone: {
    connecting: 'Algú altre té obert aquest enllaç. S’hi està connectant.',
    notOpened:
      'Encara ningú no ha obert l’enllaç. Deixa aquesta pestanya oberta: ho reben tot de tu.',
    nobodyElse: 'Ara no hi ha ningú més aquí.',
    nobodyYet: 'Encara no hi ha ningú més.',
  },

  waiting: {
    askingNames: 'Hi ha algú aquí. S’estan demanant els noms i les mides.',
    nothingArrives: `Hi ha altres que el tenen, però ara no arriba res. ${keepOpen}`,
    missingHere: `Hi ha altres aquí, però ara ningú no té els trossos que falten. ${keepOpen}`,
    connecting: 'S’està connectant amb algú que ha obert aquest enllaç.',
    private:
      'És privat: només els servidors que anomena poden posar la gent en contacte, i cap d’ells no respon a aquesta pàgina.',
    serverAway:
      'No es pot accedir al servidor que posa les pestanyes en contacte. Deixa aquesta pestanya oberta: ho torna a provar sola.',
    refused: reason => `El servidor rebutja aquest enllaç: ${reason}.`,
    looking: 'S’està cercant algú més amb aquest enllaç.',
    connectingToFile: 'Algú amb aquest fitxer està en línia. S’hi està connectant.',
    othersLack: `Altres tenen obert aquest enllaç, però ningú amb els trossos que falten. ${keepOpen}`,
    othersLackOffered: `Altres tenen obert aquest enllaç, però ningú amb els trossos que falten. ${offered}`,
    allLeft:
      'Tots els que tenen els trossos que falten se n’han anat. Deixa aquesta pestanya oberta: continua quan en torni algun.',
    nobody:
      'Encara no hi ha ningú en línia amb aquest fitxer. Deixa aquesta pestanya oberta: començarà sola.',
    nobodyOffered: `Encara no hi ha ningú en línia amb aquest fitxer. ${offered}`,
  },

  shortage: {
    memory: ({ needed, room }) =>
      `No hi cap: necessita ${needed}, i sense el disc aquesta pàgina pot guardar ${room} més. Obre l’enllaç en una finestra normal (no privada).`,
    memoryMany: ({ needed, room }) =>
      `No hi cap: necessita ${needed}, i sense el disc aquesta pàgina pot guardar ${room} més. Obre l’enllaç en una finestra normal (no privada) o tria menys fitxers.`,
    disk: ({ needed, room }) =>
      `Potser no hi cap: necessita ${needed}, i aquest navegador diu que pot desar ${room} més. Allibera espai en aquest disc o suprimeix el que desa aquest navegador.`,
    diskMany: ({ needed, room }) =>
      `Potser no hi cap: necessita ${needed}, i aquest navegador diu que pot desar ${room} més. Allibera espai en aquest disc, suprimeix el que desa aquest navegador o tria menys fitxers.`,
  },

  spoken: {
    downloading: ({ name, share }) => `Baixant ${name}: ${share} per cent`,
    percent: share => `${share} per cent`,
    done: name => `${name}: cent per cent. Cada tros està comprovat.`,
    sharing: name => `L’enllaç de ${name} està a punt.`,
    offered: name => `${name} està a punt per baixar.`,
    waiting: name => `${name}: esperant algú que el tingui.`,
    stuck: name => `${name}: la baixada s’ha aturat.`,
    broken: name => `${name}: acabat per una fallada d’aquesta pàgina.`,
    promised: name => `${name} es baixarà sol tan bon punt sigui aquí.`,
    notPromised: name => `${name} no es baixarà sol.`,
  },

  title: {
    waiting: ({ share, name }) => `${percent(share)}, esperant: ${name}`,
    paused: ({ share, name }) => `${percent(share)}, en pausa: ${name}`,
    joining: name => `Esperant: ${name}`,
    ready: name => `A punt: ${name}`,
  },

  names: {
    quoted: name => `«${name}»`,
    more: count => `${count} més`,
  },

  news: {
    andMore: ({ name, more }) => `${name} i ${more} més`,
    opened: ({ who, count, name }) =>
      `${who} ${count === 1 ? 'ha' : 'han'} obert l’enllaç de ${name}.`,
    hasAll: ({ who, count, name }) => `${who} ${count === 1 ? 'té' : 'tenen'} ${name} al complet.`,
    hasChosen: ({ who, count, name }) =>
      `${who} ${count === 1 ? 'té el que ha triat' : 'tenen el que han triat'} de ${name}.`,
    leftWithAll: ({ who, count, name }) =>
      `${who} ${count === 1 ? 'se n’ha anat' : 'se n’han anat'} amb ${name} al complet.`,
    leftWithChosen: ({ who, count, name }) =>
      `${who} ${count === 1 ? 'se n’ha anat amb el que ha triat' : 'se n’han anat amb el que han triat'} de ${name}.`,
    leftWithout: ({ who, count, name }) =>
      `${who} ${count === 1 ? 'se n’ha anat' : 'se n’han anat'} sense tenir ${name} al complet.`,
  },
}
export default texts
