// Medians and quartiles: on a shared machine one slow round says nothing, and a mean would listen to it.

/**
 * @typedef {object} Spread
 * @property {number} min
 * @property {number} lower the first quartile
 * @property {number} median
 * @property {number} upper the third quartile
 * @property {number} max
 */

/** @param {readonly number[]} values at least one @returns {Spread} */
export function spread(values) {
  const sorted = Float64Array.from(values).sort()
  const [min, lower, median, upper, max] = [0, 0.25, 0.5, 0.75, 1].map(part => quantile(sorted, part))
  return {min, lower, median, upper, max}
}

/** Between two values it lies on the line that joins them. */
function quantile(sorted, part) {
  const place = part * (sorted.length - 1)
  const below = Math.floor(place)
  const above = Math.ceil(place)
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below)
}
