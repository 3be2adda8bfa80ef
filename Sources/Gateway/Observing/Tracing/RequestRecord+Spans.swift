import Governance
import ModelAPI
import Pricing
import Routing
public import Telemetry

extension RequestRecord {
    /// Whether its spans are exported: its trace was chosen at the beginning, or it failed.
    public var isTraced: Bool {
        guard let trace else { return false }
        return trace.isSampled || errorCode != nil
    }

    /// How many spans it has.
    public var spanCount: Int { trace == nil ? 0 : 1 + stageCount + attempts.count }

    /// Its spans: its own, one for each stage and one for each attempt under it. Made beside the requests.
    public func spans() -> [SpanRecord] {
        guard let trace else { return [] }
        var random = SystemRandomNumberGenerator()
        let root = SpanRecord(
            name: "POST \(ledger.surface)",
            kind: .server,
            traceID: trace.traceID,
            spanID: trace.spanID,
            parent: trace.parent,
            state: trace.state,
            isSampled: trace.isSampled,
            start: ledger.time,
            end: moment(duration),
            attributes: attributes,
            // Errors that the caller made are none of this span's (HTTP conventions).
            failure: errorCode.flatMap { ledger.status >= 500 || ledger.outcome == .partial ? $0 : nil }
        )
        func child(
            _ name: String,
            _ kind: SpanRecord.Kind,
            _ id: SpanID?,
            _ start: Duration,
            _ end: Duration
        ) -> SpanRecord {
            SpanRecord(
                name: name,
                kind: kind,
                traceID: trace.traceID,
                spanID: id ?? SpanID(random.next() | 1) ?? trace.spanID,
                parent: trace.spanID,
                state: trace.state,
                isSampled: trace.isSampled,
                start: moment(start),
                end: moment(max(start, end))
            )
        }
        var spans = [root]
        for stage in stages {
            var span = child("kanmon.\(stage.stage.rawValue)", .internal, nil, stage.start, stage.end)
            if stage.stage == .guard, let guards { span.attributes = Self.attributes(of: guards) }
            spans.append(span)
        }
        for attempt in attempts {
            var span = child(
                "\(operation) \(attempt.target.model)",
                .client,
                attempt.span,
                attempt.started,
                attempt.ended ?? duration
            )
            span.attributes = attributes(of: attempt)
            if case .failed(let kind) = attempt.ending { span.failure = "\(kind)" }
            spans.append(span)
        }
        return spans
    }

    /// A moment of the call on the wall clock.
    private func moment(_ elapsed: Duration) -> Int64 { ledger.time &+ elapsed.saturatingNanoseconds }

    /// What the conventions call the operation.
    private var operation: String {
        if ledger.surface.hasSuffix("embeddings") { return "embeddings" }
        return surface == .gemini ? "generate_content" : "chat"
    }

    private var attributes: [SpanAttribute] {
        typealias Field = SpanFields
        var all = [
            SpanAttribute(Field.method, .word("POST")),
            SpanAttribute(Field.status, .int(ledger.status)),
            SpanAttribute(Field.operation, .word(operation)),
            SpanAttribute(Field.requestModel, .text(ledger.modelAsked)),
            SpanAttribute(Field.stream, .flag(isStream)),
            SpanAttribute(Field.surface, .word(ledger.surface)),
            SpanAttribute(Field.requestID, .text(id)),
            SpanAttribute(Field.entry, .word(ledger.entry)),
            SpanAttribute(Field.outcome, .word(ledger.outcome.rawValue)),
            SpanAttribute(Field.attempts, .int(attempts.count)),
        ]
        func add(_ field: FieldDefinition, _ value: SpanValue?) {
            if let value { all.append(SpanAttribute(field, value)) }
        }
        add(Field.responseModel, ledger.modelServed.map { .text($0) })
        add(Field.errorType, errorCode.map { .word($0) })
        add(Field.team, ledger.team.map { .text($0) })
        add(Field.project, ledger.project.map { .text($0) })
        add(Field.key, ledger.keyName.map { .text($0) })
        add(Field.tags, ledger.tags.isEmpty ? nil : .list(ledger.tags))
        add(Field.target, ledger.provider.map { .text($0) })
        add(Field.cost, ledger.cost.map { .decimal($0.decimal) })
        add(Field.saved, ledger.savedInAll.map { .decimal($0.decimal) })
        add(Field.cache, ledger.cache.map { .word($0) })
        add(Field.skipped, skipped.isEmpty ? nil : .list(skipped.map { "\($0.target): \($0.reason)" }))
        add(Field.firstToken, ledger.timeToFirstTokenMicroseconds.map { .decimal(Self.seconds($0)) })
        add(Field.overhead, ledger.overheadMicroseconds.map { .decimal(Self.seconds($0)) })
        if let usage = ledger.usage { all += Self.attributes(of: usage) }
        return all
    }

    private func attributes(of attempt: AttemptRecord) -> [SpanAttribute] {
        typealias Field = SpanFields
        var all = [
            SpanAttribute(Field.operation, .word(operation)),
            SpanAttribute(Field.requestModel, .text(attempt.target.model)),
            SpanAttribute(Field.attemptTarget, .text(attempt.target.description)),
            SpanAttribute(Field.hedge, .flag(attempt.isHedge)),
        ]
        func add(_ field: FieldDefinition, _ value: SpanValue?) {
            if let value { all.append(SpanAttribute(field, value)) }
        }
        add(Field.provider, attempt.dialect.map { .word($0.providerName) })
        add(Field.address, attempt.address.map { .text($0) })
        add(Field.port, attempt.port.map { .int($0) })
        add(Field.credential, attempt.credential.map { .text($0) })
        add(Field.ending, .word(attempt.outcome))
        add(Field.decision, attempt.decision.map { .word("\($0.action.word): \($0.reason)") })
        add(
            Field.firstContent,
            attempt.answered.map {
                .decimal(Self.seconds(Int(clamping: ($0 - attempt.started).saturatingNanoseconds / 1000)))
            }
        )
        if case .failed(let kind) = attempt.ending { add(Field.errorType, .word("\(kind)")) }
        // Of several attempts the last one that answered is the one that the usage is of.
        if attempt == attempts.last(where: { $0.answered != nil }), let usage = ledger.usage {
            add(Field.responseModel, ledger.modelServed.map { .text($0) })
            all += Self.attributes(of: usage)
        }
        return all
    }

    private static func attributes(of guards: GuardReport) -> [SpanAttribute] {
        typealias Field = SpanFields
        var all = [
            SpanAttribute(Field.guardNames, .list(guards.guardrails)),
            SpanAttribute(Field.guardVerdict, .word(guards.verdict)),
        ]
        if !guards.actions.isEmpty {
            let actions = guards.actions.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            all.append(SpanAttribute(Field.guardActions, .list(actions)))
        }
        if !guards.failures.isEmpty { all.append(SpanAttribute(Field.guardFailures, .list(guards.failures))) }
        return all
    }

    private static func attributes(of usage: Usage) -> [SpanAttribute] {
        let written = usage.cacheWrite5m &+ usage.cacheWrite1h
        var all = [
            SpanAttribute(SpanFields.inputTokens, .int(usage.input &+ usage.cacheRead &+ written)),
            SpanAttribute(SpanFields.outputTokens, .int(usage.output)),
        ]
        if usage.cacheRead > 0 { all.append(SpanAttribute(SpanFields.cacheRead, .int(usage.cacheRead))) }
        if written > 0 { all.append(SpanAttribute(SpanFields.cacheWrite, .int(written))) }
        return all
    }

    /// Microseconds as seconds, in decimal digits.
    private static func seconds(_ microseconds: Int) -> String {
        let (whole, rest) = max(0, microseconds).quotientAndRemainder(dividingBy: 1_000_000)
        let digits = String(rest)
        return "\(whole)." + String(repeating: "0", count: 6 - digits.utf8.count) + digits
    }
}

extension DialectID {
    /// What the conventions for generative AI call who speaks it.
    fileprivate var providerName: String {
        switch self {
        case .openAIChat: "openai"
        case .anthropicMessages: "anthropic"
        case .gemini: "gcp.gemini"
        }
    }
}
