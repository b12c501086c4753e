/** The parts of the page: side by side where there is room, on a phone one of them at a time. */
export type Place = 'network' | 'setup' | 'peers' | 'charts'
