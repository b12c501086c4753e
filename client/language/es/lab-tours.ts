/** Guided tours of the lab. Names of peers stay as they are. */
import type { LabToursTexts } from '../en/lab-tours.ts'
import { decimal, number, plural } from '../format.ts'

const timesOf = (ratio: number | null): string => (ratio === null ? 'infinitas' : decimal(ratio, 2))

const texts: LabToursTexts = {
  guided: 'Visitas guiadas',
  label: title => `Visita: ${title}`,
  step: ({ step, steps }) => `${number(step)} de ${number(steps)}`,
  watch: 'Observa.',
  back: 'Atrás',
  goOn: 'Continuar',
  done: 'Hecho',
  leave: 'Salir de la visita',
  never: 'nunca',

  abouts: {
    'tour-tracker':
      'Seis peers llegan uno tras otro; el seeder se va antes de que el último lo tenga todo.',
    'tour-one-piece': 'Un archivo de 1\u00a0MiB en un solo trozo, para diecinueve peers.',
    'tour-many-pieces': 'El mismo archivo en 64 trozos.',
    'tour-random': 'Todos eligen al azar, y el único seeder se va a los 2,6 segundos.',
    'tour-rarest-first': 'Lo mismo, y todos eligen primero lo más raro.',
    'tour-free-riders': 'Hogares con cable, de los que uno de cada cuatro toma y nunca da.',
    'tour-push': 'Cada segundo, cada uno da un trozo al azar a otros tres al azar.',
    'tour-pull':
      'Cada segundo, cada uno pide a otros tres al azar un trozo cualquiera de los que le faltan.',
    'tour-push-pull': 'Cada segundo ambas cosas, con los mismos tres.',
    'tour-slots': 'Veinte peers de la tesis, que envían a varios otros a la vez.',
    'tour-informed': 'Lo mismo, pero con gossip, y cada uno sabe qué tienen sus vecinos.',
  },

  tours: {
    tracker: {
      title: 'Qué hace un tracker',
      question: '¿Quién pone en contacto a los peers, y quién lleva el archivo?',
      captions: {
        seeder:
          'Un peer, peer1, tiene el archivo entero: es el seeder. El cuadrado es el tracker. No tiene ni un byte del archivo, solo una lista de quién está aquí.',
        announced:
          'peer2 se ha anunciado: aquí estoy, esto me falta. El tracker le ha respondido con unos cuantos otros de su lista. Nunca hace nada más.',
        firstPiece:
          'Ha llegado su primer trozo, directamente de peer1. Mira los cuadrados naranjas: viajan de peer a peer, ninguno viene del tracker.',
        newcomer:
          'A peer4 le han dicho todos los que habían llegado antes, no solo el seeder. Quien tiene un trozo puede darlo, así que los recién llegados encuentran más donantes, no una cola más larga.',
        leaves:
          'El seeder se despide, y el tracker lo borra de su lista. Ya hay copias de cada trozo, así que nadie tiene que esperarlo.',
        end: 'Los seis lo tienen todo, sin el que empezó. Un tracker pone a la gente en contacto; el resto lo hacen entre ellos.',
      },
    },

    pieces: {
      title: 'Por qué trozos',
      question: '¿Por qué se corta un archivo antes de compartirlo?',
      captions: {
        whole:
          'Un archivo de 1\u00a0MiB, todo él un solo trozo. Solo se puede comprobar un trozo entero, y solo lo comprobado se puede pasar.',
        first:
          'El primero ya lo tiene. El seeder repartía su línea entre varios, y hasta ahora diecinueve líneas de subida no hacían nada: quien solo tiene una parte del trozo no puede darlo.',
        doubling:
          'Los que lo tienen lo pasan, y cada vez eso dura tanto como el archivo entero. La cota es cinco veces ese tiempo: 1, 2, 4, 8, 16, todos.',
        onePiece: ({ makespan }) =>
          `${makespan} para diecinueve peers. Ahora el mismo archivo en 64 trozos.`,
        already: 'Muchos tienen ya algo que a otros les falta, y lo dan mientras bajan el resto.',
        sending: 'Casi todos envían: recibir y dar se solapan. Para eso están los trozos.',
        manyPieces: ({ makespan, before }) =>
          `${makespan}, en vez de ${before} con un solo trozo. Nada fue más rápido; solo hubo menos líneas paradas. Más pequeño no siempre es mejor: cada trozo hay que anunciarlo, pedirlo y comprobarlo.`,
      },
    },

    'rarest-first': {
      title: 'El más raro primero, y el trozo que falta',
      question: '¿Qué trozo debería pedir ahora un peer?',
      captions: {
        random:
          'Diecinueve peers bajan 40 trozos, y cada uno elige al azar. Hay un seeder, client1, y no se va a quedar.',
        halfway:
          'Algunos trozos ya tienen muchas copias; otros, solo la del seeder. Por azar ha enviado algunos dos veces y otros ninguna.',
        leaves: 'El seeder se va. Del trozo más raro no queda ninguna copia: nunca se dio.',
        missing: ({ finished }) =>
          `Se reparten todo lo que hay, y luego esperan: ${number(finished)} de 19 tienen el archivo entero. Es el trozo que falta. Ahora el mismo enjambre, y todos piden lo que es más raro entre los demás.`,
        rarest:
          'Un trozo que solo tiene el seeder es el más raro de todos, así que se pide antes que ningún otro.',
        leavesAgain:
          'El seeder se va en el mismo momento. En el enjambre hay una copia de cada trozo.',
        end: ({ finished }) =>
          `${number(finished)} de 19 lo tienen todo. «El más raro primero» no es más rápido por sí mismo; está para el día en que alguien se va.`,
      },
    },

    'free-riders': {
      title: 'Choking y gorrones (free riders)',
      question: '¿Qué es de quienes toman y nunca dan?',
      captions: {
        homes:
          'Hogares con cable: reciben a 5\u00a0Mbit/s y envían a 1. Lo que escasea es el envío. Uno de cada cuatro de estos peers nunca enviará nada; nadie sabe cuáles.',
        choked:
          'Cada conexión empieza con choking: no se puede pedir nada por ella. Un peer hace unchoke a los pocos que más le dan, y a otro al azar, para descubrir quién más lo haría.',
        halfway:
          'Los que dan se han encontrado. A los demás les queda lo que se da al azar, y lo que dan los seeders, que no tienen nada que ganar a cambio.',
        givers:
          'La mayoría de los que dieron ya ha acabado, casi a la vez. Las curvas que quedan atrás son las de quienes no dieron nada.',
        end: 'Todos tienen el archivo, los free riders los últimos. Nadie los juzgó: cada peer solo miraba qué llegaba por sus propias conexiones. Eso es el tit for tat.',
      },
    },

    gossip: {
      title: 'Push, pull y push-pull',
      question: '¿Cómo se difunde un archivo cuando nadie planea nada?',
      captions: {
        push: 'Cinco peers quieren nueve trozos, y nadie los pide. Cada segundo, cada uno da un trozo suyo al azar a otros tres al azar: push.',
        fast: 'Empezó deprisa: donde nadie tiene nada, todo regalo es bienvenido.',
        late: 'Ahora la mayoría de los regalos son cosas que el otro ya tiene. Los últimos trozos son los que más tardan y más cuestan.',
        pushed: ({ makespan, useful, redundant }) =>
          plural(useful, {
            one: `${makespan}; # trozo sirvió, ${number(redundant)} vinieron en vano. Ahora lo mismo, pero todos piden.`,
            other: `${makespan}; # trozos sirvieron, ${number(redundant)} vinieron en vano. Ahora lo mismo, pero todos piden.`,
          }),
        slow: 'El pull empieza despacio: al principio solo uno de los seis tiene algo que dar, y la mayoría de las preguntas van a los demás.',
        pulled: ({ makespan, before, redundant }) =>
          plural(redundant, {
            one: `${makespan}, en vez de ${before} con push. Quien pide sabe lo que le falta: # trozo vino en vano. El final es rápido, porque cualquiera a quien se pregunte seguramente lo tiene.`,
            other: `${makespan}, en vez de ${before} con push. Quien pide sabe lo que le falta: # trozos vinieron en vano. El final es rápido, porque cualquiera a quien se pregunte seguramente lo tiene.`,
          }),
        both: 'Ambas cosas a la vez: push para el principio, pull para el final. Las curvas suben casi rectas.',
        end: ({ makespan, before, redundant }) =>
          plural(redundant, {
            one: `${makespan}, en vez de ${before} solo con pull; # trozo vino en vano. En «Intercambio», elige «informed» y ejecútalo otra vez: peers que dicen lo que tienen no desperdician casi nada.`,
            other: `${makespan}, en vez de ${before} solo con pull; # trozos vinieron en vano. En «Intercambio», elige «informed» y ejecútalo otra vez: peers que dicen lo que tienen no desperdician casi nada.`,
          }),
      },
    },

    bound: {
      title: 'Adónde se va el tiempo, respecto a la cota',
      question: '¿Cuánto puede acercarse un enjambre a lo mejor posible?',
      captions: {
        bound: ({ bound }) =>
          `El seeder tiene que enviar cada trozo una vez, y el último aún tiene que duplicarse de un peer a todos. En estas líneas ningún enjambre acaba antes de ${bound}: la línea fina.`,
        beginning:
          'El principio se pierde: hasta que llega un primer trozo entero, un peer no tiene nada que enviar. Cada línea de subida se reparte entre cinco, así que cada trozo tarda cinco veces más.',
        middle:
          'El medio es mejor, pero no está lleno: quien tiene unchoke quizá no necesita nada de lo que hay aquí, y quien lo necesita quizá tiene choke.',
        slots: ({ makespan, ratio }) =>
          `${makespan}: ${timesOf(ratio)} veces la cota. Ahora gossip «informed»: un trozo entero a un solo peer cada vez, y el siguiente a otro.`,
        early:
          'Un trozo está entero en cuanto puede, y sigue adelante enseguida: las líneas de subida tuvieron trabajo desde muy pronto.',
        informed: ({ makespan, ratio, ratioBefore }) =>
          `${makespan}: ${timesOf(ratio)} veces la cota, en vez de ${timesOf(ratioBefore)}. Lo que queda es el precio de no saber: nadie ve todo el enjambre, y cada uno decide por lo que le han dicho sus vecinos.`,
      },
    },
  },
}

export default texts
