/// A provider's credentials and the choice among them, by weight.
///
/// The list and its order belong to one configuration, so an index stays valid for as long as the pool is held; the
/// states in it are shared with the pools of the configurations before and after.
public final class CredentialPool: Sendable {
    /// The credential for an attempt.
    public enum Choice: Hashable, Sendable {
        /// Use this one.
        /// - Parameters:
        ///   - index: its place in the configuration's list.
        ///   - isProbe: whether it is tried anew with this attempt.
        case use(index: Int, isProbe: Bool)
        /// None may be used.
        /// - Parameter until: when the first one may be again.
        case none(until: Moment?)
    }

    /// The credentials, in the configuration's order.
    public let credentials: [CredentialState]
    private let weights: [Double]

    /// Creates a pool.
    /// - Parameters:
    ///   - settings: the credentials in order.
    ///   - previous: the pool before the reload, whose states go on where the name is the same and the secret too.
    public init(_ settings: [CredentialSettings], previous: CredentialPool? = nil) {
        credentials = settings.map { setting in
            let known = setting.isReplaced ? nil : previous?.credentials.first { $0.name == setting.name }
            return known ?? CredentialState(name: setting.name)
        }
        // Bounded, so that the sum of all is a number too.
        weights = settings.map { $0.weight.isFinite ? min(1e9, max(0, $0.weight)) : 0 }
    }

    /// When the first credential may be used; `nil` if one may be used now.
    public func blockedUntil(now: Moment) -> Moment? {
        Self.earliest(credentials) { $0.blockedUntil(now: now) } ?? nil
    }

    /// Chooses a credential by chance, in proportion to the weights, among those that may be used.
    ///
    /// What is chosen must be reported with ``CredentialState/record(_:wasProbe:now:)``.
    /// - Parameter preferred: the one to choose, by its index, where it may be used and has a weight.
    public func choose(
        preferred: Int? = nil,
        now: Moment,
        random: inout some RandomNumberGenerator
    ) -> Choice {
        choose(preferred: preferred, now: now, random: &random, alsoBlocked: { _ in nil })
    }

    /// Chooses among those that nothing else speaks against either.
    /// - Parameter alsoBlocked: until when a credential may not be used for the caller's purpose; `nil` if it may.
    func choose(
        preferred: Int? = nil,
        now: Moment,
        random: inout some RandomNumberGenerator,
        alsoBlocked: (CredentialState) -> Moment?
    ) -> Choice {
        // The only credential needs no draw; this is the common case.
        if credentials.count == 1, let only = credentials.first {
            if let until = alsoBlocked(only) { return .none(until: until) }
            return enter(only, index: 0, now: now)
        }
        if let preferred, credentials.indices.contains(preferred), weights[preferred] > 0,
            alsoBlocked(credentials[preferred]) == nil
        {
            let choice = enter(credentials[preferred], index: preferred, now: now)
            if case .use = choice { return choice }
        }
        // Another loop may take a probe's place between the draw and the entry; the next draw is without that one.
        for _ in credentials.indices {
            let drawn = draw(random: &random) { credential in
                alsoBlocked(credential) == nil && credential.blockedUntil(now: now) == nil
            }
            guard let drawn else { break }
            let choice = enter(credentials[drawn], index: drawn, now: now)
            if case .use = choice { return choice }
        }
        return .none(until: blockedUntil(now: now, alsoBlocked: alsoBlocked))
    }

    /// When the first credential may be used, also for the caller's purpose; `nil` if one may be used now, or there is none.
    func blockedUntil(now: Moment, alsoBlocked: (CredentialState) -> Moment?) -> Moment? {
        Self.earliest(credentials) { credential in
            let own = credential.blockedUntil(now: now)
            let other = alsoBlocked(credential)
            guard let own, let other else { return own ?? other }
            return max(own, other)
        }
    }

    /// Whether the credential is one of these.
    func contains(_ credential: CredentialState) -> Bool { credentials.contains { $0 === credential } }

    private func enter(_ credential: CredentialState, index: Int, now: Moment) -> Choice {
        switch credential.tryEnter(now: now) {
        case .admitted: .use(index: index, isProbe: false)
        case .probe: .use(index: index, isProbe: true)
        case .refused(let until): .none(until: until)
        }
    }

    private func draw(
        random: inout some RandomNumberGenerator,
        isUsable: (CredentialState) -> Bool
    ) -> Int? {
        var sum = 0.0
        var fallback: Int?
        for (index, credential) in credentials.enumerated() where isUsable(credential) {
            sum += weights[index]
            fallback = fallback ?? index
        }
        guard sum > 0 else { return fallback }
        var left = random.unit() * sum
        for (index, credential) in credentials.enumerated() where weights[index] > 0 && isUsable(credential) {
            fallback = index
            left -= weights[index]
            if left < 0 { break }
        }
        return fallback
    }

    /// The earliest of the moments; `nil` as soon as one of them is `nil`.
    private static func earliest(
        _ credentials: [CredentialState],
        _ blockedUntil: (CredentialState) -> Moment?
    ) -> Moment? {
        var earliest: Moment?
        for credential in credentials {
            guard let until = blockedUntil(credential) else { return nil }
            earliest = min(earliest ?? until, until)
        }
        return earliest
    }
}
