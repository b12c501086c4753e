/** Guided tours of the lab. Names of peers stay as they are. */
import type { LabToursTexts } from '../en/lab-tours.ts'
import { decimal, number, plural } from '../format.ts'

const timesOf = (ratio: number | null): string => (ratio === null ? 'infinites' : decimal(ratio, 2))

const texts: LabToursTexts = {
  guided: 'Visites guiades',
  label: title => `Visita: ${title}`,
  step: ({ step, steps }) => `${number(step)} de ${number(steps)}`,
  watch: 'Mira.',
  back: 'Enrere',
  goOn: 'Continua',
  done: 'Fet',
  leave: 'Surt de la visita',
  never: 'mai',

  abouts: {
    'tour-tracker':
      'Sis peers arriben un rere l’altre; el seeder se’n va abans que l’últim ho tingui tot.',
    'tour-one-piece': 'Un fitxer d’1\u00a0MiB en un sol tros, per a dinou peers.',
    'tour-many-pieces': 'El mateix fitxer en 64 trossos.',
    'tour-random': 'Tothom tria a l’atzar, i l’únic seeder se’n va al cap de 2,6 segons.',
    'tour-rarest-first': 'El mateix, i tothom tria primer el més rar.',
    'tour-free-riders': 'Cases amb cable, de les quals una de cada quatre agafa i no dona mai.',
    'tour-push': 'Cada segon, cadascú dona un tros a l’atzar a tres altres a l’atzar.',
    'tour-pull':
      'Cada segon, cadascú demana a tres altres a l’atzar un tros qualsevol dels que li falten.',
    'tour-push-pull': 'Cada segon totes dues coses, amb els mateixos tres.',
    'tour-slots': 'Vint peers de la tesi, que envien a uns quants alhora.',
    'tour-informed': 'El mateix, però amb gossip, i cadascú sap què tenen els seus veïns.',
  },

  tours: {
    tracker: {
      title: 'Què fa un tracker',
      question: 'Qui posa els peers en contacte, i qui porta el fitxer?',
      captions: {
        seeder:
          'Un peer, peer1, té el fitxer sencer: és el seeder. El quadrat és el tracker. No té ni un byte del fitxer, només una llista de qui hi ha.',
        announced:
          'peer2\u00a0s’ha anunciat: soc aquí, em falta això. El tracker li ha respost amb uns quants altres de la llista. No fa mai res més.',
        firstPiece:
          'Ha arribat el seu primer tros, directament de peer1. Mira els quadrets taronja: viatgen de peer a peer, cap no ve del tracker.',
        newcomer:
          'A peer4 li han dit tots els que havien arribat abans, no només el seeder. Qui té un tros el pot donar, així que els nouvinguts troben més donants, no una cua més llarga.',
        leaves:
          'El seeder s’acomiada, i el tracker l’esborra de la llista. Ja hi ha còpies de cada tros, així que ningú no l’ha d’esperar.',
        end: 'Tots sis ho tenen tot, sense el que va començar. Un tracker posa la gent en contacte; la resta la fan entre ells.',
      },
    },

    pieces: {
      title: 'Per què trossos',
      question: 'Per què es talla un fitxer abans de compartir-lo?',
      captions: {
        whole:
          'Un fitxer d’1\u00a0MiB, tot en un sol tros. Només es pot comprovar un tros sencer, i només el que s’ha comprovat es pot passar.',
        first:
          'El primer ja el té. El seeder repartia la línia entre uns quants, i fins ara dinou línies de pujada no feien res: qui només té una part del tros no el pot donar.',
        doubling:
          'Els que el tenen el passen, i cada vegada això dura tant com el fitxer sencer. La cota és cinc vegades aquest temps: 1, 2, 4, 8, 16, tots.',
        onePiece: ({ makespan }) =>
          `${makespan} per a dinou peers. Ara el mateix fitxer en 64 trossos.`,
        already:
          'Molts ja tenen alguna cosa que falta a altres, i la donen mentre baixen la resta.',
        sending: 'Gairebé tothom envia: rebre i donar se superposen. Per això hi ha trossos.',
        manyPieces: ({ makespan, before }) =>
          `${makespan}, en lloc de ${before} amb un sol tros. Res no ha anat més de pressa; simplement hi ha hagut menys línies aturades. Més petit no sempre és millor: cada tros s’ha d’anunciar, demanar i comprovar.`,
      },
    },

    'rarest-first': {
      title: 'El més rar primer, i el tros que falta',
      question: 'Quin tros hauria de demanar ara un peer?',
      captions: {
        random:
          'Dinou peers baixen 40 trossos, i cadascun tria a l’atzar. Hi ha un seeder, client1, i no es quedarà.',
        halfway:
          'Alguns trossos ja tenen moltes còpies; d’altres, només la del seeder. Per atzar n’ha enviat alguns dues vegades i d’altres cap.',
        leaves: 'El seeder se’n va. Del tros més rar no queda cap còpia: no s’ha donat mai.',
        missing: ({ finished }) =>
          `Es reparteixen tot el que hi ha, i després esperen: ${number(finished)} de 19 tenen el fitxer sencer. És el tros que falta. Ara el mateix eixam, i tothom demana el que és més rar entre els altres.`,
        rarest:
          'Un tros que només té el seeder és el més rar de tots, així que es demana abans que cap altre.',
        leavesAgain: 'El seeder se’n va al mateix moment. A l’eixam hi ha una còpia de cada tros.',
        end: ({ finished }) =>
          `${number(finished)} de 19 ho tenen tot. «El més rar primer» no és més ràpid per si mateix; hi és per al dia que algú se’n va.`,
      },
    },

    'free-riders': {
      title: 'Choking i gorrers (free riders)',
      question: 'Què passa amb els que agafen i no donen mai?',
      captions: {
        homes:
          'Cases amb cable: reben a 5\u00a0Mbit/s i envien a 1. El que escasseja és l’enviament. Un de cada quatre d’aquests peers no enviarà mai res; ningú no sap quins.',
        choked:
          'Cada connexió comença amb choking: no s’hi pot demanar res. Un peer fa unchoke als pocs que més li donen, i a un altre a l’atzar, per descobrir qui més ho faria.',
        halfway:
          'Els que donen s’han trobat entre ells. Als altres els queda el que es dona a l’atzar, i el que donen els seeders, que no hi tenen res a guanyar.',
        givers:
          'La majoria dels que han donat ja han acabat, gairebé alhora. Les corbes que queden enrere són les dels que no han donat res.',
        end: 'Tothom té el fitxer, els free riders els últims. Ningú no els ha jutjat: cada peer només mirava què arribava per les seves connexions. Això és el tit for tat.',
      },
    },

    gossip: {
      title: 'Push, pull i push-pull',
      question: 'Com s’escampa un fitxer quan ningú no planifica res?',
      captions: {
        push: 'Cinc peers volen nou trossos, i ningú no els demana. Cada segon, cadascú dona un tros seu a l’atzar a tres altres a l’atzar: push.',
        fast: 'Ha començat de pressa: on ningú no té res, tot regal és benvingut.',
        late: 'Ara la majoria de regals són coses que l’altre ja té. Els últims trossos són els que més triguen i més costen.',
        pushed: ({ makespan, useful, redundant }) =>
          plural(useful, {
            one: `${makespan}; # tros ha servit, ${number(redundant)} han vingut en va. Ara el mateix, però tothom demana.`,
            other: `${makespan}; # trossos han servit, ${number(redundant)} han vingut en va. Ara el mateix, però tothom demana.`,
          }),
        slow: 'El pull comença a poc a poc: al principi només un dels sis té res per donar, i la majoria de preguntes van als altres.',
        pulled: ({ makespan, before, redundant }) =>
          plural(redundant, {
            one: `${makespan}, en lloc de ${before} amb push. Qui demana sap què li falta: # tros ha vingut en va. El final és ràpid, perquè qualsevol a qui es demani segurament ho té.`,
            other: `${makespan}, en lloc de ${before} amb push. Qui demana sap què li falta: # trossos han vingut en va. El final és ràpid, perquè qualsevol a qui es demani segurament ho té.`,
          }),
        both: 'Totes dues coses alhora: push per al començament, pull per al final. Les corbes pugen gairebé rectes.',
        end: ({ makespan, before, redundant }) =>
          plural(redundant, {
            one: `${makespan}, en lloc de ${before} només amb pull; # tros ha vingut en va. A «Intercanvi», tria «informed» i torna-ho a executar: peers que diuen què tenen no malgasten gairebé res.`,
            other: `${makespan}, en lloc de ${before} només amb pull; # trossos han vingut en va. A «Intercanvi», tria «informed» i torna-ho a executar: peers que diuen què tenen no malgasten gairebé res.`,
          }),
      },
    },

    bound: {
      title: 'On se’n va el temps, respecte a la cota',
      question: 'Fins on es pot acostar un eixam al millor possible?',
      captions: {
        bound: ({ bound }) =>
          `El seeder ha d’enviar cada tros un cop, i l’últim encara s’ha de duplicar d’un peer a tots. En aquestes línies cap eixam no acaba abans de ${bound}: la línia prima.`,
        beginning:
          'El començament es perd: fins que no arriba un primer tros sencer, un peer no té res per enviar. Cada línia de pujada es reparteix entre cinc, així que cada tros triga cinc vegades més.',
        middle:
          'El mig és millor, però no és ple: qui té unchoke potser no necessita res del que hi ha aquí, i qui ho necessita potser té choke.',
        slots: ({ makespan, ratio }) =>
          `${makespan}: ${timesOf(ratio)} vegades la cota. Ara gossip «informed»: un tros sencer a un sol peer cada vegada, i el següent a un altre.`,
        early:
          'Un tros és sencer tan aviat com pot ser, i continua de seguida: les línies de pujada han tingut feina des de ben aviat.',
        informed: ({ makespan, ratio, ratioBefore }) =>
          `${makespan}: ${timesOf(ratio)} vegades la cota, en lloc de ${timesOf(ratioBefore)}. El que queda és el preu de no saber: ningú no veu tot l’eixam, i cadascú decideix pel que li han dit els veïns.`,
      },
    },
  },
}

export default texts
