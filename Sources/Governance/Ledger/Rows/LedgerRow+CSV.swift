import ModelAPI
import Pricing

extension LedgerRow {
    /// The first line of a file of rows, with its end.
    public static let csvHeader = columns.joined(separator: ",") + "\r\n"

    private static let columns = [
        "sequence", "entry", "id", "time", "key", "key_id", "organization", "team", "project", "user", "environment",
        "tags", "surface", "model", "model_served", "provider", "status", "outcome", "input_tokens",
        "cached_input_tokens", "cache_write_5m_tokens", "cache_write_1h_tokens", "output_tokens", "reasoning_tokens",
        "cost_usd", "price_version", "cache", "saved_usd", "attempts", "duration_us", "time_to_first_token_us",
        "overhead_us", "flags", "service_tier", "speed", "inference_geo", "saved_exact_usd", "saved_semantic_usd",
        "saved_prompt_cache_usd", "guards",
    ]

    /// Appends the row as one line of RFC 4180, with its end.
    ///
    /// Text that a spreadsheet would take for a formula begins with an apostrophe: ids and names come from callers.
    /// Several tags or flags are separated by `;`. What is not known is empty.
    public func appendCSV(to bytes: inout [UInt8]) {
        var line = CSVLine(bytes: bytes)
        bytes = []
        line.append(sequence)
        line.append(record.entry)
        line.append(record.id)
        line.cell { LedgerText.append(time: record.time, to: &$0) }
        line.append(record.keyName)
        line.append(record.keyID)
        line.append(record.organization)
        line.append(record.team)
        line.append(record.project)
        line.append(record.user)
        line.append(record.environment)
        line.append(record.tags.joined(separator: ";"))
        line.append(record.surface)
        line.append(record.modelAsked)
        line.append(record.modelServed)
        line.append(record.provider)
        line.append(record.status)
        line.append(record.outcome.rawValue)
        line.append(record.usage?.totalInput)
        line.append(record.usage?.cacheRead)
        line.append(record.usage?.cacheWrite5m)
        line.append(record.usage?.cacheWrite1h)
        line.append(record.usage?.output)
        line.append(record.usage?.reasoning)
        line.append(cost)
        line.append(priceVersion)
        line.append(record.cache)
        line.append(record.savedInAll)
        line.append(record.attempts.count)
        line.append(record.durationMicroseconds)
        line.append(record.timeToFirstTokenMicroseconds)
        line.append(record.overheadMicroseconds)
        line.append(flagNames.joined(separator: ";"))
        line.append(record.usage?.terms.tier.rawValue)
        line.append(record.usage.map { $0.terms.isFast ? "fast" : "standard" })
        line.append(record.usage?.terms.isInUS == true ? "us" : nil)
        line.append(record.isSemanticHit ? nil : record.saved)
        line.append(record.isSemanticHit ? record.saved : nil)
        line.append(record.savedPromptCache)
        line.append(record.guards.isEmpty ? nil : guardText)
        bytes = line.finished()
    }

    private var guardText: String {
        GuardTally.tallies(of: record.guards).map(\.description).joined(separator: ";")
    }
}

/// The cells of one line.
private struct CSVLine {
    private var bytes: [UInt8]
    private var isFirst = true

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func append(_ text: String?) {
        cell { bytes in
            guard let text, let first = text.utf8.first else { return }
            let looksLikeFormula = "=+-@\t\r".utf8.contains(first)
            let needsQuotes = text.utf8.contains { ",\"\r\n".utf8.contains($0) }
            if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
            if looksLikeFormula { bytes.append(UInt8(ascii: "'")) }
            for byte in text.utf8 {
                if byte == UInt8(ascii: "\"") { bytes.append(byte) }
                bytes.append(byte)
            }
            if needsQuotes { bytes.append(UInt8(ascii: "\"")) }
        }
    }

    mutating func append(_ number: (some BinaryInteger)?) {
        cell { bytes in
            if let number { LedgerText.append(number, to: &bytes) }
        }
    }

    mutating func append(_ money: Money?) {
        cell { bytes in
            if let money { LedgerText.append(money, to: &bytes) }
        }
    }

    mutating func cell(_ body: (inout [UInt8]) -> Void) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        body(&bytes)
    }

    consuming func finished() -> [UInt8] {
        bytes.append(UInt8(ascii: "\r"))
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }
}
