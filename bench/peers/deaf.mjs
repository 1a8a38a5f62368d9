const ignore = () => undefined

/** A user of a connection who hears nothing. @type {import('../../dist/lib/quic/connection.js').ConnectionUser} */
export const deaf = {onStream: ignore, onDatagram: ignore, onDrain: ignore}
