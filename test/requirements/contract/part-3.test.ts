/** Part 3 of the contract of all requirements: see ../contract.ts. */
import {proveShard} from '../support/shard.js'

await proveShard(3)
