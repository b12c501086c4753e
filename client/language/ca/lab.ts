import type { LabTexts } from '../en/lab.ts'
import { number, plural } from '../format.ts'

const texts: LabTexts = {
  page: {
    title: 'Laboratori tabswarm',
    room: 'laboratori',
    shareFile: 'Comparteix un fitxer',
    heading: 'Laboratori: forma un eixam i observa’l',
    parts: 'Parts del laboratori',
    network: 'Xarxa',
    setup: 'Configuració',
    peers: 'Peers',
    charts: 'Gràfics',
    notHere: 'Això no funciona aquí',
  },

  trouble: {
    tryAgain: 'Torna-ho a provar',
    close: 'Tanca',
    notLoaded:
      'No s’ha pogut carregar una part d’aquesta pàgina: el servidor no hi és. Recarrega la pàgina.',
    noStart:
      'El laboratori no ha pogut començar. Recarrega la pàgina; si no ho arregla, obre’l en un altre navegador.',
    why: {
      'only-seeders':
        'Tots els peers són seeders, així que ningú no té res a baixar. Posa menys seeders o més peers.',
      'too-many-pieces':
        'Tants peers amb tants trossos són massa per a una pestanya. Posa menys trossos o de més grans, o executa l’escenari amb «npm run sim».',
      'too-few-places':
        'Un eixam necessita com a mínim dos peers. Obre pestanyes o afegeix peers en aquesta.',
      'virtual-time-only':
        'Les fallades, els free riders, els altres trackers i els peers que se’n van sense dir adeu existeixen només en temps virtual.',
      'lanes-virtual-time-only':
        'Els enllaços de diverses connexions només existeixen en temps virtual: desactiva’ls a la configuració.',
      'classes-virtual-time-only':
        'Les classes de peers amb polítiques o free riders propis existeixen només en temps virtual.',
      'log-too-large':
        'El registre d’aquesta execució passa d’1 GiB, massa per a una pestanya. «npm run sim» l’escriu amb --log.',
      'out-of-memory':
        'La pestanya no té prou memòria per a aquesta execució. Posa menys peers o un torrent més petit, o executa-la amb «npm run sim».',
      unloaded: 'No s’ha pogut carregar el simulador: el servidor no hi és.',
      'tab-left': 'Una pestanya se n’ha anat abans de començar. Torna a prémer «Executa».',
    },
    torrentTooLarge: ({ size, most }) =>
      `Un torrent de ${size} és massa per a una pestanya. Posa’n ${most} com a màxim, o executa l’escenari amb «npm run sim».`,
    limitTooShort: ({ least, limit }) =>
      `Fins i tot el millor dels eixams necessita ${least}, i l’execució s’acaba al cap de ${limit}. Apuja el límit o posa un torrent més petit.`,
    lastTooLate: ({ last, limit }) =>
      `L’últim peer arribaria al cap de ${last}, i l’execució s’acaba al cap de ${limit}. Apuja el límit o fes que arribin abans.`,
    tooManyPeers: ({ peers, most }) =>
      `A les pestanyes hi caben ${number(most)} peers com a màxim; aquesta topologia en té ${number(peers)}.`,
    stopped: reason =>
      `La simulació s’ha aturat (${reason}). Recarrega la pàgina i torna-la a executar.`,
  },

  join: {
    looking: 'S’està cercant l’eixam',
    isPeer: 'Aquesta pestanya és un peer',
    question: 'Vols participar en un eixam?',
    takePart: 'Participa-hi',
    whatItDoes:
      'Qui t’ha donat aquest enllaç fa que aquesta pestanya enviï trossos inventats a altres pestanyes i en rebi els seus, per la teva línia.',
    asksFirst: 'Et pregunta abans de participar-hi.',
    begins: 'Comença sola quan hi ha la pàgina que ha donat l’enllaç.',
    nextRun: 'Deixa-la oberta: participa en l’execució següent.',
    takesPart: 'Hi participa: deixa-la oberta fins que s’acabi l’execució.',
    came: pieces => plural(pieces, { one: 'ha arribat # tros', other: 'han arribat # trossos' }),
    cameAll: pieces =>
      plural(pieces, {
        one: 'ha arribat # tros i ja ho té tot',
        other: 'han arribat # trossos i ja ho té tot',
      }),
    noAnswer:
      'La pàgina que ha donat aquest enllaç no respon. Deixa oberta aquesta pestanya: ho torna a provar.',
    otherVersion: 'La pàgina que coordina és d’una altra versió. Recarrega les dues pàgines.',
    gone: 'La pàgina que coordina se n’ha anat. Deixa oberta aquesta pestanya: ho torna a provar.',
  },
}

export default texts
