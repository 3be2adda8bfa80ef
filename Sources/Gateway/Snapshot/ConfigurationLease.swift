import Synchronization

/// Lives as long as anything uses a configuration: shared by all its snapshots, of which there is one for each state of the
/// identities made at run time.
final class ConfigurationLease: Sendable {
    private let released = Mutex<(@Sendable () -> Void)?>(nil)

    init() {}

    /// Asks to be told once nothing uses the configuration any longer: a newer one has taken its place and its last request has
    /// ended.
    /// - Parameter body: called on whichever thread that happens.
    func whenReleased(_ body: @escaping @Sendable () -> Void) { released.withLock { $0 = body } }

    deinit { released.withLock { $0 }?() }
}
