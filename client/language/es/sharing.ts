import type { SharingTexts } from '../en/sharing.ts'
import { number, percent, plural } from '../format.ts'

const texts: SharingTexts = {
  sharing: {
    pausedAtGoal: 'Ha compartido lo que habías fijado y ha parado. Ahora nadie lo recibe de aquí.',
    paused: 'En pausa: nadie lo recibe de aquí hasta que vuelvas a compartir.',
    pause: 'Pausar',
    resume: 'Volver a compartir',
    stop: 'Dejar de compartir',
    stopAndRemove: 'Dejar de compartir y quitar',
    goesOnNeeded: count =>
      plural(count, {
        one: 'Esta pestaña sigue compartiendo. # persona aún lo necesita: déjala abierta si puedes.',
        other:
          'Esta pestaña sigue compartiendo. # personas aún lo necesitan: déjala abierta si puedes.',
      }),
    goesOnAllHave: 'Esta pestaña sigue compartiendo. Todos los de aquí lo tienen entero.',
    goesOnIdle: 'Esta pestaña sigue compartiendo. Nadie de aquí necesita más ahora.',
    goesOnAlone: 'Esta pestaña sigue compartiendo mientras esté abierta. Nadie lo necesita ahora.',
    here: 'Aquí',
    others: count => plural(count, { one: '# persona', other: '# personas' }),
    up: '↑ Subida',
    sent: 'Enviado',
    copiesSent: 'Copias enviadas',
  },

  complete: {
    all: 'Completo. Cada trozo está comprobado.',
    chosen: 'Todo lo que elegiste está aquí. Cada trozo está comprobado.',
    cameFrom: count =>
      plural(count, {
        one: 'Ha llegado de # persona.',
        other: 'Ha llegado de # personas, una parte de cada una.',
      }),
    save: 'Guardar',
    saveAll: 'Guardar todo',
    saveFiles: count => plural(count, { one: 'Guardar # archivo', other: 'Guardar # archivos' }),
    open: 'Abrir',
    saved: 'Guardado.',
    savedBar: 'Guardado',
    saving: share => `Guardando: ${percent(share)}`,
    sendOn: 'Pasar el enlace',
    toAnApp: 'Enviar a una app',
    ready: 'Listo: enviar a una app',
    appRefused:
      'Este navegador no entrega estos archivos a una app: son demasiados, demasiado grandes o de un tipo que retiene. Guárdalos, o entrégalos de uno en uno.',
  },

  sendLink: {
    label: 'Envía este enlace',
    withApp: 'Enviar con una app',
    copy: 'Copiar',
    copied: 'Copiado',
    isCopied: 'El enlace está copiado.',
    copyByKeys: 'Pulsa Ctrl+C (o Cmd+C) para copiar el enlace seleccionado.',
    onNetwork: host =>
      `Este enlace se abre en tu red: tiene la dirección de este ordenador en ella, porque «${host}» solo se abre en este ordenador.`,
    onlyHere:
      'Este enlace solo se abre en este ordenador: parece que no está en ninguna red desde la que otros lleguen a él.',
  },

  receivers: {
    keepOpen: 'Deja esta pestaña abierta: los demás lo reciben todo de aquí.',
    keepOpenFor: ({ have, count }) =>
      plural(count, {
        one: `Deja esta pestaña abierta: ${have}, y # más aún lo necesita.`,
        other: `Deja esta pestaña abierta: ${have}, y # más aún lo necesitan.`,
      }),
    mayClose: have => `${have}. Puedes cerrar esta pestaña.`,
    mayCloseUnless: have => `${have}. Puedes cerrar esta pestaña, si nadie más debe recibirlo.`,
    haveEverything: count =>
      plural(count, { one: '# persona lo tiene todo', other: '# personas lo tienen todo' }),
    haveChosen: count =>
      plural(count, {
        one: '# persona tiene lo que eligió',
        other: '# personas tienen lo que eligieron',
      }),
    haveBoth: ({ everything, count }) =>
      plural(count, {
        one: `${everything} y # tiene lo que eligió`,
        other: `${everything} y # tienen lo que eligieron`,
      }),
    title: 'Quién ha estado aquí',
    left: time => `se fue a las ${time}`,
    lastSeen: time => `visto por última vez a las ${time}`,
    hasEverything: when => `lo tiene todo, ${when}`,
    hasChosen: when => `tiene lo que eligió, ${when}`,
    gotNothing: when => `abrió el enlace y no recibió nada, ${when}`,
    hasPart: ({ share, when }) => `tiene el ${percent(share)}, ${when}`,
  },

  files: {
    title: 'Archivos',
    find: 'Buscar por nombre o carpeta',
    all: 'Todos',
    none: 'Ninguno',
    first: 'Primero',
    showFolder: name => `${name}: mostrar sus archivos`,
    hideFolder: name => `${name}: ocultar sus archivos`,
    nothingFound:
      'Ningún archivo tiene eso en su nombre o carpeta. Una coma significa «o»: 12, 45.',
    anyKind: 'Todos los tipos',
    kinds: {
      pictures: 'Imágenes',
      films: 'Vídeos',
      sound: 'Audio',
      documents: 'Documentos',
      others: 'Otros',
    },
    chooseFound: count => plural(count, { one: 'Elegir este', other: 'Elegir estos #' }),
    onlyFound: count => plural(count, { one: 'Solo este', other: 'Solo estos #' }),
    dropFound: count => plural(count, { one: 'Excluir este', other: 'Excluir estos #' }),
    found: ({ found, all }) =>
      plural(all, {
        one: `${number(found)} de # archivo encontrado.`,
        other: `${number(found)} de # archivos encontrados.`,
      }),
    noneChosen: all => plural(all, { one: 'Ninguno de # archivo', other: 'Ninguno de # archivos' }),
    allChosen: ({ all, size }) =>
      plural(all, { one: `# archivo, ${size}`, other: `Los # archivos, ${size}` }),
    someChosen: ({ chosen, all, size }) =>
      plural(all, {
        one: `${number(chosen)} de # archivo, ${size}`,
        other: `${number(chosen)} de # archivos, ${size}`,
      }),
    count: ({ all, size }) =>
      plural(all, { one: `# archivo, ${size}`, other: `# archivos, ${size}` }),
    partOf: ({ share, size }) => `${percent(share)} de ${size}`,
    download: name => `Descargar ${name}`,
    pick: name => `Elegir ${name}`,
    pickToShare: 'Quita algunos para obtener un enlace solo a los demás.',
    pickToSave: 'Quita algunos para guardar los demás, o para obtener un enlace solo a ellos.',
    nothingPicked: 'Elige al menos un archivo.',
    linkOfPicked: 'Crear un enlace solo a estos',
    otherLinkStays: name =>
      `El enlace a todo ${name} sigue funcionando mientras se comparta en esta pestaña. Deja de compartirlo si nadie debe recibir el resto.`,
  },

  lost: {
    all: 'Esta pestaña ya no tiene lo que compartiste. Elígelo otra vez: entonces los demás podrán recibirlo de aquí.',
    one: name =>
      `${name} se ha movido, cambiado o eliminado después de compartirlo. Elígelo otra vez: entonces los demás podrán recibirlo.`,
    some: ({ count, names }) =>
      plural(count, {
        other: `# archivos se han movido, cambiado o eliminado después de compartirlos: ${names}. Elígelos otra vez: entonces los demás podrán recibirlos.`,
      }),
    chooseAgain: 'Elegir otra vez',
    files: 'Los archivos que hay que elegir otra vez',
    checking: 'Comprobando si estos son los archivos que compartiste.',
    isBack: name => `${name} vuelve a estar aquí, y los demás pueden recibirlo.`,
    areBack: count =>
      plural(count, {
        other: '# archivos vuelven a estar aquí, y los demás pueden recibirlos.',
      }),
    isAnother: name => `${name} no es el archivo que compartiste`,
    isAnotherMeans:
      'Su contenido es otro, así que no corresponde al enlace que enviaste. Si lo compartes como nuevo, tendrá un enlace propio.',
    notNow: 'Ahora no',
    shareAsNew: 'Compartir como nuevo',
  },

  leftBehind: {
    busy: 'Un momento: los archivos anteriores aún se están preparando.',
    tooMany: most =>
      `Son más de ${number(most)} archivos. Ponlos en un archivo comprimido (ZIP) y comparte ese.`,
    emptyFolder: names =>
      `No hay ningún archivo en ${names}, y una carpeta sin archivos no se puede compartir. Elige otra.`,
    unreadable: ({ names, count }) =>
      plural(count, {
        one: `No se puede leer ${names}`,
        other: `No se pueden leer ${names}`,
      }),
    unreadableOnly: ({ names, count }) =>
      plural(count, {
        one: `No se puede leer ${names}. Mira si puedes abrirlo y compártelo de nuevo.`,
        other: `No se pueden leer ${names}. Mira si puedes abrirlos y compártelos de nuevo.`,
      }),
    checkOne: 'Mira si sigue ahí y si puedes abrirlo.',
    checkSome: 'Mira si siguen ahí y si puedes abrirlos.',
    restWithoutOne: count =>
      plural(count, {
        one: 'Se puede compartir # archivo más sin él.',
        other: 'Se pueden compartir # archivos más sin él.',
      }),
    restWithoutSome: count =>
      plural(count, {
        one: 'Se puede compartir # archivo más sin ellos.',
        other: 'Se pueden compartir # archivos más sin ellos.',
      }),
    shareRest: 'Compartir el resto',
    emptyLeftOut: ({ names, count }) =>
      plural(count, {
        one: `Una carpeta sin archivos no se puede compartir: ${names} queda fuera.`,
        other: `Las carpetas sin archivos no se pueden compartir: ${names} quedan fuera.`,
      }),
    leftOut: ({ names, count }) =>
      plural(count, { one: `${names} queda fuera.`, other: `${names} quedan fuera.` }),
  },

  saving: {
    renamedPair: ({ name, savedAs }) => `«${name}» como «${savedAs}»`,
    renamed: pairs =>
      `Guardado con un nombre parecido, porque este navegador u otro sistema no acepta el suyo: ${pairs}.`,
    several: ({ count, names }) =>
      plural(count, { one: `# archivo (${names})`, other: `# archivos (${names})` }),
    diskFull: what =>
      `El disco está lleno y no se ha podido guardar ${what}. Libera espacio y guarda de nuevo: no hay que descargar nada dos veces.`,
    failed: ({ what, why }) => `No se ha podido guardar ${what}: ${why}.`,
    restSaved: 'Todo lo demás está guardado.',
    reload: 'Recarga la página: lo que falta se pide otra vez. Después guárdalo.',
    allow:
      'Guarda de nuevo y permítelo cuando el navegador pregunte: no hay que descargar nada dos veces.',
    elsewhere:
      'Guarda de nuevo, en otra carpeta u otro disco: no hay que descargar nada dos veces.',
  },

  link: {
    parts: {
      dn: 'El nombre',
      tr: 'La dirección de un servidor',
      ws: 'La dirección de un servidor web',
      so: 'La selección de archivos',
      xl: 'El tamaño',
      other: 'Una parte',
    },
    several: count =>
      plural(count, {
        other: 'Este texto tiene # enlaces: se abren todos y se muestra el último.',
      }),
    tooMany: count =>
      plural(count, {
        one: '# enlace más no se ha abierto: pega el resto aparte.',
        other: '# enlaces más no se han abierto: pega el resto aparte.',
      }),
    bareCode:
      'Este texto solo tiene un código, no un enlace entero: no se conoce el nombre ni dónde encontrar a otros.',
    damaged: part => `${part} de este enlace tiene daños y se ha leído lo mejor posible.`,
    leftOut: part => `${part} de este enlace tiene daños y queda fuera.`,
    refused: why => `Otro enlace de este texto no se ha abierto. ${why}`,
    symlinks: count =>
      plural(count, {
        one: '# enlace simbólico queda fuera: lleva a otro lugar de un disco.',
        other: '# enlaces simbólicos quedan fuera: llevan a otros lugares de un disco.',
      }),
    noSuchFiles: 'El enlace pide archivos que no existen, así que están elegidos todos.',
    someNoSuchFiles: count =>
      plural(count, {
        one: 'El enlace pide # archivo que no existe. Los demás están elegidos.',
        other: 'El enlace pide # archivos que no existen. Los demás están elegidos.',
      }),
  },

  webServers: {
    caption: 'Servidores web y lo que han enviado',
    title: 'Servidor web',
    sent: 'Enviado',
    rate: 'Ritmo',
    gives: 'te envía',
    idle: 'se le pide cuando falta algo',
    paused: why => `${why}; se le pedirá otra vez`,
    never: why => `no se le pide: ${why}`,
    noMore: why => `ya no se le pide: ${why}`,
    troubles: {
      network: 'no se puede acceder a él o no permite que páginas de otros sitios lo lean (CORS)',
      short: 'se ha detenido a mitad de una respuesta',
      redirect: 'remite a otra dirección, que una página no puede comprobar',
      'no-ranges': 'solo envía archivos enteros, no partes',
      'wrong-range': 'ha enviado una parte distinta de la pedida o tiene otro archivo',
      packed: 'envía el archivo comprimido',
      'not-http': 'su dirección no es de la web',
      credentials: 'su dirección contiene un nombre o una contraseña',
      'private-address': 'su dirección es de este ordenador o de una red privada',
      insecure: 'su dirección es http, y esta página llegó por https',
      'too-many': 'ya se pide a bastantes otros',
    },
    status: code => `ha respondido ${code}`,
    wrongPieces: count =>
      plural(count, {
        one: 'ha enviado # trozo erróneo',
        other: 'ha enviado # trozos erróneos',
      }),
  },
}
export default texts
