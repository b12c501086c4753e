/** What the device is, as far as the page does something else on it. */

/** A finger's: there the share sheet is what people know, and files are hard to find again. */
export const isPhone = (): boolean => matchMedia('(pointer: coarse)').matches

/** Not over plain http: then it is the person who has to keep a phone awake. */
export const canStayAwake = (): boolean => 'wakeLock' in navigator
