import Synchronization

/// Whether the gateway takes requests: what `/readyz` says.
final class Readiness: Sendable {
    private let state = Atomic<Bool>(true)

    /// `false` from the moment a shutdown begins.
    var isReady: Bool { state.load(ordering: .relaxed) }

    /// The shutdown has begun.
    func beginDraining() { state.store(false, ordering: .relaxed) }
}
