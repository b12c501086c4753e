/** What is said where there is no page, in the languages of the pages. `[…]` is the way to the start page. */
const WORDS = {
  en: [
    'No such page',
    'There is no such page',
    'The address may have been cut or changed on its way. [Go to the start page], where files are shared and links are opened.',
  ],
  el: [
    'Δεν υπάρχει τέτοια σελίδα',
    'Δεν υπάρχει τέτοια σελίδα',
    'Η διεύθυνση ίσως κόπηκε ή άλλαξε στον δρόμο. [Πηγαίνετε στην αρχική σελίδα], όπου μοιράζονται αρχεία και ανοίγουν σύνδεσμοι.',
  ],
  ca: [
    'No hi ha aquesta pàgina',
    'No hi ha cap pàgina així',
    'Potser l’adreça s’ha tallat o ha canviat pel camí. [Ves a la pàgina d’inici], on es comparteixen fitxers i s’obren enllaços.',
  ],
  es: [
    'No existe esa página',
    'No existe esa página',
    'Puede que la dirección se haya cortado o cambiado por el camino. [Ve a la página de inicio], donde se comparten archivos y se abren enlaces.',
  ],
  de: [
    'Keine solche Seite',
    'Diese Seite gibt es nicht',
    'Die Adresse wurde vielleicht unterwegs abgeschnitten oder verändert. [Zur Startseite], wo Dateien geteilt und Links geöffnet werden.',
  ],
} as const

export const NO_PAGE: ReadonlyMap<string, string> = new Map(
  Object.entries(WORDS).map(([language, [title, heading, help]]) => [
    language,
    `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} - tabswarm</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/plain.css">
<h1>${heading}</h1>
<p>${help.replace('[', '<a href="/">').replace(']', '</a>')}</p>
</html>
`,
  ]),
)
