import Governance
import Synchronization

/// Sessions of people who have signed in with `server.admin_token`, in memory alone: they end with the process, and with the
/// token.
final class TokenSessions: Sendable {
    /// How many there are at once; of more the one that was used longest ago ends.
    private static let most = 256

    private struct Entry {
        var token: AdminToken
        var created: Timestamp
        var lastUsed: Timestamp
    }

    private let entries = Mutex<[KeyDigest: Entry]>([:])

    /// Begins one.
    /// - Parameter token: what was presented, and is right.
    func begin(with token: AdminToken, now: Timestamp) -> SessionToken {
        let session = SessionToken.generate()
        entries.withLock { entries in
            if entries.count >= Self.most, let oldest = entries.min(by: { $0.value.lastUsed < $1.value.lastUsed }) {
                entries[oldest.key] = nil
            }
            entries[session.digest] = Entry(token: token, created: now, lastUsed: now)
        }
        return session
    }

    /// Whether a session is good.
    /// - Parameters:
    ///   - current: the token of the configuration in use.
    ///   - isUse: whether asking is a use of the session.
    func isGood(
        _ session: SessionToken,
        current: AdminToken?,
        now: Timestamp,
        policy: SessionPolicy,
        isUse: Bool = true
    ) -> Bool {
        entries.withLock { entries in
            guard let entry = entries[session.digest] else { return false }
            guard entry.token == current, now < entry.created.adding(seconds: policy.absolute),
                now < entry.lastUsed.adding(seconds: policy.idle)
            else {
                entries[session.digest] = nil
                return false
            }
            if isUse { entries[session.digest]?.lastUsed = now }
            return true
        }
    }

    /// Ends one.
    /// - Returns: whether it was there.
    func end(_ session: SessionToken) -> Bool {
        entries.withLock { $0.removeValue(forKey: session.digest) != nil }
    }
}
