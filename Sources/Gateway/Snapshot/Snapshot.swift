import NIOSSL
import Routing
import Synchronization

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
        /// The limits that the gate takes once the snapshot counts.
        var policy: QueuePolicy
    }

    private let released = Mutex<(@Sendable () -> Void)?>(nil)

    init(
        generation: Int,
        catalog: Catalog,
        keys: KeyRing,
        room: Room?,
        limits: ListenerLimits,
        tls: NIOSSLContext?
    ) {
        self.generation = generation
        self.catalog = catalog
        self.keys = keys
        self.room = room
        self.limits = limits
        self.tls = tls
    }

    /// Asks to be told once nothing uses the snapshot any longer: a newer one has taken its place and its last request has
    /// ended.
    /// - Parameter body: called on whichever thread that happens.
    func whenReleased(_ body: @escaping @Sendable () -> Void) { released.withLock { $0 = body } }

    deinit { released.withLock { $0 }?() }
}
