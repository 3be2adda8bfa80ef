import Governance
public import Logging
import ModelAPI
import Pricing
import Routing
public import Telemetry

extension RequestRecord {
    /// Whether it was answered at the first try.
    public var isSmooth: Bool { attempts.count <= 1 && ending == .answered }

    /// Its line in a log. Made beside the requests.
    /// - Parameters:
    ///   - level: the line's level.
    ///   - question: what was asked, where that is logged.
    ///   - promptCharacters: how many characters of a question are logged whose team has that logged.
    public func logRecord(level: Logger.Level, _ question: LoggedQuestion?, promptCharacters: Int) -> LogRecord {
        let time = ledger.time &+ duration.saturatingNanoseconds
        let fields = fields(question, promptCharacters)
        return LogRecord(time: time, level: level, module: "access", message: words, fields: fields)
    }

    private var words: String {
        switch ending {
        case .answered: "answered"
        case .failed(let kind): "failed: \(kind.rawValue)"
        case .clientGone: "the client has gone"
        }
    }

    private func fields(_ question: LoggedQuestion?, _ promptCharacters: Int) -> [LogField] {
        var all: [LogField] = []
        func add(_ field: FieldDefinition, _ value: LogValue?) {
            if let value { all.append(LogField(field.name, value)) }
        }
        func text(_ text: String?) -> LogValue? { text.map { .text($0) } }
        func number(_ number: Int?) -> LogValue? { number.map { .int($0) } }
        typealias Field = LogFields
        add(Field.request, .text(id))
        add(Field.entry, .word(ledger.entry))
        add(Field.trace, trace.map { .word($0.traceID.description) })
        add(Field.span, trace.map { .word($0.spanID.description) })
        add(Field.surface, .word(ledger.surface))
        add(Field.status, .int(ledger.status))
        add(Field.outcome, .word(ledger.outcome.rawValue))
        add(Field.error, errorCode.map { .word($0) })
        add(Field.organization, text(ledger.organization))
        add(Field.team, text(ledger.team))
        add(Field.project, text(ledger.project))
        add(Field.user, text(ledger.user))
        add(Field.key, text(ledger.keyName))
        add(Field.keyID, ledger.keyID.map { .word($0) })
        add(Field.environment, text(ledger.environment))
        add(Field.tags, ledger.tags.isEmpty ? nil : .list(ledger.tags.map { .text($0) }))
        add(Field.modelAsked, .text(ledger.modelAsked))
        add(Field.provider, text(ledger.provider))
        add(Field.model, text(ledger.modelServed))
        add(Field.stream, .flag(isStream))
        if let usage = ledger.usage {
            add(Field.inputTokens, .int(usage.input))
            add(Field.cacheRead, usage.cacheRead > 0 ? .int(usage.cacheRead) : nil)
            let written = usage.cacheWrite5m &+ usage.cacheWrite1h
            add(Field.cacheWrite, written > 0 ? .int(written) : nil)
            add(Field.outputTokens, .int(usage.output))
        }
        add(Field.cost, ledger.cost.map { .decimal($0.decimal) })
        add(Field.cache, ledger.cache.map { .word($0) })
        add(Field.saved, ledger.savedInAll.map { .decimal($0.decimal) })
        add(Field.duration, .int(Self.microseconds(duration)))
        add(Field.firstToken, number(ledger.timeToFirstTokenMicroseconds))
        add(Field.overhead, number(ledger.overheadMicroseconds))
        add(Field.flags, ledger.flags.isEmpty ? nil : .list(ledger.flags.map { .word($0.rawValue) }))
        let guards = GuardTally.tallies(of: ledger.guards)
        add(Field.guards, guards.isEmpty ? nil : .list(guards.map { .text($0.description) }))
        let failures = self.guards?.failures ?? []
        add(Field.guardFailures, failures.isEmpty ? nil : .list(failures.map { .text($0) }))
        add(
            Field.stages,
            stages.isEmpty
                ? nil
                : .object(stages.map { LogField($0.stage.rawValue, .int(Self.microseconds($0.duration))) })
        )
        add(Field.attempts, attempts.isEmpty ? nil : .list(attempts.map { .object($0.fields(until: duration)) }))
        add(
            Field.skipped,
            skipped.isEmpty
                ? nil
                : .list(
                    skipped.map {
                        .object([LogField("target", .text($0.target)), LogField("reason", .text($0.reason))])
                    }
                )
        )
        add(Field.promptBytes, .int(bodyBytes))
        add(Field.prompt, question.flatMap { text($0.text(characters: promptCharacters)) })
        return all
    }

    fileprivate static func microseconds(_ duration: Duration) -> Int {
        Int(clamping: duration.saturatingNanoseconds / 1000)
    }
}

extension AttemptRecord {
    fileprivate func fields(until end: Duration) -> [LogField] {
        var fields = [LogField("target", .text(target.description))]
        if let credential { fields.append(LogField("credential", .text(credential))) }
        if isHedge { fields.append(LogField("hedge", .flag(true))) }
        fields.append(LogField("outcome", .word(outcome)))
        fields.append(LogField("start_us", .int(RequestRecord.microseconds(started))))
        fields.append(LogField("duration_us", .int(RequestRecord.microseconds((ended ?? end) - started))))
        if let decision { fields.append(LogField("decision", .word("\(decision.action.word): \(decision.reason)"))) }
        return fields
    }
}

extension RetryDecision.Action {
    /// What is done, in two words.
    var word: String {
        switch self {
        case .sameTarget(let wait): "again after \(wait.saturatingNanoseconds / 1_000_000) ms"
        case .nextTarget: "next target"
        case .stop: "stop"
        }
    }
}
