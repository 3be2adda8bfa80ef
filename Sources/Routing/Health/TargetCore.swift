/// What ``TargetState`` guards with its lock: the state machines of one target, put together.
struct TargetCore: Sendable {
    /// What is held against a credential at this target alone: models have their own rate limits and permissions.
    private struct Trouble {
        let credential: CredentialState
        var health = CredentialHealth()
    }

    /// More than this are, but for providers with very many credentials, left over from configurations that are gone.
    private static let manyTroubles = 32

    private var settings: TargetSettings
    var isHealthy = true
    private(set) var inFlight = 0
    private(set) var breaker: Breaker
    var latency = LatencyEstimate()
    /// After overload, and after rate limits of a provider without credentials.
    private var cooldown = Cooldown()
    /// Empty while all is well; at most one for each credential of the provider.
    private var troubles: [Trouble] = []
    private var random: JitterSource

    init(settings: TargetSettings, random: JitterSource) {
        self.settings = settings
        self.random = random
        breaker = Breaker(policy: settings.breaker)
    }

    mutating func update(_ settings: TargetSettings) {
        self.settings = settings
        breaker.update(policy: settings.breaker)
    }

    func snapshot(credentials: CredentialPool?, now: Moment) -> TargetSnapshot {
        TargetSnapshot(
            availability: availability(credentials: credentials, now: now),
            inFlight: inFlight,
            timeToFirstToken: latency.timeToFirstToken(now: now),
            timePerToken: latency.timePerToken(now: now),
            rampShare: breaker.rampShare(now: now)
        )
    }

    mutating func tryBegin(
        credentials: CredentialPool?,
        preferred: Int?,
        hasAlternative: Bool,
        now: Moment
    ) -> TargetAdmission {
        let own = ownAvailability(now: now)
        guard own == .available else { return .refused(own) }
        var credential: Int?
        var use: TargetTicket.CredentialUse?
        if let pool = credentials {
            guard case .use(let index, let isProbe) = choose(from: pool, preferred: preferred, now: now) else {
                return .refused(credentialAvailability(pool, now: now) ?? .noCredential(until: nil))
            }
            let state = pool.credentials[index]
            use = TargetTicket.CredentialUse(state: state, isProbe: isProbe, isProbeHere: enterHere(state, now: now))
            credential = index
        }
        let entry = breaker.tryEnter(hasAlternative: hasAlternative, now: now)
        if case .refused(let until) = entry {
            if let use { record(.neutral, of: use, now: now) }
            return .refused(.breakerOpen(until: until))
        }
        inFlight += 1
        return .admitted(TargetTicket(begun: now, credential: credential, entry: entry, credentialUse: use))
    }

    mutating func answered(_ ticket: TargetTicket, timeToFirstToken: Duration, now: Moment) {
        latency.recordFirstToken(after: timeToFirstToken, now: now)
        // Only what probes say is taken already here: others may still fail before they are over.
        if ticket.isProbe { record(.success, of: ticket, now: now) }
        if let use = ticket.credentialUse, use.isProbe || use.isProbeHere { record(.accepted, of: use, now: now) }
    }

    mutating func finish(
        _ ticket: TargetTicket,
        _ outcome: AttemptOutcome,
        timeToFirstToken: Duration?,
        outputTokens: Int,
        duration: Duration,
        verdict: CredentialVerdict,
        now: Moment
    ) {
        inFlight = max(0, inFlight - 1)
        record(result(of: outcome, ticket), of: ticket, now: now)
        if var use = ticket.credentialUse {
            // Its first content has ended the trial; what the credential is on trial for now is another attempt's.
            if ticket.timeToFirstToken != nil { use.endTrial() }
            record(verdict, of: use, now: now)
        }
        switch outcome {
        case .success:
            cooldown.succeeded(now: now)
            recordLatency(ticket, timeToFirstToken, outputTokens: outputTokens, duration: duration, now: now)
        case .failure(.status(429), let hint) where ticket.credentialUse == nil:
            cooldown.rateLimited(hint: hint, now: now, random: &random)
        case .failure(.status(529), let hint):
            cooldown.overloaded(hint: hint, now: now, random: &random)
        case .failure(.status(503), .some(let hint)):
            cooldown.overloaded(hint: hint, now: now, random: &random)
        case .failure(.timeout, _), .failure(.tooSlow, _):
            // A target that hangs must not look as fast as its last answer.
            if ticket.timeToFirstToken ?? timeToFirstToken == nil { latency.recordGivenUp(after: duration, now: now) }
        case .failure:
            break
        }
    }

    private mutating func recordLatency(
        _ ticket: TargetTicket,
        _ timeToFirstToken: Duration?,
        outputTokens: Int,
        duration: Duration,
        now: Moment
    ) {
        guard let first = ticket.timeToFirstToken ?? timeToFirstToken else {
            return latency.recordWhole(outputTokens: outputTokens, duration: duration, now: now)
        }
        if ticket.timeToFirstToken == nil { latency.recordFirstToken(after: first, now: now) }
        latency.recordStream(outputTokens: outputTokens, after: max(.zero, duration - first), now: now)
    }

    /// What an outcome says about the target's health. Where there is no choice of credentials, the target is as good as the
    /// only one: one refusal may be an accident, several in a row are not.
    private func result(of outcome: AttemptOutcome, _ ticket: TargetTicket) -> Breaker.Result {
        switch outcome {
        case .failure(.credential, _), .failure(.quota, _): ticket.credentialUse == nil ? .failure : .neutral
        default: outcome.breakerResult
        }
    }

    private mutating func record(_ result: Breaker.Result, of ticket: TargetTicket, now: Moment) {
        breaker.record(result, of: ticket.entry, begun: ticket.begun, now: now, random: &random)
    }
}

// MARK: - Availability

extension TargetCore {
    private func availability(credentials: CredentialPool?, now: Moment) -> TargetSnapshot.Availability {
        let own = ownAvailability(now: now)
        guard own == .available, let credentials else { return own }
        return credentialAvailability(credentials, now: now) ?? .available
    }

    /// Whether anything but its credentials speaks against asking it.
    private func ownAvailability(now: Moment) -> TargetSnapshot.Availability {
        if !isHealthy { return .unhealthy }
        if let until = breaker.refusedUntil(now: now) { return .breakerOpen(until: until) }
        if let until = cooldown.blockedUntil(now: now) {
            return cooldown.isForOverload ? .overloaded(until: until) : .coolingDown(until: until)
        }
        if let limit = settings.maximumInFlight, inFlight >= limit { return .full }
        return .available
    }

    /// What the credentials speak against asking it; `nil` if nothing.
    private func credentialAvailability(_ pool: CredentialPool, now: Moment) -> TargetSnapshot.Availability? {
        guard !pool.credentials.isEmpty else { return .noCredential(until: nil) }
        guard let until = pool.blockedUntil(now: now, alsoBlocked: { blockedHere($0, now: now) }) else { return nil }
        let isCooling = troubles.contains { $0.health.isCoolingDown(now: now) && pool.contains($0.credential) }
        if isCooling { return .coolingDown(until: until) }
        let isSpent = pool.credentials.contains { $0.isOutOfQuota(now: now) }
        return isSpent ? .outOfQuota(until: until) : .noCredential(until: until)
    }
}

// MARK: - Credentials at this target

extension TargetCore {
    private func blockedHere(_ credential: CredentialState, now: Moment) -> Moment? {
        troubles.first { $0.credential === credential }?.health.blockedUntil(now: now)
    }

    private mutating func choose(
        from pool: CredentialPool,
        preferred: Int?,
        now: Moment
    ) -> CredentialPool.Choice {
        if troubles.isEmpty { return pool.choose(preferred: preferred, now: now, random: &random) }
        var random = random
        defer { self.random = random }
        return pool.choose(
            preferred: preferred,
            now: now,
            random: &random,
            alsoBlocked: { blockedHere($0, now: now) }
        )
    }

    /// Uses a credential that is not blocked here; returns whether its recovery at this target is judged by that.
    private mutating func enterHere(_ credential: CredentialState, now: Moment) -> Bool {
        guard let index = troubles.firstIndex(where: { $0.credential === credential }) else { return false }
        return troubles[index].health.tryEnter(now: now) == .probe
    }

    private mutating func record(_ verdict: CredentialVerdict, of use: TargetTicket.CredentialUse, now: Moment) {
        switch verdict {
        case .rateLimited, .forbidden:
            // The provider knows the credential; it is this model that it may not, or not so often, be used for.
            use.state.record(.accepted, wasProbe: use.isProbe, now: now)
            recordHere(verdict, of: use, now: now)
        case .accepted:
            use.state.record(verdict, wasProbe: use.isProbe, now: now)
            recordHere(verdict, of: use, now: now)
        case .refused, .outOfQuota, .neutral:
            use.state.record(verdict, wasProbe: use.isProbe, now: now)
            recordHere(.neutral, of: use, now: now)
        }
    }

    private mutating func recordHere(_ verdict: CredentialVerdict, of use: TargetTicket.CredentialUse, now: Moment) {
        var index = troubles.firstIndex { $0.credential === use.state }
        if index == nil {
            guard verdict != .accepted, verdict != .neutral else { return }
            if troubles.count >= Self.manyTroubles {
                troubles.removeAll { $0.health.blockedUntil(now: now) == nil }
            }
            troubles.append(Trouble(credential: use.state))
            index = troubles.indices.last
        }
        guard let index else { return }
        troubles[index].health.record(verdict, wasProbe: use.isProbeHere, now: now, random: &random)
        if troubles[index].health.isClean { troubles.remove(at: index) }
    }
}
