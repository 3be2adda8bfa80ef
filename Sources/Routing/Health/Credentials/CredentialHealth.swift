/// Whether a credential may be used: set aside when it is refused or out of quota, tried again by one request alone.
public struct CredentialHealth: Hashable, Sendable {
    /// What the credential says to an attempt.
    public enum Entry: Hashable, Sendable {
        /// Use it.
        case admitted
        /// Use it: whether it is in order again is judged by this attempt.
        case probe
        /// Not now.
        case refused(until: Moment)
    }

    /// How long a credential that is refused or forbidden is set aside.
    public static let refusedFor = Duration.seconds(300)
    /// How long a credential out of quota is set aside at first; doubled each time it still is.
    public static let outOfQuotaFor = Duration.seconds(60)
    /// The longest time that a credential out of quota is set aside.
    public static let longestOutOfQuota = Duration.seconds(1800)
    /// How long a probe may take before another one is let in.
    public static let probeLifetime = Duration.seconds(30)

    /// Until when it is set aside or a probe is under way; `nil` while it is in order.
    private var asideUntil: Moment?
    /// Whether it is set aside because its account is empty, not because it is refused.
    private var isAsideForQuota = false
    private var quotaStrikes = 0
    private var cooldown = Cooldown()

    /// Creates the health of a credential that is in order.
    public init() {}

    /// Whether nothing is held against it.
    public var isClean: Bool { asideUntil == nil && quotaStrikes == 0 && cooldown.isClean }

    /// Until when it may not be used; `nil` if it may be used now.
    public func blockedUntil(now: Moment) -> Moment? {
        let cooling = cooldown.blockedUntil(now: now)
        guard let asideUntil, now < asideUntil else { return cooling }
        return max(asideUntil, cooling ?? asideUntil)
    }

    /// Whether it waits because it was used too fast, not because it is out of order.
    public func isCoolingDown(now: Moment) -> Bool {
        guard cooldown.blockedUntil(now: now) != nil else { return false }
        return asideUntil.map { $0 <= now } ?? true
    }

    /// Whether it is set aside because its account is empty.
    public func isOutOfQuota(now: Moment) -> Bool {
        guard let asideUntil, now < asideUntil else { return false }
        return isAsideForQuota
    }

    /// Asks to use it. What is let in must be reported with ``record(_:wasProbe:now:random:)``.
    public mutating func tryEnter(now: Moment) -> Entry {
        if let until = blockedUntil(now: now) { return .refused(until: until) }
        guard asideUntil != nil else { return .admitted }
        asideUntil = now + Self.probeLifetime
        return .probe
    }

    /// Takes an attempt's verdict.
    /// - Parameters:
    ///   - verdict: what it says about the credential.
    ///   - wasProbe: whether ``tryEnter(now:)`` had made it a probe. Only a probe brings back what is set aside: the
    ///     good news of other attempts is older than the bad.
    ///   - now: the present moment.
    ///   - random: gives the random part of the times.
    public mutating func record(
        _ verdict: CredentialVerdict,
        wasProbe: Bool,
        now: Moment,
        random: inout some RandomNumberGenerator
    ) {
        switch verdict {
        case .accepted:
            if wasProbe || asideUntil == nil {
                asideUntil = nil
                quotaStrikes = 0
            }
            cooldown.succeeded(now: now)
        case .refused, .forbidden:
            guard wasProbe || asideUntil == nil else { return }
            isAsideForQuota = false
            setAside(for: Self.refusedFor, now: now, random: &random)
        case .outOfQuota:
            // Attempts that were under way together are one strike.
            guard wasProbe || asideUntil == nil else { return }
            let time = Self.outOfQuotaFor.doubled(quotaStrikes, atMost: Self.longestOutOfQuota)
            quotaStrikes = min(quotaStrikes + 1, 16)
            isAsideForQuota = true
            setAside(for: time, now: now, random: &random)
        case .rateLimited(let retryAfter):
            if wasProbe {
                // The provider knows it again, it is only asked too much.
                asideUntil = nil
                quotaStrikes = 0
            }
            cooldown.rateLimited(hint: retryAfter, now: now, random: &random)
        case .neutral:
            if wasProbe { asideUntil = now }
        }
    }

    private mutating func setAside(
        for time: Duration,
        now: Moment,
        random: inout some RandomNumberGenerator
    ) {
        asideUntil = now + time + time.scaled(by: 0.1 * random.unit())
    }
}
