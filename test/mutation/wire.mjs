// Mutation testing of src/lib/wire, by its own tests.
import {mutationOf} from './common.mjs'

export default mutationOf('wire', ['src/lib/wire/**/*.ts'])
