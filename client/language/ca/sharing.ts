import type { SharingTexts } from '../en/sharing.ts'
import { number, percent, plural } from '../format.ts'

const texts: SharingTexts = {
  sharing: {
    pausedAtGoal: 'Ha compartit el que havies fixat i s’ha aturat. Ara ningú no el rep d’aquí.',
    paused: 'En pausa: ningú no el rep d’aquí fins que tornis a compartir.',
    pause: 'Pausa',
    resume: 'Torna a compartir',
    stop: 'Deixa de compartir',
    stopAndRemove: 'Deixa de compartir i treu-lo',
    goesOnNeeded: count =>
      plural(count, {
        one: 'Aquesta pestanya continua compartint. # persona encara el necessita: deixa-la oberta si pots.',
        other:
          'Aquesta pestanya continua compartint. # persones encara el necessiten: deixa-la oberta si pots.',
      }),
    goesOnAllHave: 'Aquesta pestanya continua compartint. Tots els d’aquí el tenen sencer.',
    goesOnIdle: 'Aquesta pestanya continua compartint. Ara ningú d’aquí no en necessita més.',
    goesOnAlone:
      'Aquesta pestanya continua compartint mentre estigui oberta. Ara ningú no el necessita.',
    here: 'Aquí',
    others: count => plural(count, { one: '# persona', other: '# persones' }),
    up: '↑ Pujada',
    sent: 'Enviat',
    copiesSent: 'Còpies enviades',
  },

  complete: {
    all: 'Complet. Cada tros està comprovat.',
    chosen: 'Tot el que has triat és aquí. Cada tros està comprovat.',
    cameFrom: count =>
      plural(count, {
        one: 'Ha arribat de # persona.',
        other: 'Ha arribat de # persones, una part de cadascuna.',
      }),
    save: 'Desa',
    saveAll: 'Desa-ho tot',
    saveFiles: count => plural(count, { one: 'Desa # fitxer', other: 'Desa # fitxers' }),
    open: 'Obre',
    saved: 'Desat.',
    savedBar: 'Desat',
    saving: share => `Desant: ${percent(share)}`,
    sendOn: 'Passa l’enllaç',
    toAnApp: 'Envia a una aplicació',
    ready: 'A punt: envia a una aplicació',
    appRefused:
      'Aquest navegador no dona aquests fitxers a una aplicació: són massa, massa grossos o d’un tipus que reté. Desa’ls, o dona’ls d’un en un.',
  },

  sendLink: {
    label: 'Envia aquest enllaç',
    withApp: 'Envia amb una aplicació',
    copy: 'Copia',
    copied: 'Copiat',
    isCopied: 'L’enllaç està copiat.',
    copyByKeys: 'Prem Ctrl+C (o Cmd+C) per copiar l’enllaç seleccionat.',
    onNetwork: host =>
      `Aquest enllaç s’obre a la teva xarxa: hi té l’adreça d’aquest ordinador, perquè «${host}» només s’obre en aquest ordinador.`,
    onlyHere:
      'Aquest enllaç només s’obre en aquest ordinador: sembla que no és a cap xarxa des d’on altres hi arribin.',
  },

  receivers: {
    keepOpen: 'Deixa aquesta pestanya oberta: els altres ho reben tot d’aquí.',
    keepOpenFor: ({ have, count }) =>
      plural(count, {
        one: `Deixa aquesta pestanya oberta: ${have}, i # més encara el necessita.`,
        other: `Deixa aquesta pestanya oberta: ${have}, i # més encara el necessiten.`,
      }),
    mayClose: have => `${have}. Pots tancar aquesta pestanya.`,
    mayCloseUnless: have => `${have}. Pots tancar aquesta pestanya, si ningú més l’ha de rebre.`,
    haveEverything: count =>
      plural(count, { one: '# persona ho té tot', other: '# persones ho tenen tot' }),
    haveChosen: count =>
      plural(count, {
        one: '# persona té el que ha triat',
        other: '# persones tenen el que han triat',
      }),
    haveBoth: ({ everything, count }) =>
      plural(count, {
        one: `${everything} i # té el que ha triat`,
        other: `${everything} i # tenen el que han triat`,
      }),
    title: 'Qui ha estat aquí',
    left: time => `se n’ha anat a les ${time}`,
    lastSeen: time => `vist per última vegada a les ${time}`,
    hasEverything: when => `ho té tot, ${when}`,
    hasChosen: when => `té el que ha triat, ${when}`,
    gotNothing: when => `ha obert l’enllaç i no ha rebut res, ${when}`,
    hasPart: ({ share, when }) => `té el ${percent(share)}, ${when}`,
  },

  files: {
    title: 'Fitxers',
    find: 'Cerca per nom o carpeta',
    all: 'Tots',
    none: 'Cap',
    first: 'Primer',
    showFolder: name => `${name}: mostra’n els fitxers`,
    hideFolder: name => `${name}: amaga’n els fitxers`,
    nothingFound: 'Cap fitxer no té això al nom o a la carpeta. Una coma vol dir «o»: 12, 45.',
    anyKind: 'Tots els tipus',
    kinds: {
      pictures: 'Imatges',
      films: 'Vídeos',
      sound: 'Àudio',
      documents: 'Documents',
      others: 'Altres',
    },
    chooseFound: count => plural(count, { one: 'Tria aquest', other: 'Tria aquests #' }),
    onlyFound: count => plural(count, { one: 'Només aquest', other: 'Només aquests #' }),
    dropFound: count => plural(count, { one: 'Exclou aquest', other: 'Exclou aquests #' }),
    found: ({ found, all }) =>
      plural(all, {
        one: `${number(found)} de # fitxer trobat.`,
        other: `${number(found)} de # fitxers trobats.`,
      }),
    noneChosen: all => plural(all, { one: 'Cap de # fitxer', other: 'Cap de # fitxers' }),
    allChosen: ({ all, size }) =>
      plural(all, { one: `# fitxer, ${size}`, other: `Tots els # fitxers, ${size}` }),
    someChosen: ({ chosen, all, size }) =>
      plural(all, {
        one: `${number(chosen)} de # fitxer, ${size}`,
        other: `${number(chosen)} de # fitxers, ${size}`,
      }),
    count: ({ all, size }) =>
      plural(all, { one: `# fitxer, ${size}`, other: `# fitxers, ${size}` }),
    partOf: ({ share, size }) => `${percent(share)} de ${size}`,
    download: name => `Baixa ${name}`,
    pick: name => `Tria ${name}`,
    pickToShare: 'Treu-ne alguns per obtenir un enllaç només als altres.',
    pickToSave: 'Treu-ne alguns per desar els altres, o per obtenir-ne un enllaç a part.',
    nothingPicked: 'Tria almenys un fitxer.',
    linkOfPicked: 'Fes un enllaç només a aquests',
    otherLinkStays: name =>
      `L’enllaç a tot ${name} continua funcionant mentre es comparteixi en aquesta pestanya. Deixa de compartir-lo si ningú no n’ha de rebre la resta.`,
  },

  lost: {
    all: 'Aquesta pestanya ja no té el que vas compartir. Torna-ho a triar: aleshores els altres ho podran rebre d’aquí.',
    one: name =>
      `${name}\u00a0s’ha mogut, canviat o suprimit després de compartir-lo. Torna’l a triar: aleshores els altres el podran rebre.`,
    some: ({ count, names }) =>
      plural(count, {
        other: `# fitxers s’han mogut, canviat o suprimit després de compartir-los: ${names}. Torna’ls a triar: aleshores els altres els podran rebre.`,
      }),
    chooseAgain: 'Torna a triar',
    files: 'Els fitxers que cal tornar a triar',
    checking: 'S’està comprovant si aquests són els fitxers que vas compartir.',
    isBack: name => `${name} torna a ser aquí, i els altres el poden rebre.`,
    areBack: count =>
      plural(count, { other: '# fitxers tornen a ser aquí, i els altres els poden rebre.' }),
    isAnother: name => `${name} no és el fitxer que vas compartir`,
    isAnotherMeans:
      'El seu contingut és un altre, i per això no correspon a l’enllaç que vas enviar. Si el comparteixes com a nou, tindrà un enllaç propi.',
    notNow: 'Ara no',
    shareAsNew: 'Comparteix com a nou',
  },

  leftBehind: {
    busy: 'Un moment: els fitxers anteriors encara s’estan preparant.',
    tooMany: most =>
      `Són més de ${number(most)} fitxers. Posa’ls en un fitxer comprimit (ZIP) i comparteix-lo.`,
    emptyFolder: names =>
      `No hi ha cap fitxer a ${names}, i una carpeta sense fitxers no es pot compartir. Tria’n una altra.`,
    unreadable: ({ names, count }) =>
      plural(count, { one: `No es pot llegir ${names}`, other: `No es poden llegir ${names}` }),
    unreadableOnly: ({ names, count }) =>
      plural(count, {
        one: `No es pot llegir ${names}. Mira si el pots obrir i torna’l a compartir.`,
        other: `No es poden llegir ${names}. Mira si els pots obrir i torna’ls a compartir.`,
      }),
    checkOne: 'Mira si encara hi és i si el pots obrir.',
    checkSome: 'Mira si encara hi són i si els pots obrir.',
    restWithoutOne: count =>
      plural(count, {
        one: 'Es pot compartir # fitxer més sense ell.',
        other: 'Es poden compartir # fitxers més sense ell.',
      }),
    restWithoutSome: count =>
      plural(count, {
        one: 'Es pot compartir # fitxer més sense ells.',
        other: 'Es poden compartir # fitxers més sense ells.',
      }),
    shareRest: 'Comparteix la resta',
    emptyLeftOut: ({ names, count }) =>
      plural(count, {
        one: `Una carpeta sense fitxers no es pot compartir: ${names} queda fora.`,
        other: `Les carpetes sense fitxers no es poden compartir: ${names} queden fora.`,
      }),
    leftOut: ({ names, count }) =>
      plural(count, { one: `${names} queda fora.`, other: `${names} queden fora.` }),
  },

  saving: {
    renamedPair: ({ name, savedAs }) => `«${name}» com a «${savedAs}»`,
    renamed: pairs =>
      `Desat amb un nom semblant, perquè aquest navegador o un altre sistema no accepta el seu: ${pairs}.`,
    several: ({ count, names }) =>
      plural(count, { one: `# fitxer (${names})`, other: `# fitxers (${names})` }),
    diskFull: what =>
      `El disc és ple i no s’ha pogut desar ${what}. Allibera espai i torna a desar: no cal baixar res dues vegades.`,
    failed: ({ what, why }) => `No s’ha pogut desar ${what}: ${why}.`,
    restSaved: 'Tota la resta està desada.',
    reload: 'Recarrega la pàgina: el que falta es torna a demanar. Després desa-ho.',
    allow:
      'Torna a desar i permet-ho quan el navegador ho pregunti: no cal baixar res dues vegades.',
    elsewhere:
      'Torna a desar, en una altra carpeta o un altre disc: no cal baixar res dues vegades.',
  },

  link: {
    parts: {
      dn: 'El nom',
      tr: 'L’adreça d’un servidor',
      ws: 'L’adreça d’un servidor web',
      so: 'La tria de fitxers',
      xl: 'La mida',
      other: 'Una part',
    },
    several: count =>
      plural(count, {
        other: 'Aquest text té # enllaços: s’obren tots i es mostra l’últim.',
      }),
    tooMany: count =>
      plural(count, {
        one: '# enllaç més no s’ha obert: enganxa la resta a part.',
        other: '# enllaços més no s’han obert: enganxa la resta a part.',
      }),
    bareCode:
      'Aquest text només té un codi, no un enllaç sencer: no se’n sap el nom ni on trobar altres.',
    damaged: part => `${part} d’aquest enllaç té danys i s’ha llegit tan bé com s’ha pogut.`,
    leftOut: part => `${part} d’aquest enllaç té danys i queda fora.`,
    refused: why => `Un altre enllaç d’aquest text no s’ha obert. ${why}`,
    symlinks: count =>
      plural(count, {
        one: '# enllaç simbòlic queda fora: porta a un altre lloc d’un disc.',
        other: '# enllaços simbòlics queden fora: porten a altres llocs d’un disc.',
      }),
    noSuchFiles: 'L’enllaç demana fitxers que no existeixen, i per això s’han triat tots.',
    someNoSuchFiles: count =>
      plural(count, {
        one: 'L’enllaç demana # fitxer que no existeix. S’han triat els altres.',
        other: 'L’enllaç demana # fitxers que no existeixen. S’han triat els altres.',
      }),
  },

  webServers: {
    caption: 'Servidors web i el que han enviat',
    title: 'Servidor web',
    sent: 'Enviat',
    rate: 'Ritme',
    gives: 't’envia',
    idle: 'se li demana quan falta alguna cosa',
    paused: why => `${why}; se li tornarà a demanar`,
    never: why => `no se li demana: ${why}`,
    noMore: why => `ja no se li demana: ${why}`,
    troubles: {
      network: 'no s’hi pot accedir o no permet que pàgines d’altres llocs el llegeixin (CORS)',
      short: 's’ha aturat a mitja resposta',
      redirect: 'remet a una altra adreça, que una pàgina no pot comprovar',
      'no-ranges': 'només envia fitxers sencers, no parts',
      'wrong-range': 'ha enviat una part diferent de la demanada o té un altre fitxer',
      packed: 'envia el fitxer comprimit',
      'not-http': 'la seva adreça no és del web',
      credentials: 'la seva adreça conté un nom o una contrasenya',
      'private-address': 'la seva adreça és d’aquest ordinador o d’una xarxa privada',
      insecure: 'la seva adreça és http, i aquesta pàgina ha arribat per https',
      'too-many': 'ja es demana a prou altres',
    },
    status: code => `ha respost ${code}`,
    wrongPieces: count =>
      plural(count, { one: 'ha enviat # tros erroni', other: 'ha enviat # trossos erronis' }),
  },
}
export default texts
