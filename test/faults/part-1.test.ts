/** Part 1 of all faults, across processes: see ../requirements/across-processes.ts. */
import {acrossProcesses} from '../requirements/across-processes.js'
import {part} from '../requirements/support/parts.js'

const found = await part(1, 2, new URL('.', import.meta.url))
acrossProcesses(found.map(({probe}) => probe))
