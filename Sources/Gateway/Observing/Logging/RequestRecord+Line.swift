import Governance
public import Logging
import ModelAPI
import Pricing
import Routing
public import Telemetry

extension RequestRecord {
    /// Whether it was answered at the first try.
    public var isSmooth: Bool { attempts.count <= 1 && ending == .answered }

    /// Writes its line in a log.
    /// - Parameters:
    ///   - level: the line's level.
    ///   - question: what was asked, where that is logged; looking through it takes its time.
    ///   - promptCharacters: how many characters of a question are logged whose team has that logged.
    public func write(
        to line: inout LineScribe,
        level: Logger.Level,
        _ question: LoggedQuestion?,
        promptCharacters: Int
    ) {
        let time = ledger.time &+ duration.saturatingNanoseconds
        line.begin(time: time, level: level, module: "access", message: words)
        writeCall(to: &line)
        writeUse(to: &line)
        writeCourse(to: &line)
        line.name(LogFields.promptBytes)
        line.write(bodyBytes)
        line.write(LogFields.prompt, text: question?.text(characters: promptCharacters))
        line.end()
    }

    private var words: String {
        switch ending {
        case .answered: "answered"
        case .failed(let kind): "failed: \(kind.rawValue)"
        case .clientGone: "the client has gone"
        }
    }

    /// What was asked, by whom and where to.
    private func writeCall(to line: inout LineScribe) {
        typealias Field = LogFields
        // The gateway's own ids and UUIDs come once each: there is nothing to look through, and nothing to remember.
        if RequestIDForm.isUsual(id) {
            line.write(Field.request, word: id)
        } else {
            line.write(Field.request, text: id)
        }
        line.write(Field.entry, word: ledger.entry)
        if let trace {
            line.name(Field.trace)
            line.write(trace.traceID)
            line.name(Field.span)
            line.write(trace.spanID)
        }
        line.write(Field.surface, word: ledger.surface)
        line.write(Field.status, ledger.status)
        line.write(Field.outcome, word: ledger.outcome.rawValue)
        line.write(Field.error, word: errorCode)
        line.write(Field.organization, text: ledger.organization)
        line.write(Field.team, text: ledger.team)
        line.write(Field.project, text: ledger.project)
        line.write(Field.user, text: ledger.user)
        line.write(Field.key, text: ledger.keyName)
        line.write(Field.keyID, word: ledger.keyID)
        line.write(Field.environment, text: ledger.environment)
        line.write(Field.tags, texts: ledger.tags)
        line.write(Field.modelAsked, text: ledger.modelAsked)
        line.write(Field.provider, text: ledger.provider)
        line.write(Field.model, text: ledger.modelServed)
        line.name(Field.stream)
        line.write(isStream)
    }

    /// What it took and cost.
    private func writeUse(to line: inout LineScribe) {
        typealias Field = LogFields
        if let usage = ledger.usage {
            line.write(Field.inputTokens, usage.input)
            if usage.cacheRead > 0 { line.write(Field.cacheRead, usage.cacheRead) }
            let written = usage.cacheWrite5m &+ usage.cacheWrite1h
            if written > 0 { line.write(Field.cacheWrite, written) }
            line.write(Field.outputTokens, usage.output)
        }
        line.write(Field.cost, word: ledger.cost?.decimal)
        line.write(Field.cache, word: ledger.cache)
        line.write(Field.saved, word: ledger.savedInAll?.decimal)
        line.write(Field.duration, Self.microseconds(duration))
        line.write(Field.firstToken, ledger.timeToFirstTokenMicroseconds)
        line.write(Field.overhead, ledger.overheadMicroseconds)
    }

    /// What happened on the way.
    private func writeCourse(to line: inout LineScribe) {
        typealias Field = LogFields
        if !ledger.flags.isEmpty {
            line.name(Field.flags)
            line.beginList()
            for flag in ledger.flags { line.write(word: flag.rawValue) }
            line.endList()
        }
        if !ledger.guards.isEmpty {
            line.write(Field.guards, texts: GuardTally.tallies(of: ledger.guards).map(\.description))
        }
        line.write(Field.guardFailures, texts: guards?.failures ?? [])
        writeStages(to: &line)
        if !attempts.isEmpty {
            line.name(Field.attempts)
            line.beginList()
            for attempt in attempts { attempt.write(to: &line, until: duration) }
            line.endList()
        }
        if !skipped.isEmpty {
            line.name(Field.skipped)
            line.beginList()
            for target in skipped {
                line.beginObject()
                line.name("target")
                line.write(text: target.target)
                line.name("reason")
                line.write(text: target.reason)
                line.endObject()
            }
            line.endList()
        }
    }

    private func writeStages(to line: inout LineScribe) {
        guard stageCount > 0 else { return }
        line.name(LogFields.stages)
        line.beginObject()
        forEachStage { stage, nanoseconds in
            line.name(word: stage.rawValue)
            line.write(Int(clamping: nanoseconds / 1000))
        }
        line.endObject()
    }

    fileprivate static func microseconds(_ duration: Duration) -> Int {
        Int(clamping: duration.saturatingNanoseconds / 1000)
    }
}

extension AttemptRecord {
    fileprivate func write(to line: inout LineScribe, until end: Duration) {
        line.beginObject()
        line.name("target")
        line.write(text: name)
        if let credential {
            line.name("credential")
            line.write(text: credential)
        }
        if isHedge {
            line.name("hedge")
            line.write(true)
        }
        line.name("outcome")
        line.write(word: outcome)
        line.name("start_us")
        line.write(RequestRecord.microseconds(started))
        line.name("duration_us")
        line.write(RequestRecord.microseconds((ended ?? end) - started))
        if let decision {
            line.name("decision")
            line.write(word: "\(decision.action.word): \(decision.reason)")
        }
        line.endObject()
    }
}

extension LineScribe {
    /// A field; nothing for `nil`.
    fileprivate mutating func write(_ field: FieldDefinition, text: String?) {
        guard let text else { return }
        name(field)
        write(text: text)
    }

    /// A field with what the gateway itself has made; nothing for `nil`.
    fileprivate mutating func write(_ field: FieldDefinition, word: String?) {
        guard let word else { return }
        name(field)
        write(word: word)
    }

    /// A field; nothing for `nil`.
    fileprivate mutating func write(_ field: FieldDefinition, _ number: Int?) {
        guard let number else { return }
        name(field)
        write(number)
    }

    /// A field; nothing for none.
    fileprivate mutating func write(_ field: FieldDefinition, texts: [String]) {
        guard !texts.isEmpty else { return }
        name(field)
        beginList()
        for text in texts { write(text: text) }
        endList()
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
