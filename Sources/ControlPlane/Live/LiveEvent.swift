import Gateway
import Governance
import JSONText
import ModelAPI
import NIOCore
import Pricing

/// What viewers are told, as server-sent events.
enum LiveEvent {
    /// What comes first: how long a browser waits before it connects again, in milliseconds.
    static let opening = ByteBuffer(string: "retry: 2000\n\n")
    /// Keeps proxies from taking a quiet stream for a dead one.
    static let comment = ByteBuffer(string: ": still here\n\n")

    /// An event.
    static func write(_ name: StaticString, _ value: JSONValue, to buffer: inout ByteBuffer) {
        buffer.writeStaticString("event: ")
        buffer.writeStaticString(name)
        buffer.writeStaticString("\ndata: ")
        // JSON is written in one line.
        buffer.writeBytes(value.bytes)
        buffer.writeStaticString("\n\n")
    }

    /// A call that is over.
    static func call(_ record: RequestRecord, _ currency: CurrencyText?) -> JSONValue {
        let line = record.ledger
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        var object: JSONObject = [
            "entry": .string(line.entry), "id": .string(line.id), "time": .string(MomentText.text(line.time)),
            "team": text(line.team), "project": text(line.project), "key_name": text(line.keyName),
            "user": text(line.user), "surface": .string(line.surface), "model_asked": .string(line.modelAsked),
            "provider": text(line.provider), "model": text(line.modelServed), "status": JSONValue(line.status),
            "outcome": .string(line.outcome.rawValue), "error": text(record.errorCode),
            "stream": .bool(record.isStream), "internal": .bool(record.isInternal),
            "duration_ms": .milliseconds(line.durationMicroseconds),
            "ttft_ms": .milliseconds(line.timeToFirstTokenMicroseconds),
            "input_tokens": line.usage.map { JSONValue($0.totalInput) } ?? .null,
            "output_tokens": line.usage.map { JSONValue($0.output) } ?? .null,
            "cost_usd": line.cost.map { .string($0.decimal) } ?? .null,
        ]
        if let currency, let cost = line.cost { object.append("cost_display", currency.amount(cost)) }
        object.append("cache", text(line.cache))
        object.append("attempts", JSONValue(record.attempts.count))
        return .object(object)
    }
}
