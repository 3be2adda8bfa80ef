import Synchronization

/// What is known of one credential; shared by all loops, kept across reloads.
///
/// A credential in order costs one atomic load: the lock is taken only when something is held against it.
public final class CredentialState: Sendable {
    private struct Core {
        var health = CredentialHealth()
        var random = JitterSource()
    }

    /// Its name in the configuration; no part of the secret.
    public let name: String
    private let core = Mutex(Core())
    private let isClean = Atomic<Bool>(true)

    /// Creates the state of a credential that is in order.
    public init(name: String) { self.name = name }

    /// Until when it may not be used; `nil` if it may be used now.
    public func blockedUntil(now: Moment) -> Moment? {
        if isClean.load(ordering: .relaxed) { return nil }
        return core.withLock { $0.health.blockedUntil(now: now) }
    }

    /// Whether it may not be used because its account is empty.
    public func isOutOfQuota(now: Moment) -> Bool {
        if isClean.load(ordering: .relaxed) { return false }
        return core.withLock { $0.health.isOutOfQuota(now: now) }
    }

    /// Asks to use it; see ``CredentialHealth/tryEnter(now:)``.
    public func tryEnter(now: Moment) -> CredentialHealth.Entry {
        if isClean.load(ordering: .relaxed) { return .admitted }
        return core.withLock { $0.health.tryEnter(now: now) }
    }

    /// Takes an attempt's verdict; see ``CredentialHealth/record(_:wasProbe:now:random:)``.
    public func record(_ verdict: CredentialVerdict, wasProbe: Bool, now: Moment) {
        if isClean.load(ordering: .relaxed), verdict == .accepted || verdict == .neutral { return }
        core.withLock { core in
            core.health.record(verdict, wasProbe: wasProbe, now: now, random: &core.random)
            isClean.store(core.health.isClean, ordering: .relaxed)
        }
    }
}
