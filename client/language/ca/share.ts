import type { ShareTexts } from '../en/share.ts'
import { percent, plural } from '../format.ts'
import sentences from './share-sentences.ts'

const texts: ShareTexts = {
  ...sentences,

  page: {
    newShare: 'Nou enviament',
    laboratory: 'Laboratori',
    settings: 'Configuració',
    close: 'Tanca',
    cancel: 'Cancel·la',
    tryAgain: 'Torna-ho a provar',
    footer:
      'Els fitxers van directament de pestanya a pestanya. El servidor posa les pestanyes en contacte.',
    serverAway:
      'No es pot accedir al servidor. Les transferències en curs continuen; les noves començaran quan torni. Es reintenta automàticament.',
    notHere: 'Aquí no funciona',
    openingLink: 'S’està obrint l’enllaç',
    details: 'Detalls',
    noStart:
      'La pàgina no ha pogut arrencar. Recarrega-la; si no ajuda, obre l’enllaç en un altre navegador.',
    unexpected: why =>
      `Alguna cosa ha fallat en aquesta pestanya (${why}). Recarrega-la: el que està desat es conserva.`,
  },

  server: {
    title: 'Què sap el servidor',
    told: 'Coneix l’empremta que hi ha en cada enllaç que comparteixes o obres, la teva adreça, qui es troba amb qui i quan, i quant li falta a cadascú, quant ha enviat i quant ha rebut. No se li envien noms ni continguts.',
    couldDo:
      'Qui el gestiona pot fer més coses: participar com qualsevol que tingui l’enllaç, posar-se entre dues pestanyes canviant el que saben l’una de l’altra, o enviar-te una pàgina diferent d’aquesta. Per tant, pensa si confies en un servidor abans d’enviar el que hagi de quedar en secret.',
  },

  start: {
    title: 'Envia un fitxer enviant un enllaç',
    lead: 'Qui obri l’enllaç rep el fitxer directament de la teva pestanya i el passa al següent. Sense compte i sense pujar res: el fitxer no passa pel servidor.',
    drop: 'Deixa anar aquí fitxers o carpetes',
    letGo: 'Deixa anar per compartir',
    choose: 'Tria fitxers',
    orChoose: 'o tria fitxers',
    files: 'Fitxers per compartir',
    folder: 'Una carpeta per compartir',
    chooseFolder: 'Tria una carpeta',
    options: 'Opcions',
    haveLink: 'Tens un enllaç?',
    pasteHere: 'Enganxa’l aquí',
    open: 'Obre',
    opening: 'S’està obrint',
    orTorrentFile: 'o tria un fitxer .torrent',
    torrentFile: 'Un fitxer .torrent per obrir',
  },

  preparing: {
    looking: 'S’estan cercant fitxers',
    found: count =>
      plural(count, {
        one: '# fitxer trobat fins ara.',
        other: '# fitxers trobats fins ara.',
      }),
    bar: 'Preparació',
    why: 'S’està preparant: cada tros rep una empremta, perquè ningú en pugui rebre un de malmès. No es puja res.',
  },

  transfers: {
    inTab: 'En aquesta pestanya',
    inTabLong: 'Transferències en aquesta pestanya',
    kept: 'Desat en aquest navegador',
    downloaded: name => `${name}, baixat`,
    open: 'Obre',
    delete: 'Suprimeix',
    askToDelete: name => `Vols suprimir ${name}?`,
    deleting:
      'Així s’allibera l’espai que ocupa en aquest navegador. El que es va desar en un altre lloc hi continua.',
    states: {
      joining: 'cercant',
      opening: 'obrint',
      checking: 'comprovant',
      offered: 'a punt',
      paused: 'en pausa',
      waiting: 'esperant',
      downloading: 'baixant',
      sharing: 'compartint',
      done: 'complet',
      stuck: 'aturat',
      left: 'acabat',
      broken: 'interromput',
    },
    byGossip: state => `${state} per gossip`,
    soFar: ({ share, state }) => `${share}, ${state}`,
  },

  torrent: {
    files: count => plural(count, { one: '# fitxer', other: '# fitxers' }),
    byGossip: mode => `per gossip (${mode})`,
    sizeUnknown: 'Encara no se’n sap la mida',
    sizeInLink: size => `${size}, segons l’enllaç`,
    unnamed: code => `Enllaç sense nom ${code}`,
    left: 'Aquesta pestanya ja no hi participa. Torna a obrir l’enllaç per tornar-hi.',
    ended: 'Alguna cosa ha fallat en aquesta pestanya i aquesta transferència s’ha acabat.',
    endedKept: 'Recarrega la pàgina per continuar; el que està desat es conserva.',
    endedInMemory: 'Recarrega la pàgina per continuar; aleshores comença de nou.',
    saveLog: 'Desa el registre',
    pause: 'Pausa',
    resume: 'Continua',
  },

  download: {
    lookingUp: 'S’està mirant què té ja aquest navegador.',
    pausedUnknown: 'En pausa abans que ningú hagi dit què és.',
    noLongerHere:
      'Aquesta pestanya ja no té el fitxer. Torna’l a deixar anar aquí per continuar compartint-lo, o espera algú que el tingui.',
    waitingFor: time => `Esperant des de fa ${time}`,
    promised: 'Aleshores es baixarà sol, si cap en aquest navegador.',
    whenHere: 'Baixa’l tan bon punt sigui aquí',
    askFirst: 'Pregunta-m’ho abans',
    verifiedAgain: 'Comprovat de nou',
    verifying: 'Es torna a comprovar cada tros desat. El que està malmès es torna a baixar.',
    verifyingLater: 'Espera el seu torn: es comproven un rere l’altre.',
    download: 'Baixa',
    anyway: 'Baixa’l igualment',
    no: 'No, gràcies',
    bar: 'Baixat',
    timeLeft: 'Falten',
    down: '↓ Baixada',
    up: '↑ Pujada',
    received: 'Rebut',
    nothingChosen:
      'No hi ha cap fitxer triat, i per això no es mou res. Tria’n almenys un: aleshores continua.',
    paused: size =>
      `En pausa: no es mou res. N’hi ha ${size} aquí i comprovats; continua des d’aquí.`,
    keepAwake:
      'Deixa aquesta pàgina oberta i la pantalla encesa fins que acabi: un mòbil adormit atura la baixada.',
    begunByItself:
      'Ha començat sol, tal com està configurat en aquest navegador per a cada enllaç que s’obre.',
    askFromNow: 'A partir d’ara, pregunta abans',
    giveUp: 'Abandona',
    noRoom: 'El navegador no pot desar res més. Allibera espai en aquest disc i torna-ho a provar.',
    partKept: share =>
      `El ${percent(share)} és aquí i comprovat. Es conserva, i la resta continua des d’aquí.`,
    memoryOnly:
      'Aquest navegador no deixa que la pàgina faci servir el disc, i per això tot queda a la memòria: es perd quan es recarrega la pestanya, i els fitxers molt grossos potser no hi caben. Desa’l tan bon punt sigui complet.',
  },

  here: {
    title: 'Qui hi ha aquí',
    caption: 'Qui hi ha aquí, què té i a quin ritme intercanvia',
    who: 'Qui',
    has: 'Té',
    rates: 'Ritme',
    gaveYou: share => `t’ha donat el ${percent(share)}`,
    theirChoice: 'la seva tria',
    down: 'baixada',
    up: 'pujada',
    ways: { 'same-network': 'mateixa xarxa', direct: 'directe', relayed: 'per retransmissió' },
    seenAs: name => ['Els altres et veuen com a ', name, '.'],
    picture: count =>
      plural(count, {
        one: 'Tu i # més. La taula de sota diu el mateix amb paraules.',
        other: 'Tu i # més. La taula de sota diu el mateix amb paraules.',
      }),
    you: 'tu',
    unknownProgram: 'programa desconegut',
  },

  pieces: {
    arriving: 'arribant',
    begun: 'començats',
    verified: count => plural(count, { one: '# peça comprovada', other: '# peces comprovades' }),
    missing: 'falten',
    leftOut: 'exclosos',
    map: ({ held, all, count, begun }) =>
      plural(all, {
        one: `Mapa de trossos: ${held} de # tros aquí i comprovat, ${count} ${begun}`,
        other: `Mapa de trossos: ${held} de # trossos aquí i comprovats, ${count} ${begun}`,
      }),
  },

  questions: {
    keepHere: 'Deixa’l aquí',
    keepSharing: 'Continua compartint',
    delete: 'Suprimeix',
    offTheList: 'Treu-lo de la llista',
    offTheListMeans:
      'Si el treus de la llista, es queda en aquest navegador i el seu enllaç continua des d’aquí.',
    stopSharing: 'Deixa de compartir',
    othersNeedFile: count =>
      plural(count, {
        one: '# persona encara necessita aquest fitxer',
        other: '# persones encara necessiten aquest fitxer',
      }),
    ifYouStop: 'Si pares ara, potser no el rebran sencer.',
    remove: 'Vols deixar de compartir-lo i treure’l?',
    notSaved: 'Encara no l’has desat',
    deletingFrees: 'Suprimir-lo allibera l’espai.',
    deletingKeepsSaved: 'Suprimir-lo allibera l’espai; el que has desat hi continua.',
    othersNeed: count =>
      plural(count, {
        one: '# persona encara el necessita.',
        other: '# persones encara el necessiten.',
      }),
    giveUp: 'Vols abandonar aquesta baixada?',
    partHere: share => `El ${percent(share)} és aquí.`,
  },
}
export default texts
