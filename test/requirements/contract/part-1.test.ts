/** Part 1 of the contract of all requirements: see ../contract.ts. */
import {probeContract} from '../contract.js'
import {part} from '../support/parts.js'

for (const {probe, folder} of await part(1, 4, new URL('.', import.meta.url))) probeContract(probe, folder)
