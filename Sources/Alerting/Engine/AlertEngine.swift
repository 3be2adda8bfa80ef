public import Governance

/// Decides from values, rules and the time of what people are told, and when.
///
/// For every rule and thing: a value that is bad makes it *pending*, and *firing* once it has been bad for the rule's
/// `holding`; what fires is told of, again after the reminder's time, and is over when a value is good (which a value between
/// threshold and clear level is not), or when none has come for the patience's time. What comes back within the cooldown of
/// the last time it was told of fires untold, and is told of only if it lasts beyond. So what is told of one thing is always
/// in the order raised, still …, cleared.
public struct AlertEngine: Sendable {
    /// How many rules' things are kept at most; what comes beyond is not watched, and counted.
    public static let capacity = 2000

    struct Key: Hashable, Sendable {
        var rule: String
        var subject: AlertSubject
    }

    var states: [Key: AlertState] = [:]
    /// The rules of the last evaluation, by name, so that what was told of is taken back in its words when a rule goes.
    private var rules: [String: AlertRule] = [:]
    /// How many values found no room.
    public private(set) var dropped = 0

    /// Nothing is the case.
    public init() {}

    /// Where everything stands, by rule and subject; without what is quiet.
    public var standing: [AlertState] {
        states.values.filter { $0.phase != .quiet }
            .sorted { ($0.rule, $0.subject.text) < ($1.rule, $1.subject.text) }
    }

    /// Looks at values.
    /// - Parameters:
    ///   - observations: the values now, at most one for each signal, subject and window.
    ///   - inForce: the rules.
    ///   - pace: how often people are told.
    ///   - now: the time; one before that of the last call changes nothing but what the values say.
    /// - Returns: what people are to be told of, in the order of the rules.
    public mutating func evaluate(
        _ observations: [AlertObservation],
        rules inForce: [AlertRule],
        pace: AlertPace,
        at now: WallTime
    ) -> [AlertChange] {
        let bySignal = Dictionary(grouping: observations, by: \.signal)
        var changes: [AlertChange] = []
        var watched: [String: AlertRule] = [:]
        for rule in inForce where rule.isEnabled && watched[rule.name] == nil {
            watched[rule.name] = rule
            var heard: Set<AlertSubject> = []
            for observation in bySignal[rule.signal] ?? []
            where (observation.window ?? rule.window) == rule.window && observation.value.isFinite {
                // Too little to say anything is as nothing at all.
                if let samples = observation.samples, samples < rule.leastSamples { continue }
                guard heard.insert(observation.subject).inserted else { continue }
                take(observation, rule, pace, now, into: &changes)
            }
            for key in keys(of: rule.name) where !heard.contains(key.subject) {
                miss(key, rule, pace, now, into: &changes)
            }
        }
        for key in states.keys.sorted(by: Self.isBefore) where watched[key.rule] == nil {
            if let state = states[key], state.isTold, let rule = rules[key.rule] ?? .standard(named: key.rule) {
                changes.append(change(.cleared, rule, state, now, ending: .unwatched))
            }
            states[key] = nil
        }
        rules = watched
        return changes
    }

    // MARK: - One thing

    private mutating func take(
        _ observation: AlertObservation,
        _ rule: AlertRule,
        _ pace: AlertPace,
        _ now: WallTime,
        into changes: inout [AlertChange]
    ) {
        let key = Key(rule: rule.name, subject: observation.subject)
        let isBad = rule.isBad(observation.value)
        guard var state = states[key] ?? (isBad ? begin(key, now) : nil) else { return }
        state.value = observation.value
        state.heard = now
        switch state.phase {
        case .quiet where isBad:
            state.phase = .pending
            state.since = now
        case .pending where !isBad:
            state.phase = .quiet
        case .firing where rule.isGood(observation.value):
            end(&state, rule, now, .recovered, into: &changes)
        case .quiet, .pending, .firing: break
        }
        if state.phase == .pending, state.since.age(at: now) >= rule.holding { state.phase = .firing(isTold: false) }
        if state.isFiring { tell(&state, rule, pace, now, into: &changes) }
        keep(state, key, pace, now)
    }

    /// No value has come of something.
    private mutating func miss(
        _ key: Key,
        _ rule: AlertRule,
        _ pace: AlertPace,
        _ now: WallTime,
        into changes: inout [AlertChange]
    ) {
        guard var state = states[key] else { return }
        switch state.phase {
        case .pending: state.phase = .quiet
        case .firing where state.heard.age(at: now) >= pace.patience: end(&state, rule, now, .missing, into: &changes)
        case .firing, .quiet: break
        }
        keep(state, key, pace, now)
    }

    private mutating func begin(_ key: Key, _ now: WallTime) -> AlertState? {
        guard states.count < Self.capacity else {
            dropped &+= 1
            return nil
        }
        return AlertState(rule: key.rule, subject: key.subject, phase: .pending, since: now, value: 0, heard: now)
    }

    private func tell(
        _ state: inout AlertState,
        _ rule: AlertRule,
        _ pace: AlertPace,
        _ now: WallTime,
        into changes: inout [AlertChange]
    ) {
        let age = state.told?.age(at: now)
        if state.isTold {
            guard let age, age >= pace.reminder else { return }
            changes.append(change(.still, rule, state, now))
        } else {
            if let age, age < pace.cooldown { return }
            state.phase = .firing(isTold: true)
            changes.append(change(.raised, rule, state, now))
        }
        state.told = now
    }

    private func end(
        _ state: inout AlertState,
        _ rule: AlertRule,
        _ now: WallTime,
        _ ending: AlertChange.Ending,
        into changes: inout [AlertChange]
    ) {
        if state.isTold { changes.append(change(.cleared, rule, state, now, ending: ending)) }
        state.phase = .quiet
        state.since = now
    }

    private func change(
        _ kind: AlertChange.Kind,
        _ rule: AlertRule,
        _ state: AlertState,
        _ now: WallTime,
        ending: AlertChange.Ending? = nil
    ) -> AlertChange {
        AlertChange(
            kind: kind,
            rule: rule,
            subject: state.subject,
            value: state.value,
            since: state.since,
            at: now,
            ending: ending
        )
    }

    /// Keeps a state as long as it matters: what is quiet only while it must not be told of again.
    private mutating func keep(_ state: AlertState, _ key: Key, _ pace: AlertPace, _ now: WallTime) {
        if state.phase == .quiet, (state.told?.age(at: now) ?? .max) >= pace.cooldown {
            states[key] = nil
        } else {
            states[key] = state
        }
    }

    private func keys(of rule: String) -> [Key] { states.keys.filter { $0.rule == rule }.sorted(by: Self.isBefore) }

    private static func isBefore(_ left: Key, _ right: Key) -> Bool {
        (left.rule, left.subject.text) < (right.rule, right.subject.text)
    }
}

extension WallTime {
    /// The whole seconds from this time to another; none where the clock was put back.
    func age(at now: WallTime) -> Int {
        let (difference, overflow) = now.seconds.subtractingReportingOverflow(seconds)
        return overflow ? .max : max(0, Int(difference))
    }
}
