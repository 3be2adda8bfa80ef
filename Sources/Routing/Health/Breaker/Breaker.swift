/// A circuit breaker: after too many failures a target is not asked for a while, then by one request alone, then by
/// more and more of them.
///
/// | state | lets in | becomes |
/// |---|---|---|
/// | closed | all | open after ``BreakerPolicy/failures`` in a row, or by the share of failures in the window |
/// | open | none | half-open when its time is over |
/// | half-open | one probe at a time | ramping up after the probe's success, open for twice as long after its failure |
/// | ramping up | all, or a growing share where there is another target | closed after ``BreakerPolicy/rampUp``, open as above |
///
/// A probe that never reports lets another one in after ``probeLifetime``. Reports of attempts that began before the
/// breaker last closed are about the time before and do not count.
public struct Breaker: Sendable {
    /// What the breaker says to an attempt.
    public enum Entry: Hashable, Sendable {
        /// Go on.
        case admitted
        /// Go on: whether the target is well again is judged by this attempt. The number tells probes apart.
        case probe(UInt32)
        /// Not now.
        case refused(until: Moment)
    }

    /// What an attempt says about the target's health.
    public enum Result: Hashable, Sendable {
        /// It is well.
        case success
        /// It is not.
        case failure
        /// Nothing; a probe's place becomes free.
        case neutral
    }

    /// The state as others see it.
    public enum State: Hashable, Sendable {
        /// All requests pass.
        case closed
        /// Requests pass, and a growing share is taken where there are other targets.
        case rampingUp
        /// None passes.
        case open(until: Moment)
        /// One request at a time passes.
        case halfOpen
    }

    private enum Phase {
        case closed
        case rampingUp(since: Moment)
        /// Half-open as soon as the moment is past.
        case open(until: Moment)
        case probing(serial: UInt32, expires: Moment)
    }

    /// How long a probe may take before another one is let in.
    public static let probeLifetime = Duration.seconds(30)
    /// The longest time that a breaker stays open, random part aside, unless the policy begins with a longer one.
    public static let longestOpen = Duration.seconds(300)
    /// The share that a target begins with after a break.
    public static let firstRampShare = 0.1

    /// When it opens and closes.
    public private(set) var policy: BreakerPolicy
    private var phase = Phase.closed
    private var window: OutcomeWindow
    private var failuresInARow = 0
    /// How often in a row closing it has failed.
    private var escalation = 0
    /// The number of the last probe, and of the last one before the breaker opened.
    private var serial: UInt32 = 0
    private var serialAtOpening: UInt32 = 0
    /// Since when it is closed.
    private var closedSince: Moment?
    /// Fractions of requests that the ramp has let pass but that no request has taken.
    private var rampCredit = 0.0

    /// Creates a closed breaker.
    public init(policy: BreakerPolicy = BreakerPolicy()) {
        self.policy = policy
        window = OutcomeWindow(length: policy.window)
    }

    /// Takes another policy, keeping the state; the window begins anew where its length changes.
    public mutating func update(policy: BreakerPolicy) {
        if policy.window != self.policy.window { window = OutcomeWindow(length: policy.window) }
        self.policy = policy
    }

    /// The state at a moment.
    public func state(now: Moment) -> State {
        switch phase {
        case .closed: .closed
        case .rampingUp(let since): isRampOver(since: since, now: now) ? .closed : .rampingUp
        case .open(let until): now < until ? .open(until: until) : .halfOpen
        case .probing: .halfOpen
        }
    }

    /// Until when an attempt would be refused; `nil` if one would be let in now.
    public func refusedUntil(now: Moment) -> Moment? {
        switch phase {
        case .closed, .rampingUp: nil
        case .open(let until): now < until ? until : nil
        case .probing(_, let expires): now < expires ? expires : nil
        }
    }

    /// Whether an attempt would be let in now.
    public func allows(now: Moment) -> Bool { refusedUntil(now: now) == nil }

    /// The share of its traffic that the target should get, 0 to 1: below 1 only while it ramps up.
    public func rampShare(now: Moment) -> Double {
        guard case .rampingUp(let since) = phase else { return 1 }
        let span = policy.rampUp.inSeconds
        guard span > 0 else { return 1 }
        return min(1, max(Self.firstRampShare, (now - since).inSeconds / span))
    }

    /// The attempts of the window.
    public func totals(now: Moment) -> OutcomeTotals { window.totals(now: now) }

    /// Asks for an attempt to be let in. What is let in must be reported with ``record(_:of:begun:now:random:)``.
    /// - Parameters:
    ///   - hasAlternative: whether another target can take the request; if so, the ramp may refuse it.
    ///   - now: the present moment.
    public mutating func tryEnter(hasAlternative: Bool = false, now: Moment) -> Entry {
        switch phase {
        case .closed:
            return .admitted
        case .rampingUp(let since):
            if isRampOver(since: since, now: now) {
                becomeClosed()
                return .admitted
            }
            guard hasAlternative else { return .admitted }
            rampCredit += rampShare(now: now)
            guard rampCredit >= 1 else { return .refused(until: since + policy.rampUp) }
            rampCredit -= 1
            return .admitted
        case .open(let until):
            return now < until ? .refused(until: until) : probe(now: now)
        case .probing(_, let expires):
            return now < expires ? .refused(until: expires) : probe(now: now)
        }
    }

    /// Takes an attempt's report.
    /// - Parameters:
    ///   - result: what it says about the target.
    ///   - entry: what ``tryEnter(hasAlternative:now:)`` had said to it.
    ///   - begun: when that was.
    ///   - now: the present moment.
    ///   - random: gives the random part of the time it stays open.
    public mutating func record(
        _ result: Result,
        of entry: Entry,
        begun: Moment,
        now: Moment,
        random: inout some RandomNumberGenerator
    ) {
        switch phase {
        case .closed:
            count(result, begun: begun, now: now, random: &random)
        case .rampingUp(let since):
            if isRampOver(since: since, now: now) { becomeClosed() }
            count(result, begun: begun, now: now, random: &random)
        case .open:
            // Attempts from before it opened, and probes that were given up: known already.
            break
        case .probing(let current, _):
            guard case .probe(let number) = entry else { break }
            switch result {
            case .success:
                // A slow probe counts even where another one was let in meanwhile; otherwise a target that needs longer
                // than a probe's lifetime would never come back.
                if number &- serialAtOpening >= 1, number &- serialAtOpening <= serial &- serialAtOpening {
                    close(now: now)
                }
            case .failure:
                if number == current { reopen(now: now, random: &random) }
            case .neutral:
                if number == current { phase = .open(until: now) }
            }
        }
    }

    private mutating func count(
        _ result: Result,
        begun: Moment,
        now: Moment,
        random: inout some RandomNumberGenerator
    ) {
        if let closedSince, begun < closedSince { return }
        switch result {
        case .neutral:
            break
        case .success:
            failuresInARow = 0
            window.record(success: true, now: now)
        case .failure:
            failuresInARow += 1
            window.record(success: false, now: now)
            guard trips(now: now) else { break }
            if case .rampingUp = phase {
                reopen(now: now, random: &random)
            } else {
                escalation = 0
                open(now: now, random: &random)
            }
        }
    }

    private func trips(now: Moment) -> Bool {
        if failuresInARow >= max(1, policy.failures) { return true }
        let totals = window.totals(now: now)
        return totals.requests >= max(1, policy.minimumRequests) && totals.failureShare >= policy.failureShare
    }

    private mutating func probe(now: Moment) -> Entry {
        serial &+= 1
        phase = .probing(serial: serial, expires: now + Self.probeLifetime)
        return .probe(serial)
    }

    private mutating func reopen(now: Moment, random: inout some RandomNumberGenerator) {
        escalation = min(escalation + 1, 32)
        open(now: now, random: &random)
    }

    private mutating func open(now: Moment, random: inout some RandomNumberGenerator) {
        let time = policy.openFor.doubled(escalation, atMost: max(policy.openFor, Self.longestOpen))
        phase = .open(until: now + time + time.scaled(by: 0.2 * random.unit()))
        serialAtOpening = serial
    }

    private mutating func close(now: Moment) {
        phase = .rampingUp(since: now)
        closedSince = now
        failuresInARow = 0
        rampCredit = 0
        window.clear()
    }

    private mutating func becomeClosed() {
        phase = .closed
        escalation = 0
    }

    private func isRampOver(since: Moment, now: Moment) -> Bool { now >= since + policy.rampUp }
}
