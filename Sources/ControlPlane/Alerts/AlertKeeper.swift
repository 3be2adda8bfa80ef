import Alerting
import Governance
import JSONText
public import Logging
import Pricing
import Settings
public import Store

/// Looks at everything that alerts watch, every few seconds, and tells people of what has changed: in the store's list of
/// alerts, in the log, and on the channels.
///
/// Where everything stands is kept before anything is sent, so that a restart tells nothing twice; what is kept anew after a
/// `kill -9` has the same ids, and so is known to be the same.
public actor AlertKeeper {
    /// How often it looks.
    public static let standardInterval = Duration.seconds(10)

    private let store: any GovernanceStore
    private let sources: AlertSources
    private let desk: NoticeDesk
    private let clock: ControlClock
    private let logger: Logger
    private var gate = SerialGate()
    /// `nil` until what was kept has been read.
    private var engine: AlertEngine?
    private var edits = RuleEdits()
    private var history = SpendHistory()
    private var kept: [UInt8] = []
    private var isFailing = false
    private var dropped = 0

    /// A keeper.
    /// - Parameters:
    ///   - store: where alerts, and where everything stands, are kept.
    ///   - sources: where values come from.
    ///   - desk: what brings messages to channels.
    ///   - clock: the wall clock.
    ///   - logger: told of alerts, and of troubles.
    public init(
        store: any GovernanceStore,
        sources: AlertSources,
        desk: NoticeDesk,
        clock: ControlClock,
        logger: Logger
    ) {
        self.store = store
        self.sources = sources
        self.desk = desk
        self.clock = clock
        self.logger = logger
    }

    /// Looks again and again until the task is cancelled. A store that fails is told of once, and tried again.
    public func run(
        every interval: Duration = standardInterval,
        waiting: any Clock<Duration> = ContinuousClock()
    ) async {
        await Turns.take(every: interval, by: waiting) { await turn() }
    }

    /// One look.
    func turn() async {
        await enter()
        defer { gate.leave() }
        do throws(StoreError) {
            try await load()
            let configuration = sources.configuration()
            guard configuration.alerts.isEnabled else { return }
            let rules = rulesInForce
            let now = WallTime(seconds: clock.seconds)
            let observations = try await observations(rules, at: now)
            // Nothing else changes the engine: the gate lets one in.
            guard var engine else { return }
            let changes = engine.evaluate(observations, rules: rules, pace: configuration.alerts.pace, at: now)
            if engine.dropped > dropped {
                dropped = engine.dropped
                logger.error("too many things are watched: some are not")
            }
            try await tell(changes)
            self.engine = engine
            try await keep()
            isFailing = false
        } catch {
            if !isFailing { logger.error("alerts cannot be looked at", metadata: ["error": "\(error)"]) }
            isFailing = true
        }
    }

    // MARK: - Rules

    /// The rules as they are in force.
    private var rulesInForce: [AlertRule] {
        let alerts = sources.configuration().alerts
        return edits.applied(to: alerts.rules, declared: alerts.declared)
    }

    /// The rules in force, where each was said, and what stands by each now.
    func rules() async throws(StoreError) -> [(rule: AlertRule, source: String, standing: [AlertState])] {
        try await load()
        let declared = sources.configuration().alerts.declared
        let standing = Dictionary(grouping: engine?.standing ?? [], by: \.rule)
        return rulesInForce.map { rule in
            let source = declared.contains(rule.name) ? "file" : edits.has(rule.name) ? "edited" : "standard"
            return (rule, source, standing[rule.name] ?? [])
        }
    }

    /// Changes a rule at run time.
    /// - Returns: the rule before and after.
    /// - Throws: `not_found`, `read_only` for what the configuration says, or what is wrong with the patch.
    func change(_ name: String, _ patch: JSONObject) async throws(AdminError) -> (before: AlertRule, after: AlertRule) {
        await enter()
        defer { gate.leave() }
        try await storing { () async throws(StoreError) in try await load() }
        let alerts = sources.configuration().alerts
        guard let standard = alerts.rules.first(where: { $0.name == name }),
            let before = rulesInForce.first(where: { $0.name == name })
        else { throw .notFound }
        guard !alerts.declared.contains(name) else {
            throw AdminError(409, .readOnly, "The configuration says what this rule is: change it there.")
        }
        var changed = edits
        try changed.patch(standard, patch)
        let bytes = changed.json.bytes
        try await storing { () async throws(StoreError) in try await store.set(.alertRules, to: bytes) }
        edits = changed
        return (before, rulesInForce.first { $0.name == name } ?? before)
    }

    // MARK: - Values

    private func observations(_ rules: [AlertRule], at now: WallTime) async throws(StoreError) -> [AlertObservation] {
        let wanted = Set(rules.filter(\.isEnabled).map(\.signal))
        var values: [AlertObservation] = []
        for window in Set(rules.filter { $0.isEnabled && $0.signal.isWindowed }.map(\.window)).sorted() {
            values += callValues(window)
        }
        if wanted.contains(.providerDown) { values += await providerValues() }
        if wanted.contains(.budgetShare) { values += await budgetValues() }
        if let ledger = sources.ledger, !wanted.isDisjoint(with: [.spendPerDay, .spendAnomaly, .cacheHitDrop]) {
            let zone = ZoneRules(sources.configuration().timeZone) ?? .utc
            var history = history
            try await history.refresh(ledger, zone, at: now)
            self.history = history
            values += history.observations
        }
        if let lag = sources.journalLag() { values.append(AlertObservation(.journalLag, value: lag)) }
        if wanted.contains(.certificateExpiry), let expiry = await sources.certificateExpiry() {
            values.append(
                AlertObservation(.certificateExpiry, value: Double(expiry.seconds - now.seconds) / 86_400)
            )
        }
        return values
    }

    private func callValues(_ window: Int) -> [AlertObservation] {
        let figures = sources.calls.figures(ofLast: window / 60, at: clock.nanoseconds)
        let calls = Double(figures.calls)
        var values: [AlertObservation] = []
        if figures.calls > 0 {
            for (signal, count) in [(AlertSignal.errorRate, figures.errors), (.fallbackShare, figures.fallbacks)] {
                values.append(AlertObservation(signal, value: Double(count) / calls, samples: calls, window: window))
            }
        }
        if let p99 = figures.p99 {
            values.append(AlertObservation(.p99Latency, value: p99, samples: Double(figures.timed), window: window))
        }
        for (signal, kind, counts) in [
            (AlertSignal.keyRefused, AlertSubject.Kind.provider, figures.refusals),
            (.unknownPrice, .model, figures.unpriced),
        ] {
            var counts = counts
            // What has stopped is a value too, so that it ends at once and not for want of values.
            for state in engine?.standing ?? [] where state.subject.kind == kind {
                if counts[state.subject.name] == nil { counts[state.subject.name] = 0 }
            }
            for (name, count) in counts {
                values.append(
                    AlertObservation(signal, AlertSubject(kind, name), value: Double(count), window: window)
                )
            }
        }
        return values
    }

    private func providerValues() async -> [AlertObservation] {
        let targets = Dictionary(grouping: await sources.runtime.targets(), by: \.provider)
        return targets.map { provider, targets in
            let isDown = targets.allSatisfy { $0.state == .unavailable }
            return AlertObservation(.providerDown, AlertSubject(.provider, provider), value: isDown ? 1 : 0)
        }
    }

    private func budgetValues() async -> [AlertObservation] {
        var values: [AlertObservation] = []
        let bearers = PolicyBearers(directory: sources.directory(), configuration: sources.configuration()).all
        for bearer in bearers {
            for budget in bearer.budgets {
                guard let reading = await sources.budgets.reading(ofBudget: budget.name, on: bearer.scope) else {
                    continue
                }
                let amount = reading.amount.magnitude
                guard amount > 0 else { continue }
                let subject = AlertSubject(.budget, "\(bearer.scope.text)/\(budget.name)")
                values.append(AlertObservation(.budgetShare, subject, value: reading.spent.magnitude / amount))
            }
        }
        return values
    }

    // MARK: - Telling

    private func tell(_ changes: [AlertChange]) async throws(StoreError) {
        guard !changes.isEmpty else { return }
        let configuration = sources.configuration()
        let alerts = configuration.alerts
        let zone = ZoneRules(configuration.timeZone) ?? .utc
        var messages: [(notice: AlertNotice, id: String, channel: String)] = []
        for change in changes {
            // The same for one occurrence, also where it is told of again after a crash.
            let id = StoredAlert.id(of: Array(change.occurrence.utf8))
            let notice = AlertNotice(change, id: id, gateway: alerts.gateway, zone: zone, language: alerts.language)
            try await note(change, id, notice)
            logger.log(
                level: change.kind == .cleared ? .notice : .warning,
                "an alert was \(change.kind == .still ? "repeated" : change.kind.rawValue)",
                metadata: [
                    "rule": "\(change.rule.name)", "subject": "\(change.subject.text)", "value": "\(change.value)",
                    "severity": "\(change.rule.severity.rawValue)",
                ]
            )
            let suffix = change.kind == .still ? "still.\(change.at.seconds)" : change.kind.rawValue
            for channel in alerts.channels where Self.takes(channel, change.rule) {
                messages.append((notice, "\(id).\(suffix)", channel.name))
            }
        }
        try await desk.take(messages)
    }

    /// Keeps an alert in the list that people see, or that it is over.
    private func note(_ change: AlertChange, _ id: String, _ notice: AlertNotice) async throws(StoreError) {
        var body = notice.json
        body.remove("id")
        body.remove("kind")
        let alert = StoredAlert(
            id: id,
            time: change.at.nanoseconds,
            scope: scope(of: change.subject),
            team: team(of: change.subject),
            body: JSONValue.object(body).bytes
        )
        switch change.kind {
        case .raised: _ = try await store.raise([alert])
        case .still, .cleared: try await store.amendAlert(id: id, body: alert.body)
        }
    }

    /// What an alert is about in the text of a scope, where it is one.
    private func scope(of subject: AlertSubject) -> String {
        guard subject.kind == .budget, let scope = Self.budgetScope(subject.name) else { return subject.text }
        return scope.text
    }

    private func team(of subject: AlertSubject) -> String? {
        guard subject.kind == .budget else { return nil }
        return Self.budgetScope(subject.name)?.team(in: sources.directory())
    }

    /// The scope in a budget's name: what stands before the last slash.
    private static func budgetScope(_ name: String) -> Scope? {
        guard let slash = name.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        return Scope(text: String(name[..<slash]))
    }

    private static func takes(_ channel: AlertChannel, _ rule: AlertRule) -> Bool {
        (channel.rules?.contains(rule.name) ?? true) && (channel.severities?.contains(rule.severity.rawValue) ?? true)
    }

    private func enter() async {
        guard !gate.enter() else { return }
        await withCheckedContinuation { gate.wait($0) }
    }

    // MARK: - Kept

    private func load() async throws(StoreError) {
        guard engine == nil else { return }
        let edited = try await store.setting(.alertRules)
        let states = try await store.setting(.alertStates)
        guard engine == nil else { return }
        edits = edited.flatMap { try? JSONValue(parsing: $0) }.map(RuleEdits.init(json:)) ?? RuleEdits()
        engine = states.flatMap { try? JSONValue(parsing: $0) }.map(AlertEngine.init(restoring:)) ?? AlertEngine()
    }

    private func keep() async throws(StoreError) {
        guard let bytes = engine?.json.bytes, bytes != kept else { return }
        try await store.set(.alertStates, to: bytes)
        kept = bytes
    }
}

extension BudgetPolicy.Amount {
    /// The amount for comparisons with others of the same kind.
    fileprivate var magnitude: Double {
        switch self {
        case .money(let money): Double(money.attos)
        case .tokens(let count): Double(count)
        }
    }
}
