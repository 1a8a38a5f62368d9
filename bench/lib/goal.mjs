/**
 * What the ratio of a contender should be; without `of`, that of every one.
 * @typedef {{of?: string, atLeast?: number, atMost?: number}} Goal
 */

/**
 * @param {Goal | undefined} goal
 * @param {string} name
 * @param {number} ratio
 * @returns {boolean | undefined} undefined: there is no goal for this one
 */
export function met(goal, name, ratio) {
  if (!goal || (goal.of !== undefined && goal.of !== name)) return undefined
  return ratio >= (goal.atLeast ?? 0) && ratio <= (goal.atMost ?? Infinity)
}
