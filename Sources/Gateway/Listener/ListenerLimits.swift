import HTTPWire
import NIOCore
import Settings

/// The bounds that a connection keeps its client to.
struct ListenerLimits: Sendable {
    /// The most bytes of a request's body.
    var maxBody: Int
    /// From the first byte of a head to its last.
    var headerTimeout: TimeAmount
    /// Between two pieces of a body, and for a client that does not read its answer.
    var bodyTimeout: TimeAmount
    /// Between two requests.
    var idleTimeout: TimeAmount
    /// The bounds on a head.
    var head = RequestHead.Limits()

    init(_ server: ServerConfiguration) {
        maxBody = server.maxBody
        headerTimeout = TimeAmount(server.headerTimeout)
        bodyTimeout = TimeAmount(server.bodyTimeout)
        idleTimeout = TimeAmount(server.idleTimeout)
    }
}
