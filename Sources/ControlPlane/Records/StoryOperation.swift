import Gateway
import Governance
import JSONText
import Routing
import Store
import Telemetry

/// `GET /admin/v1/ledger/{entry}/story`: what happened to one request.
struct StoryOperation: Sendable {
    let services: Services

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        [
            try Operation(
                .get,
                "/ledger/{entry}/story",
                id: "getStory",
                answer: .json(status: 200, .reference("Story")),
                handle: story
            )
        ]
    }

    private func story(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let visibility = try request.authorize()
        let entry = try request.parameter("entry")
        let call = services.recent.call(entry: entry)
        if let call, !call.isVisible(to: visibility) { throw .notFound }
        var row: LedgerRow?
        if let ledger = services.ledger {
            row = try await storing { () async throws(StoreError) in try await ledger.row(entry: entry) }
        }
        if let row, !LedgerOperations.isVisible(row.record, visibility) { throw .notFound }
        // What never comes into the ledger, such as a refused request, is known here alone, and what is on its way to it.
        guard let line = row ?? call.map({ LedgerRow(sequence: 0, record: $0.ledger) }) else { throw .notFound }
        var writer = JSONWriter(capacity: 4096)
        writer.write(raw: "{\"complete\":")
        writer.write(.bool(call != nil))
        writer.write(raw: ",\"recorded\":")
        writer.write(.bool(row != nil))
        writer.write(raw: ",\"request\":")
        line.writeJSON(to: &writer, currency: services.displayCurrency)
        for member in call.map({ Self.members($0) }) ?? Self.members(line.record) {
            writer.write(raw: ",")
            writer.write(string: member.name)
            writer.write(raw: ":")
            writer.write(member.value)
        }
        writer.write(raw: "}")
        return .json(writer.bytes)
    }

    private static func members(_ record: RequestRecord) -> JSONObject {
        [
            "duration_ms": milliseconds(record.duration), "error": record.errorCode.map { .string($0) } ?? .null,
            "trace_id": record.trace.map { .string("\($0.traceID)") } ?? .null,
            "internal": .bool(record.isInternal),
            "stages": .array(
                record.stages.map { stage in
                    [
                        "name": .string(stage.stage.rawValue), "start_ms": milliseconds(stage.start),
                        "end_ms": milliseconds(stage.end),
                    ]
                }
            ),
            "attempts": .array(record.attempts.map(json)),
            "skipped": .array(
                record.skipped.map { ["target": .string($0.target), "reason": .string($0.reason)] }
            ),
        ]
    }

    /// What the ledger alone knows.
    private static func members(_ record: LedgerRecord) -> JSONObject {
        [
            "duration_ms": .milliseconds(record.durationMicroseconds), "error": nil, "trace_id": nil, "internal": false,
            "stages": [],
            "attempts": .array(
                record.attempts.map { attempt in
                    [
                        "target": .string(attempt.target),
                        "credential": attempt.credential.map { .string($0) } ?? .null,
                        "hedge": false, "start_ms": nil, "answered_ms": nil, "end_ms": nil,
                        "duration_ms": JSONValue(attempt.milliseconds), "outcome": .string(attempt.outcome),
                        "decision": nil,
                    ]
                }
            ),
            "skipped": [],
        ]
    }

    private static func json(_ attempt: AttemptRecord) -> JSONValue {
        let outcome: String =
            switch attempt.ending {
            case .answered: "answered"
            case .failed(let kind): "\(kind)"
            case .lostRace: "lost-race"
            case .abandoned, nil: "abandoned"
            }
        return [
            "target": .string("\(attempt.target)"), "credential": attempt.credential.map { .string($0) } ?? .null,
            "hedge": .bool(attempt.isHedge), "start_ms": milliseconds(attempt.started),
            "answered_ms": milliseconds(attempt.answered), "end_ms": milliseconds(attempt.ended),
            "duration_ms": milliseconds(attempt.ended.map { $0 - attempt.started }), "outcome": .string(outcome),
            "decision": attempt.decision.map(json) ?? .null,
        ]
    }

    private static func json(_ decision: RetryDecision) -> JSONValue {
        let action: String
        var wait: Duration?
        switch decision.action {
        case .sameTarget(let after): (action, wait) = ("same_target", after)
        case .nextTarget: action = "next_target"
        case .stop: action = "stop"
        }
        return [
            "action": .string(action), "after_ms": milliseconds(wait), "reason": .string(decision.reason.rawValue),
        ]
    }

    private static func milliseconds(_ duration: Duration?) -> JSONValue {
        .milliseconds(duration.map { Int(clamping: $0.saturatingNanoseconds / 1000) })
    }
}
