import Governance
import Settings
import Store
import Synchronization

/// Who somebody was when a stream began.
final class Standing: Sendable {
    private let caller: Caller
    private let token: Secret?
    private let services: Services
    private let checked = Mutex(ContinuousClock.now)

    /// How often it is looked at.
    private static let pace = Duration.milliseconds(900)

    init(_ caller: Caller, _ services: Services) {
        self.caller = caller
        self.services = services
        token = services.configuration().server.adminToken
    }

    /// Whether the caller is still signed in, and may still do what they might; looked up about once a second.
    ///
    /// Looking does not count as using the session: a page that nobody looks at signs out after its time.
    var isUnchanged: Bool {
        get async {
            let now = ContinuousClock.now
            let isDue = checked.withLock { checked in
                guard now - checked >= Self.pace else { return false }
                checked = now
                return true
            }
            return isDue ? await look() : true
        }
    }

    private func look() async -> Bool {
        guard let actor = caller.actor else { return false }
        guard actor.kind == .user else {
            let current = services.configuration().server.adminToken
            guard let session = caller.session else { return current == token }
            return services.tokenSessions.isGood(
                session,
                current: current.map { AdminToken($0.reveal()) },
                now: services.now,
                policy: services.sessionPolicy,
                isUse: false
            )
        }
        guard let session = caller.session else { return false }
        let digest = session.digest
        do {
            let found = try await services.store.session(digest: digest.bytes)
            guard let stored = found, let user = services.directory.users[stored.user] else { return false }
            return Actor(user) == actor
                && Session(stored, digest: digest).isValid(for: user, now: services.now, policy: services.sessionPolicy)
        } catch {
            // Who cannot be looked up is not let on.
            return false
        }
    }
}
