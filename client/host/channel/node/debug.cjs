/** simple-peer tells its steps to nobody. */
module.exports = () => () => undefined
