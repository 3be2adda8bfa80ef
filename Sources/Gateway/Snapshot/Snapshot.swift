import NIOCore
import NIOSSL

/// One configuration, ready to serve: everything a request looks at that a reload may change. It never changes itself.
///
/// Each event loop has a reference to the newest one (``LoopContext/snapshot``), and each request takes that once, when its
/// head has come, and keeps it to its end: no request sees two configurations.
final class Snapshot: Sendable {
    /// Which configuration this is, counted from 1 for the one at the start.
    let generation: Int
    /// The providers and the models.
    let catalog: Catalog
    /// The virtual keys.
    let keys: KeyRing
    /// The limit on requests in flight, where there is one.
    let room: Room?
    /// The bounds that a connection keeps its client to.
    let limits: ListenerLimits
    /// The listener's certificate, taken by each new connection; `nil` for plain HTTP.
    let tls: NIOSSLContext?
    /// A limit on requests in flight and how long one may wait for its turn.
    struct Room: Sendable {
        var gate: Gate
        var timeout: TimeAmount
    }

    private let released: (@Sendable () -> Void)?

    /// - Parameter released: called once nothing uses the snapshot any longer: a newer one has taken its place and its last
    ///   request has ended. Called on whichever thread that happens.
    init(
        generation: Int,
        catalog: Catalog,
        keys: KeyRing,
        room: Room? = nil,
        limits: ListenerLimits,
        tls: NIOSSLContext?,
        released: (@Sendable () -> Void)? = nil
    ) {
        self.generation = generation
        self.catalog = catalog
        self.keys = keys
        self.room = room
        self.limits = limits
        self.tls = tls
        self.released = released
    }

    deinit { released?() }
}
