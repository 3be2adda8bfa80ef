import Synchronization

/// All that is known of a target: breaker, cooldown, latency, requests in flight. One for each ``TargetID``, shared by all
/// loops, kept across reloads.
///
/// An attempt takes the lock twice, at its beginning and at its end, each time for some arithmetic; nothing is
/// allocated while all is well. Where credentials are involved, their locks are taken inside this one, never the other
/// way round.
public final class TargetState: Sendable {
    /// Which target it is.
    public let id: TargetID
    private let core: Mutex<TargetCore>

    /// Creates the state of a target nothing is known of.
    /// - Parameters:
    ///   - id: which target.
    ///   - settings: its limits.
    ///   - seed: of the random part of the times it is set aside.
    public init(
        id: TargetID,
        settings: TargetSettings = TargetSettings(),
        seed: UInt64 = .random(in: .min ... .max)
    ) {
        self.id = id
        core = Mutex(TargetCore(settings: settings, random: JitterSource(seed: seed)))
    }

    /// Takes other settings, keeping what is known.
    public func update(_ settings: TargetSettings) {
        core.withLock { $0.update(settings) }
    }

    /// Takes the result of an active health check; a target that failed its last one is not asked.
    public func setHealthy(_ isHealthy: Bool) {
        core.withLock { $0.isHealthy = isHealthy }
    }

    /// What a strategy may know of it.
    /// - Parameters:
    ///   - credentials: the provider's credentials; `nil` for a provider without any.
    ///   - now: the present moment.
    public func snapshot(credentials: CredentialPool? = nil, now: Moment) -> TargetSnapshot {
        core.withLock { $0.snapshot(credentials: credentials, now: now) }
    }

    /// The breaker's state, for status pages and metrics.
    public func breakerState(now: Moment) -> Breaker.State { core.withLock { $0.breaker.state(now: now) } }

    /// The attempts of the breaker's window.
    public func totals(now: Moment) -> OutcomeTotals { core.withLock { $0.breaker.totals(now: now) } }

    /// The time within which a share of the latest streams had their first content; `nil` while there are too few.
    /// - Parameters:
    ///   - share: 0 to 1, 0.95 for ``HedgePolicy/percentile95``.
    ///   - now: the present moment.
    public func timeToFirstToken(percentile share: Double, now: Moment) -> Duration? {
        core.withLock { $0.latency.timeToFirstToken(percentile: share, now: now) }
    }

    /// Asks for an attempt. What is admitted must be given back with
    /// ``finish(_:_:timeToFirstToken:outputTokens:duration:credentialVerdict:now:)``, whatever becomes of it.
    /// - Parameters:
    ///   - credentials: the provider's credentials, of which the ticket names one; `nil` for a provider without any.
    ///   - preferred: the credential to use, as an index, if it may be used.
    ///   - hasAlternative: whether another target can take the request; if so, a target that ramps up after a break may
    ///     refuse it.
    ///   - now: the present moment.
    public func tryBegin(
        credentials: CredentialPool? = nil,
        preferring preferred: Int? = nil,
        hasAlternative: Bool = false,
        now: Moment
    ) -> TargetAdmission {
        core.withLock {
            $0.tryBegin(credentials: credentials, preferred: preferred, hasAlternative: hasAlternative, now: now)
        }
    }

    /// Says, before a stream is over, that its first content has come: a probe has succeeded with that, and strategies
    /// know the time at once. Optional.
    /// - Parameters:
    ///   - ticket: the attempt's; remembers the time.
    ///   - timeToFirstToken: from the beginning of the attempt to the first content.
    ///   - now: the present moment.
    public func answered(_ ticket: inout TargetTicket, timeToFirstToken: Duration, now: Moment) {
        guard ticket.timeToFirstToken == nil else { return }
        ticket.timeToFirstToken = timeToFirstToken
        let ticket = ticket
        core.withLock { $0.answered(ticket, timeToFirstToken: timeToFirstToken, now: now) }
    }

    /// Takes the end of an attempt.
    /// - Parameters:
    ///   - ticket: the attempt's.
    ///   - outcome: how it ended.
    ///   - timeToFirstToken: from the beginning of the attempt to a stream's first content; `nil` for answers that came
    ///     as a whole. Needs not be said again after ``answered(_:timeToFirstToken:now:)``.
    ///   - outputTokens: the answer's tokens; 0 where that is not known.
    ///   - duration: from the beginning of the attempt to its end.
    ///   - credentialVerdict: what the answer says about the credential; by default what follows from the outcome,
    ///     which cannot tell a refused credential (401) from one that may not be used for this model (403).
    ///   - now: the present moment.
    public func finish(
        _ ticket: TargetTicket,
        _ outcome: AttemptOutcome,
        timeToFirstToken: Duration? = nil,
        outputTokens: Int = 0,
        duration: Duration,
        credentialVerdict: CredentialVerdict? = nil,
        now: Moment
    ) {
        core.withLock { core in
            core.finish(
                ticket,
                outcome,
                timeToFirstToken: timeToFirstToken,
                outputTokens: outputTokens,
                duration: duration,
                verdict: credentialVerdict ?? outcome.credentialVerdict,
                now: now
            )
        }
    }
}
