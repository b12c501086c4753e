import type { ErrorsTexts } from '../en/errors.ts'
import { number } from '../format.ts'

const copyAgain = 'Torna a copiar l’enllaç sencer.'

const texts: ErrorsTexts = {
  codes: {
    'unsupported-browser':
      'Aquest navegador no pot connectar amb altres (falta WebRTC o està desactivat). Fes servir un Firefox, Chrome, Edge o Safari actual.',
    'not-loaded':
      'Per a això cal una part de la pàgina que no s’ha pogut carregar: el servidor no hi és o té una versió més nova. Torna-ho a provar quan torni; si no ajuda, recarrega la pàgina.',
    'no-files': 'Tria almenys un fitxer per compartir.',
    'empty-files': 'Aquests fitxers són buits. Tria’n d’altres per compartir.',
    'too-large': 'És massa gros per compartir-lo d’una vegada. Comparteix-lo per parts.',
  },
  others: {
    'not-together': 'Aquests fitxers no es poden compartir junts. Comparteix-ne menys alhora.',
    changing: 'Aquests fitxers canvien mentre es llegeixen. Torna’ls a compartir.',
    'torrent-file-too-large':
      'És massa gros per ser un fitxer .torrent (10\u00a0MB com a màxim). Per enviar-lo tal com és, comparteix-lo dins d’una carpeta o d’un fitxer ZIP.',
    'torrent-file-unreadable':
      'No s’ha pogut llegir el fitxer .torrent. Mira si encara hi és i torna’l a obrir.',
    goal: 'Tria una proporció o un temps més gran que 0, o cap.',
    'random-first': 'Tria quants trossos arriben a l’atzar: 0 o més.',
    'play-rate': 'Tria a quina velocitat es reprodueix: més de 0.',
    'unknown-way': 'Tria una de les maneres que s’ofereixen.',
  },
  unreadableOne: name =>
    `No es pot llegir ${name}. Mira si encara hi és i si es pot obrir, i torna’l a compartir.`,
  unreadable: names =>
    `No es poden llegir ${names}. Mira si encara hi són i si es poden obrir, i torna’ls a compartir.`,
  unusable: why =>
    `Aquest torrent no es pot fer servir: ${why}. Demana’n un de nou a qui el va fer.`,
  torrentFaults: {
    damaged: 'està malmès',
    'file-too-large': 'el fitxer .torrent ocupa més de 10\u00a0MB',
    'info-too-large': 'la seva descripció ocupa més de 10\u00a0MB',
    'no-info': 'no té descripció',
    'v2-only': 'és només per a la versió 2 de BitTorrent, no per a la 1 o per a totes dues',
    empty: 'és buit',
    'too-many-files': 'té més de 100.000 fitxers',
    'no-list': 'els seus fitxers no formen una llista',
    'no-files': 'no té ni mida ni llista de fitxers',
    'bad-file': 'un fitxer està sense descriure',
    symlink: 'només conté un enllaç a un altre lloc del disc',
    'bad-length': 'un fitxer no té una mida vàlida',
    'too-long': 'la mida dels seus fitxers és impossible',
    'long-padding': 'el seu farciment és més llarg que un tros',
    'too-deep': 'té més de 100 carpetes una dins de l’altra',
    'bad-name': 'el nom d’un fitxer o d’una carpeta porta a una altra carpeta',
    'bad-piece-length': 'la mida dels seus trossos no és entre 1\u00a0byte i 64\u00a0MiB',
    'no-hashes': 'hi falten les sumes de verificació',
    'bad-hashes': 'les seves sumes de verificació no corresponen a la seva mida',
  },
  link: {
    'not-a-magnet':
      'En aquest text no hi ha cap enllaç. Un enllaç conté «urn:btih:»: copia’l sencer.',
    'too-long': `És massa llarg per ser un enllaç per compartir. ${copyAgain}`,
    'no-hash': `Aquest enllaç no és complet: no diu de quin contingut és. ${copyAgain}`,
    'bad-hash': `Aquest enllaç està malmès. ${copyAgain}`,
    'v2-only':
      'Aquest enllaç és només per a la versió 2 de BitTorrent, que aquí no es pot obrir. Demana un enllaç de la versió 1 o per a totes dues.',
    'bad-encoding': `Aquest enllaç està malmès en un signe %. ${copyAgain}`,
    'bad-gossip':
      'Aquest enllaç demana una manera de compartir que aquesta pàgina no coneix. Recarrega la pàgina.',
  },
  storage: {
    usedUp:
      'S’ha exhaurit l’espai que permet aquest navegador. Allibera espai i torna-ho a provar.',
    refused:
      'El navegador s’ha negat a desar la baixada. Torna-ho a provar; si no ajuda, recarrega la pàgina.',
    tooLargeForMemory:
      'Aquest navegador no deixa que la pàgina desi fitxers, i la baixada és massa grossa per a la memòria. Obre l’enllaç en una finestra normal (no privada).',
  },
  server: {
    'not yours':
      'Aquest identificador pertany a una altra connexió. Espera mig minut o recarrega la pàgina.',
    'another id': 'Aquesta connexió és a l’eixam amb un altre identificador. Atura primer aquell.',
    'too many swarms':
      'Aquesta pestanya té massa torrents oberts. Treu-ne un per obrir-ne un altre.',
    'own share taken':
      'La teva xarxa té oberts tants torrents com permet el servidor. Tanca’n un per obrir-ne un altre.',
    'all taken': 'El servidor no té lloc per a un altre torrent. Torna-ho a provar més tard.',
    'place given away':
      'El servidor és ple i la teva xarxa hi té més torrents que cap altra. Torna-ho a provar més tard.',
    'connection given away':
      'El servidor és ple i la teva xarxa hi té més connexions que cap altra. Torna-ho a provar més tard.',
    'too many connections':
      'La teva xarxa té més connexions amb aquests servidors de les permeses. Torna-ho a provar més tard.',
    'too often':
      'Aquesta pestanya s’anuncia massa sovint. Ho podrà tornar a fer d’aquí a uns segons.',
    'no proof':
      'Aquest identificador exigeix una prova i no n’ha arribat cap. Recarrega la pàgina.',
    'too many proofs': 'Massa proves d’identificadors alhora. Torna-ho a provar d’aquí a un minut.',
    'bad proof':
      'La prova d’aquest identificador no val aquí. Recarrega la pàgina; si no ajuda, un proxy davant del servidor canvia el Host que transmet.',
    unreachable: 'No es pot arribar al servidor. Es continuarà provant fins que torni.',
    'no answer': 'El servidor no ha respost. Es torna a provar.',
    'strange answer':
      'El servidor ha donat una resposta que aquesta pàgina no coneix. Recarrega la pàgina.',
    'taken over':
      'Una altra connexió ha demostrat que és aquesta pestanya. Recarrega la pàgina per tornar a participar.',
  },
  limit: least => `Tria un límit d’almenys ${number(least)}\u00a0bytes per segon, o cap.`,
  lineRate: ({ least, most }) => `Tria un límit de ${least} a ${most}, o cap.`,
  lineDelay: mostMs => `Tria un retard de 0 a ${number(mostMs)}\u00a0ms.`,
  lineLoss: mostPercent => `Tria una pèrdua de 0 a ${number(mostPercent)}\u00a0%.`,
  uploadSlots: most => `Serveix d’1 a ${number(most)} alhora.`,
  blockBytes: ({ least, most }) => `Tria blocs de ${number(least)} a ${number(most)}\u00a0bytes.`,
  piecesAtOnce: most => `Demana d’1 a ${number(most)} trossos alhora.`,
}
export default texts
