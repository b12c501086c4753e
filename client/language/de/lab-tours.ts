/** Guided tours of the lab. Names of peers stay as they are. */
import type { LabToursTexts } from '../en/lab-tours.ts'
import { decimal, number, plural } from '../format.ts'

const timesOf = (ratio: number | null): string => (ratio === null ? 'unendlich' : decimal(ratio, 2))

const texts: LabToursTexts = {
  guided: 'Führungen',
  label: title => `Führung: ${title}`,
  step: ({ step, steps }) => `${number(step)} von ${number(steps)}`,
  watch: 'Schau zu.',
  back: 'Zurück',
  goOn: 'Weiter',
  done: 'Fertig',
  leave: 'Führung verlassen',
  never: 'nie',

  abouts: {
    'tour-tracker': 'Sechs Peers kommen nacheinander; der Seeder geht, bevor der letzte alles hat.',
    'tour-one-piece': 'Eine Datei von 1\u00a0MiB in einem Stück, für neunzehn Peers.',
    'tour-many-pieces': 'Dieselbe Datei in 64 Stücken.',
    'tour-random': 'Alle wählen zufällig, und der einzige Seeder geht nach 2,6 Sekunden.',
    'tour-rarest-first': 'Dasselbe, und alle wählen das seltenste Stück zuerst.',
    'tour-free-riders': 'Haushalte mit Kabelanschluss, von denen jeder vierte nimmt und nie gibt.',
    'tour-push': 'Jede Sekunde gibt jeder ein zufälliges Stück an drei zufällige andere.',
    'tour-pull':
      'Jede Sekunde fragt jeder drei zufällige andere nach einem zufälligen Stück, das ihm fehlt.',
    'tour-push-pull': 'Jede Sekunde beides, mit denselben drei anderen.',
    'tour-slots': 'Zwanzig Peers der Abschlussarbeit, die an mehrere andere gleichzeitig senden.',
    'tour-informed': 'Dasselbe, aber per Gossip, und jeder weiß, was seine Nachbarn haben.',
  },

  tours: {
    tracker: {
      title: 'Was ein Tracker tut',
      question: 'Wer bringt die Peers zusammen, und wer trägt die Datei?',
      captions: {
        seeder:
          'Ein Peer, peer1, hat die ganze Datei: Er ist der Seeder. Das Quadrat ist der Tracker. Er hat kein Byte der Datei, nur eine Liste derer, die hier sind.',
        announced:
          'peer2 hat sich gemeldet: Hier bin ich, so viel fehlt mir. Der Tracker hat ihm einige andere von seiner Liste genannt. Mehr tut er nie.',
        firstPiece:
          'Sein erstes Stück ist da, direkt von peer1. Achte auf die orangen Quadrate: Sie reisen von Peer zu Peer, keines kommt vom Tracker.',
        newcomer:
          'peer4 hat von allen erfahren, die vorher kamen, nicht nur vom Seeder. Wer ein Stück hat, kann es geben: Neue finden also mehr Geber und keine längere Schlange.',
        leaves:
          'Der Seeder verabschiedet sich, und der Tracker streicht ihn von seiner Liste. Von jedem Stück gibt es inzwischen Kopien, also muss niemand auf ihn warten.',
        end: 'Alle sechs haben alles, ohne den, der angefangen hat. Ein Tracker bringt die Peers zusammen; den Rest machen sie unter sich aus.',
      },
    },

    pieces: {
      title: 'Warum Stücke',
      question: 'Warum wird eine Datei zerteilt, bevor man sie teilt?',
      captions: {
        whole:
          'Eine Datei von 1\u00a0MiB, alles ein Stück. Nur ein ganzes Stück lässt sich prüfen, und nur Geprüftes darf weitergegeben werden.',
        first:
          'Der Erste hat es. Der Seeder hat seine Leitung auf mehrere verteilt, und neunzehn Sendeleitungen haben bis jetzt nichts getan: Wer nur einen Teil des Stücks hat, kann es nicht geben.',
        doubling:
          'Wer es hat, gibt es weiter, und jedes Mal dauert das noch einmal so lange wie die ganze Datei. Die Schranke ist fünfmal so viel: 1, 2, 4, 8, 16, alle.',
        onePiece: ({ makespan }) =>
          `${makespan} für neunzehn Peers. Jetzt dieselbe Datei in 64 Stücken.`,
        already:
          'Schon haben viele etwas, das anderen fehlt, und geben es, während sie den Rest holen.',
        sending: 'Fast alle senden: Empfangen und Geben überlappen sich. Dafür gibt es Stücke.',
        manyPieces: ({ makespan, before }) =>
          `${makespan}, statt ${before} in einem Stück. Nichts war schneller; nur standen weniger Leitungen still. Kleiner ist nicht immer besser: Jedes Stück muss angekündigt, verlangt und geprüft werden.`,
      },
    },

    'rarest-first': {
      title: 'Das seltenste zuerst, und das fehlende Stück',
      question: 'Welches Stück sollte ein Peer als Nächstes verlangen?',
      captions: {
        random:
          'Neunzehn Peers holen 40 Stücke, jeder wählt zufällig. Es gibt einen Seeder, client1, und er bleibt nicht.',
        halfway:
          'Von manchen Stücken gibt es schon viele Kopien, von anderen nur die des Seeders. Der Zufall wollte es, dass er manche zweimal gesendet hat und andere nie.',
        leaves:
          'Der Seeder geht. Vom seltensten Stück gibt es keine Kopie mehr: Es wurde nie weitergegeben.',
        missing: ({ finished }) =>
          `Sie teilen alles, was da ist, und dann warten sie: ${number(finished)} von 19 haben die ganze Datei. Das ist das fehlende Stück. Jetzt derselbe Schwarm, und alle verlangen, was bei den anderen am seltensten ist.`,
        rarest:
          'Ein Stück, das nur der Seeder hat, ist das seltenste von allen, also wird es vor jedem anderen verlangt.',
        leavesAgain:
          'Der Seeder geht im selben Augenblick. Von jedem Stück gibt es im Schwarm eine Kopie.',
        end: ({ finished }) =>
          `${number(finished)} von 19 haben alles. „Das seltenste zuerst“ ist an sich nicht schneller; es ist für den Tag da, an dem jemand geht.`,
      },
    },

    'free-riders': {
      title: 'Choking und Trittbrettfahrer (Free Rider)',
      question: 'Was wird aus denen, die nehmen und nie geben?',
      captions: {
        homes:
          'Haushalte mit Kabelanschluss: Sie empfangen mit 5\u00a0Mbit/s und senden mit 1. Knapp ist das Senden. Jeder vierte dieser Peers wird nie etwas senden; niemand weiß, welcher.',
        choked:
          'Jede Verbindung beginnt choked: Es darf nichts über sie verlangt werden. Ein Peer gibt die wenigen frei (unchoke), die ihm am meisten geben, dazu einen zufällig gewählten, um herauszufinden, wer sonst gäbe.',
        halfway:
          'Die, die geben, haben einander gefunden. Den anderen bleibt, was zufällig gegeben wird, und was von Seedern kommt, die nichts dafür bekommen können.',
        givers:
          'Die meisten, die gegeben haben, sind fertig, kurz nacheinander. Die Kurven, die zurückbleiben, gehören denen, die nichts gegeben haben.',
        end: 'Alle haben die Datei, die Trittbrettfahrer zuletzt. Niemand hat über sie geurteilt: Jeder Peer sah nur, was über seine eigenen Verbindungen kam. Das ist Tit for Tat.',
      },
    },

    gossip: {
      title: 'Push, Pull und Push-Pull',
      question: 'Wie verbreitet sich eine Datei, wenn niemand etwas plant?',
      captions: {
        push: 'Fünf Peers wollen neun Stücke, und niemand fragt danach. Jede Sekunde gibt jeder ein zufälliges eigenes Stück an drei zufällige andere: Push.',
        fast: 'Es begann schnell: Wo niemand etwas hat, ist jedes Geschenk willkommen.',
        late: 'Jetzt hat der andere das meiste, was er geschenkt bekommt, schon. Die letzten Stücke dauern am längsten und kosten am meisten.',
        pushed: ({ makespan, useful, redundant }) =>
          plural(useful, {
            one: `${makespan}; # Stück war von Nutzen, ${number(redundant)} kamen umsonst. Jetzt dasselbe, nur dass alle fragen, statt zu geben.`,
            other: `${makespan}; # Stücke waren von Nutzen, ${number(redundant)} kamen umsonst. Jetzt dasselbe, nur dass alle fragen, statt zu geben.`,
          }),
        slow: 'Pull beginnt langsam: Anfangs hat nur einer der sechs etwas zu geben, und die meisten Fragen gehen an die anderen.',
        pulled: ({ makespan, before, redundant }) =>
          plural(redundant, {
            one: `${makespan}, statt ${before} mit Push. Wer fragt, weiß, was ihm fehlt: # Stück kam umsonst. Das Ende geht schnell, denn wen man auch fragt, er hat es wahrscheinlich.`,
            other: `${makespan}, statt ${before} mit Push. Wer fragt, weiß, was ihm fehlt: # Stücke kamen umsonst. Das Ende geht schnell, denn wen man auch fragt, er hat es wahrscheinlich.`,
          }),
        both: 'Beides zugleich: Push für den Anfang, Pull für das Ende. Die Kurven steigen fast gerade.',
        end: ({ makespan, before, redundant }) =>
          plural(redundant, {
            one: `${makespan}, statt ${before} mit Pull allein; # Stück kam umsonst. Stell unter „Austausch“ „informed“ ein und starte noch einmal: Peers, die sagen, was sie haben, verschwenden fast nichts.`,
            other: `${makespan}, statt ${before} mit Pull allein; # Stücke kamen umsonst. Stell unter „Austausch“ „informed“ ein und starte noch einmal: Peers, die sagen, was sie haben, verschwenden fast nichts.`,
          }),
      },
    },

    bound: {
      title: 'Wohin die Zeit geht, an der Schranke gemessen',
      question: 'Wie nahe kann ein Schwarm dem Bestmöglichen kommen?',
      captions: {
        bound: ({ bound }) =>
          `Der Seeder muss jedes Stück einmal senden, und das letzte muss sich dann noch von einem Peer auf alle verdoppeln. Auf diesen Leitungen ist kein Schwarm vor ${bound} fertig: die dünne Linie.`,
        beginning:
          'Der Anfang ist verloren: Bis ein erstes ganzes Stück da ist, hat ein Peer nichts zu senden. Jede Sendeleitung teilen sich fünf, also dauert jedes Stück fünfmal so lange.',
        middle:
          'Die Mitte ist besser, aber nicht voll: Wer unchoked ist, braucht vielleicht nichts von hier, und wer es braucht, ist vielleicht choked.',
        slots: ({ makespan, ratio }) =>
          `${makespan}: ${timesOf(ratio)} mal die Schranke. Jetzt Gossip, „informed“: ein ganzes Stück an einen Peer auf einmal, und das nächste an einen anderen.`,
        early:
          'Ein Stück ist so früh wie möglich ganz und geht sofort weiter: Die Sendeleitungen hatten von Anfang an zu tun.',
        informed: ({ makespan, ratio, ratioBefore }) =>
          `${makespan}: ${timesOf(ratio)} mal die Schranke, statt ${timesOf(ratioBefore)} mal. Was bleibt, ist der Preis des Nichtwissens: Niemand sieht den ganzen Schwarm, und jeder entscheidet nach dem, was ihm seine Nachbarn gesagt haben.`,
      },
    },
  },
}

export default texts
