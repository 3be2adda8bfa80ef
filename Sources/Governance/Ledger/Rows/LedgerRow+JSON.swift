public import JSONText
import ModelAPI
public import Pricing

extension LedgerRow {
    /// Writes the row as the admin API shows it: one JSON object, always with the same members in the same order.
    /// - Parameter currency: the currency that people are shown beside US dollars, as one member more; nil for none.
    public func writeJSON(to writer: inout JSONWriter, currency: Currency? = nil) {
        var members = LedgerMembers(writer: writer, currency: currency)
        // Held there alone while it grows, so that no copy is made.
        writer = JSONWriter(capacity: 0)
        members.write(self)
        writer = members.writer
    }
}

/// Writes the members of a row's JSON object.
private struct LedgerMembers {
    var writer: JSONWriter
    private var scratch: [UInt8] = []

    private let currency: Currency?

    init(writer: JSONWriter, currency: Currency?) {
        self.writer = writer
        self.currency = currency
    }

    mutating func write(_ row: LedgerRow) {
        let record = row.record
        writer.write(raw: "{\"id\":")
        writer.write(string: record.id)
        member(",\"entry\":", record.entry)
        member(",\"sequence\":", Int(row.sequence))
        writer.write(raw: ",\"time\":\"")
        text { LedgerText.append(time: record.time, to: &$0) }
        writer.write(raw: "\"")
        member(",\"key\":", record.keyName)
        member(",\"key_id\":", record.keyID)
        member(",\"organization\":", record.organization)
        member(",\"team\":", record.team)
        member(",\"project\":", record.project)
        member(",\"user\":", record.user)
        member(",\"environment\":", record.environment)
        writer.write(raw: ",\"tags\":")
        list(record.tags)
        member(",\"surface\":", record.surface)
        member(",\"model\":", record.modelAsked)
        member(",\"model_served\":", record.modelServed)
        member(",\"provider\":", record.provider)
        member(",\"status\":", record.status)
        member(",\"outcome\":", record.outcome.rawValue)
        write(record.usage)
        member(",\"service_tier\":", record.usage?.terms.tier.rawValue)
        member(",\"speed\":", record.usage.map { $0.terms.isFast ? "fast" : "standard" })
        member(",\"inference_geo\":", record.usage?.terms.isInUS == true ? "us" : nil)
        member(",\"cost_usd\":", row.cost)
        if let currency { display(row.cost, currency) }
        member(",\"price_version\":", row.priceVersion)
        if row.correction != nil { member(",\"recorded_cost_usd\":", record.cost) }
        member(",\"cache\":", record.cache)
        member(",\"saved_usd\":", record.savedInAll)
        member(",\"saved_exact_usd\":", record.isSemanticHit ? nil : record.saved)
        member(",\"saved_semantic_usd\":", record.isSemanticHit ? record.saved : nil)
        member(",\"saved_prompt_cache_usd\":", record.savedPromptCache)
        write(record.attempts)
        writer.write(raw: ",\"duration_ms\":")
        milliseconds(record.durationMicroseconds)
        writer.write(raw: ",\"time_to_first_token_ms\":")
        milliseconds(record.timeToFirstTokenMicroseconds)
        member(",\"overhead_us\":", record.overheadMicroseconds)
        writer.write(raw: ",\"flags\":")
        list(row.flagNames)
        write(record.guards, leftOut: record.guardsLeftOut)
        writer.write(raw: "}")
    }

    private mutating func display(_ cost: Money?, _ currency: Currency) {
        writer.write(raw: ",\"cost_display\":")
        guard let cost else { return writer.write(raw: "null") }
        writer.write(["currency": .string(currency.code), "amount": .string(currency.fineText(cost))])
    }

    private mutating func write(_ usage: Usage?) {
        writer.write(raw: ",\"usage\":")
        writer.write(usage.map { .object($0.json) } ?? .null)
    }

    private mutating func write(_ attempts: [LedgerRecord.Attempt]) {
        writer.write(raw: ",\"attempts\":[")
        for (index, attempt) in attempts.enumerated() {
            if index > 0 { writer.write(raw: ",") }
            member("{\"target\":", attempt.target)
            member(",\"credential\":", attempt.credential)
            member(",\"outcome\":", attempt.outcome)
            member(",\"duration_ms\":", attempt.milliseconds)
            writer.write(raw: "}")
        }
        writer.write(raw: "]")
    }

    /// Only where there is something: most requests have none.
    private mutating func write(_ guards: [GuardLine], leftOut: Int) {
        guard !guards.isEmpty || leftOut > 0 else { return }
        writer.write(raw: ",\"guards\":[")
        for (index, line) in guards.enumerated() {
            if index > 0 { writer.write(raw: ",") }
            member("{\"guardrail\":", line.guardrail)
            member(",\"stage\":", line.stage.rawValue)
            member(",\"type\":", line.type)
            member(",\"rule\":", line.rule)
            writer.write(raw: ",\"score\":")
            thousandths(line.thousandths)
            member(",\"action\":", line.action)
            writer.write(raw: line.isMonitored ? ",\"monitored\":true" : ",\"monitored\":false")
            member(",\"offset\":", line.offset)
            member(",\"length\":", line.length)
            member(",\"hash\":", line.hash)
            member(",\"encoding\":", line.encoding)
            writer.write(raw: "}")
        }
        writer.write(raw: "]")
        if leftOut > 0 { member(",\"guards_left_out\":", leftOut) }
    }

    private mutating func list(_ strings: [String]) {
        writer.write(raw: "[")
        for (index, string) in strings.enumerated() {
            if index > 0 { writer.write(raw: ",") }
            writer.write(string: string)
        }
        writer.write(raw: "]")
    }

    private mutating func member(_ name: StaticString, _ value: String?) {
        writer.write(raw: name)
        guard let value else { return writer.write(raw: "null") }
        writer.write(string: value)
    }

    private mutating func member(_ name: StaticString, _ value: Int?) {
        writer.write(raw: name)
        guard let value else { return writer.write(raw: "null") }
        text { LedgerText.append(value, to: &$0) }
    }

    private mutating func member(_ name: StaticString, _ value: Money?) {
        writer.write(raw: name)
        guard let value else { return writer.write(raw: "null") }
        writer.write(raw: "\"")
        text { LedgerText.append(value, to: &$0) }
        writer.write(raw: "\"")
    }

    /// Microseconds as a number of milliseconds with up to three decimals.
    private mutating func milliseconds(_ microseconds: Int?) {
        guard let microseconds else { return writer.write(raw: "null") }
        thousandths(microseconds)
    }

    /// Thousandths as a number with up to three decimals.
    private mutating func thousandths(_ count: Int) {
        text { LedgerText.append(Money(attos: Int128(count) * 1_000_000_000_000_000), to: &$0) }
    }

    private mutating func text(_ body: (inout [UInt8]) -> Void) {
        scratch.removeAll(keepingCapacity: true)
        body(&scratch)
        writer.write(raw: scratch)
    }
}
