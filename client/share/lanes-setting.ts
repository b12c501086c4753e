/** Whether links may be several connections: a setting of this browser, `tabswarm.lanes`, yes or no. */

/** The person has not said. */
const BY_DEFAULT = true

export function lanesAllowed(): boolean {
  try {
    const said = localStorage.getItem('tabswarm.lanes')
    return said === null ? BY_DEFAULT : said === 'yes'
  } catch {
    return BY_DEFAULT // This browser keeps nothing.
  }
}
